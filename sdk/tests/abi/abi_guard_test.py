# SPDX-License-Identifier: Apache-2.0
"""The C edge only grows: today's abi.h against the golden copy of every minor that was published.

A change that is meant raises CURANTE_ABI_MINOR and lays its golden beside the others; a golden never changes.
"""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TODAY = HERE.parents[1] / 'include/curante/abi.h'
GOLDENS = sorted(HERE.glob('abi-*.h'))
C99 = [os.environ.get('CC', 'cc'), '-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Werror']


def version_of(text):
    return '.'.join(re.findall(r'#define CURANTE_ABI_(?:MAJOR|MINOR) (\d+)u', text))


def constants(text):
    """Every constant by its name, also those of enumerations that no function mentions."""
    return re.findall(r'\b(CURANTE_[A-Z_]+) = (\d+)', text) + re.findall(r'#define (CURANTE_ABI_MAJOR) (\d+)u', text)


def unchanged(known):
    """C99 that compiles where every constant still has its value."""
    return ''.join(f'typedef char {name}_changed[{name} == {value} ? 1 : -1];\n' for name, value in known)


def takers(text):
    """C with a function for every struct of a header, so that the library's debug data describe all of them."""
    structs = re.findall(r'^} (curante_\w+);', text, re.M)
    return ''.join(f'void take_{name}({name} *it);\nvoid take_{name}({name} *it) {{ (void)it; }}\n' for name in structs)


def offences(report):
    """The lines of abidiff's report that tell more than a member appended to a struct."""
    found, old_size, struct = [], None, ''
    for line in report.splitlines():
        if not line.strip() or ' summary: ' in line:
            continue
        if re.fullmatch(r"'struct curante_\w+' changed:", line):
            struct, old_size = line, None
            continue
        grown = re.fullmatch(r' +type size changed from (\d+) to \d+ \(in bits\)', line)
        added = re.fullmatch(r" +'.*', at offset (\d+) \(in bits\)", line)
        if grown:
            old_size = int(grown.group(1))
        elif re.fullmatch(r' +\d+ data member insertions?:', line):
            continue
        elif not added or old_size is None or int(added.group(1)) < old_size:
            found.append(f'{struct} {line.strip()}')
    return found


class AbiGuard(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='curante-abi-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compile(self, header, source, *options):
        """Compiles C that sees nothing but `header`; gives what the compiler said, nothing where all is well."""
        return subprocess.run([*C99, '-include', header, *options, '-x', 'c', '-'], input=source, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False).stdout

    def library(self, header, source, name):
        path = self.folder / f'{name}.so'
        self.assertEqual(self.compile(header, source, '-g', '-shared', '-fPIC', '-o', path), '')
        return path

    def offences(self, golden, header):
        """What differs between the golden's structs and a header's, beyond members that were appended."""
        source = takers(golden.read_text())
        before, after = self.library(golden, source, 'before'), self.library(header, source, 'after')
        done = subprocess.run(['abidiff', '--leaf-changes-only', '--harmless', '--no-show-locs', before, after],
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.stderr, done.returncode & 3), ('', 0), done.stdout)
        self.assertEqual(done.returncode == 0, 'changed:' not in done.stdout, done.stdout)
        return offences(done.stdout)

    def changed(self, *replacements):
        """Today's header with something replaced."""
        text = TODAY.read_text()
        for old, new in replacements:
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
        header = self.folder / 'changed.h'
        header.write_text(text)
        return header

    def test_today_is_the_golden_of_its_minor(self):
        text = TODAY.read_text()
        golden = HERE / f'abi-{version_of(text)}.h'
        self.assertTrue(golden.exists(), f'a new minor: copy abi.h to {golden.name}')
        self.assertEqual(text, golden.read_text(), 'abi.h changed: raise CURANTE_ABI_MINOR and add the golden of the new minor')

    def test_goldens_say_their_version(self):
        self.assertEqual([golden.name for golden in GOLDENS], [f'abi-{version_of(golden.read_text())}.h' for golden in GOLDENS])
        self.assertIn('abi-1.0.h', [golden.name for golden in GOLDENS])

    def test_nothing_published_changed(self):
        for golden in GOLDENS:
            with self.subTest(golden.name):
                self.assertGreaterEqual(takers(golden.read_text()).count('{'), 18)
                self.assertEqual(self.offences(golden, TODAY), [])

    def test_constants_keep_their_values(self):
        for golden in GOLDENS:
            known = constants(golden.read_text())
            self.assertGreaterEqual(len(known), 16)
            self.assertEqual(self.compile(TODAY, unchanged(known), '-fsyntax-only'), '', golden.name)

    def test_appended_members_are_allowed(self):
        grown = self.changed(('} curante_exchange;', '  uint64_t first, second;\n} curante_exchange;'),
                             ('} curante_ext_log;', '  void (*more)(void *self, curante_exchange *);\n} curante_ext_log;'))
        for golden in GOLDENS:
            self.assertEqual(self.offences(golden, grown), [])

    def test_every_other_change_is_found(self):
        """A check that cannot fail is none."""
        for what, old, new in [
                ('inserted', '  void *self; /* stands for', '  uint64_t inserted;\n  void *self; /* stands for'),
                ('into padding', '  void *self; /* stands for', '  uint32_t inserted;\n  void *self; /* stands for'),
                ('removed', '  uint64_t layout_hash; /* 0 = this service offers no direct path */\n', ''),
                ('retyped', '  uint32_t op; /* index', '  int32_t op; /* index'),
                ('renamed', '  size_t permission_count;', '  size_t permissions_count;'),
                ('reordered', '  uint32_t abi_major, abi_minor;', '  uint32_t abi_minor, abi_major;'),
                ('another parameter', 'void (*destroy)(void *self);', 'void (*destroy)(void *self, int32_t);'),
                ('another result', '  void (*stop)(void *self); ', '  int32_t (*stop)(void *self); '),
                ('a value that grew', '} curante_str;', '  size_t capacity;\n} curante_str;')]:
            with self.subTest(what):
                self.assertNotEqual(self.offences(GOLDENS[0], self.changed((old, new))), [])

    def test_another_constant_is_found(self):
        header = self.changed(('CURANTE_TEXT = 4, CURANTE_ARRAY = 5', 'CURANTE_TEXT = 5, CURANTE_ARRAY = 4'))
        self.assertIn('CURANTE_TEXT_changed', self.compile(header, unchanged(constants(GOLDENS[0].read_text())), '-fsyntax-only'))


if __name__ == '__main__':
    unittest.main()
