# SPDX-License-Identifier: Apache-2.0
"""The SDK's documents do what they say: their files are written, their commands run, their output compared.

In a document, a block ```cpp PATH (or cmake, sql) is a file; ```sh is a line each, run in the scratch folder with the package in
reach (```sh fails: it must fail); ```text holds lines that the commands before it have printed, in any place.
"""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from installed_sdk import PROJECT, InstalledSdk

BLOCK = re.compile(r'^```(\w+) ?(.*?)\n(.*?)^```$', re.M | re.S)


def words(text):
    """Without what columns and indentation add."""
    return [' '.join(line.split()) for line in text.splitlines() if line.strip()]


class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix='curante-documents-', dir='/tmp'))
        cls.environment = InstalledSdk(cls.scratch).environment()

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def run_line(self, line, folder, fails):
        done = subprocess.run(['bash', '-c', line], cwd=folder, capture_output=True, text=True, env=self.environment)
        self.assertEqual(done.returncode != 0, fails, f'{line}\n{done.stdout}\n{done.stderr}')
        return done.stdout + done.stderr

    def follow(self, document):
        folder = self.scratch / document.stem
        folder.mkdir()
        printed, files, commands = '', 0, 0
        for kind, note, body in BLOCK.findall(document.read_text()):
            if kind in ('cpp', 'cmake', 'sql') and note:
                (folder / note).parent.mkdir(exist_ok=True)
                (folder / note).write_text(body)
                files += 1
            elif kind == 'sh':
                for line in body.splitlines():
                    printed += self.run_line(line, folder, fails=note == 'fails')
                    commands += 1
            elif kind == 'text':
                seen = '\n'.join(words(printed))
                for line in words(body):
                    self.assertIn(line, seen)
        return files, commands

    def test_the_readme(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/README.md'), (0, 3))

    def test_life_of_a_plugin(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/doc/life-of-a-plugin.md'), (4, 10))

    def test_life_of_a_call(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/doc/life-of-a-call.md'), (1, 5))

    def test_contract_evolution(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/doc/contract-evolution.md'), (1, 2))

    def test_rows_of_its_own(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/doc/rows-of-its-own.md'), (6, 3))

    def test_a_transmitter_for_a_region(self):
        self.assertEqual(self.follow(PROJECT / 'sdk/doc/recipe-transmitters.md'), (3, 3))

    def test_the_readme_is_one_page(self):
        self.assertLessEqual(len((PROJECT / 'sdk/README.md').read_text().splitlines()), 60)

    def test_each_rule_has_its_reason(self):
        rules = re.split(r'\n\n+', (PROJECT / 'sdk/doc/rules.md').read_text().strip())[2:]
        self.assertGreater(len(rules), 15)
        for rule in rules:
            self.assertTrue(rule.startswith('**'), rule)
            self.assertIn('*Rationale:*', rule)

    def test_every_code_they_name_is_in_the_registry(self):
        registry = (PROJECT / 'sdk/errors.txt').read_text()
        codes = set(re.findall(r'^([a-z0-9-]+)$', registry, re.M))
        for document in [PROJECT / 'sdk/README.md', *(PROJECT / 'sdk/doc').glob('*.md')]:
            for code in re.findall(r'`([a-z]+(?:-[a-z]+)+)`', document.read_text()):
                self.assertTrue(code in codes or code == 'curante-sdk', f'{document.name}: {code} is no code')


if __name__ == '__main__':
    unittest.main()
