#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The README names what is there: folders, options, verbs, regions, settings and files, each looked up where it is made."""
import pathlib
import re
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
README = (PROJECT / 'README.md').read_text()
NUMBERS = {'nine': 9, 'twelve': 12}


def text(name):
    return (PROJECT / name).read_text()


def sources(*patterns):
    return '\n'.join(it.read_text() for pattern in patterns for it in sorted(PROJECT.glob(pattern)))


def section(title):
    return re.search(rf'^## {title}\n(.*?)(?=^## |\Z)', README, re.M | re.S).group(1)


class Readme(unittest.TestCase):
    def test_the_house_has_these_rooms_and_no_others(self):
        named = set(re.findall(r'^    (\w+)/ ', section('The house'), re.M))
        there = {it.name for it in PROJECT.iterdir() if it.is_dir() and not it.name.startswith('.')}
        self.assertEqual(named, there - {'build'})

    def test_the_kernel_knows_no_sql_and_no_http(self):
        code = sources('kernel/src/**/*.[ch]pp')
        self.assertEqual(re.findall(r'#include .*(?:pqxx|libpq|postgres|Poco|curl|beast).*', code), [])
        self.assertEqual(re.findall(r'(?:select .* from|insert into|https?:)[^\n]*', code), [])
        self.assertNotRegex(text('kernel/CMakeLists.txt'), 'PQXX|postgres|Poco')

    def test_files_that_it_names_are_there(self):
        for name in re.findall(r'(?:`|\()((?:packaging|plugins|sdk|tests)/[\w./-]+)[`)]', README):
            with self.subTest(name):
                self.assertTrue((PROJECT / name).exists())

    def test_the_two_commands_take_what_it_says(self):
        said = section('Two commands')
        quickstart, test = text('packaging/quickstart'), text('packaging/test')
        for option in re.findall(r'`(--\w+)', said):
            with self.subTest(option):
                self.assertIn(f'\n    {option})', quickstart)
        kinds = re.findall(r'`(\w+)`', said.split('`test` takes ')[1])
        self.assertEqual(kinds.pop(), 'all')
        self.assertIn(f'case $it in {"|".join(kinds)}) ;;', test)
        self.assertIn('patients=1500', quickstart)
        self.assertIn('1,500 synthetic patients', said)

    def test_the_tool_has_these_words(self):
        tool, commands = section('The tool'), text('host/src/cli/client_commands.cpp')
        lines = re.findall(r'^    curante (.*)$', tool, re.M)
        changes = re.search(r'plugins \[([\w|]+) ID\]', lines[0]).group(1).split('|')
        of_authors = lines.pop().removeprefix('plugin ').split(' | ')
        words = [re.match('[a-z]+', it).group(0) for line in lines for it in line.split(' | ') if it != '--help']
        for name in words + [f'plugins {it}' for it in changes] + [f'plugin {it}' for it in of_authors]:
            with self.subTest(name):
                self.assertIn(f'"  {name} ', commands)

    def test_rooms_add_the_verbs_that_it_names(self):
        verbs = sources('plugins/*/src/*.cpp')
        for verb in re.findall(r'`((?:demo|accounts|formulary|terminology|audit|rules) [a-z]+)`', README):
            with self.subTest(verb):
                self.assertIn(f'"{verb}"', verbs)

    def test_regions_are_as_many_as_it_says(self):
        bases = [re.findall(r'^base +(\w+)$', it.read_text(), re.M) for it in PROJECT.glob('regions/*.info')]
        for base in ('sac', 'sar'):
            said = re.search(rf'(\w+) (?:regions send )?through [^()]*\s?\(`{base}\.info`\)', README)
            self.assertEqual(bases.count([base]), NUMBERS[said.group(1)], base)
        self.assertIn('The twelve regions with a channel of their own', section('Limits'))

    def test_settings_and_files_are_read_under_these_names(self):
        web, tls = sources('plugins/web/src/*.cpp'), text('plugins/web/src/tls_identity.cpp')
        self.assertIn('/metrics.token', web)
        self.assertIn('/certificate.pem', tls)
        for setting in ('certificate_file', 'key_file'):
            self.assertIn(f'setting("{setting}")', web)
        self.assertRegex(sources('plugins/sac/src/*.cpp'), r'"dpcm_\w+"')


if __name__ == '__main__':
    unittest.main()
