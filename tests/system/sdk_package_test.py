# SPDX-License-Identifier: Apache-2.0
"""A stranger's first plugin: outside the tree, with nothing but the installed package."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from installed_sdk import PROJECT, InstalledSdk


class SdkPackage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix='curante-sdk-', dir='/tmp'))
        cls.installed = InstalledSdk(cls.scratch)
        cls.sdk, cls.tool = cls.installed.folder, cls.installed.tool

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.scratch)

    def run_line(self, line, folder, code=0, **environment):
        done = self.installed.run(line, folder, **environment)
        self.assertEqual(done.returncode, code, f'{line}\n{done.stdout}\n{done.stderr}')
        return done.stdout + done.stderr

    def scaffold(self, folder, *line):
        (self.scratch / folder).mkdir()
        return self.installed.scaffold(self.scratch / folder, *line)

    def build_and_test(self, project, compiler):
        self.run_line(['cmake', '--preset', 'dev'], project, CXX=compiler)
        self.run_line(['cmake', '--build', '--preset', 'dev'], project)
        self.assertIn('100% tests passed', self.run_line(['ctest', '--preset', 'dev'], project))

    def test_holds_nothing_of_our_tree(self):
        names = [str(path.relative_to(self.sdk)) for path in self.sdk.rglob('*')]
        self.assertIn('include/curante-sdk/curante/abi.h', names)
        self.assertIn('include/curante-sdk/contracts/chart.hpp', names)
        self.assertEqual([name for name in names if 'kernel' in name or name.endswith('.cpp')], [])
        for path in self.sdk.rglob('*'):
            if path.is_file() and path.suffix in ('.hpp', '.h', '.cmake', '.in', '.info', '.lock'):
                text = path.read_text()
                self.assertNotIn(str(PROJECT), text, path)
                self.assertNotRegex(text, r'#include "(manifest|runtime|image|trust|cli)/', path)
        fields = subprocess.run(['dpkg-deb', '--field', self.installed.package], capture_output=True, text=True, check=True).stdout
        self.assertIn('Package: curante-sdk', fields)

    def test_holds_what_its_readme_names(self):
        documents = self.sdk / 'share/doc/curante-sdk'
        readme = (documents / 'README.md').read_text()
        self.assertEqual(readme, (PROJECT / 'sdk/README.md').read_text())
        links = re.findall(r'\]\((doc/[^)]+)\)', readme)
        self.assertGreater(len(links), 4)
        self.assertEqual([it for it in links if not (documents / it).is_file()], [])
        rows = re.findall(r'^\| (`.*?`) \|', readme, re.M)
        self.assertGreater(len(rows), 6)
        headers = self.sdk / 'include/curante-sdk'
        for row in rows:
            for name in re.findall(r'`([^`]+)`', row):
                name = name if '/' in name else 'curante/' + name
                found = list(headers.glob(name)) or list(self.sdk.glob(name))
                self.assertTrue(found, f'{name} is not in the package')

    def test_a_first_plugin_with_either_compiler(self):
        for compiler in ('g++', 'clang++'):
            with self.subTest(compiler):
                project = self.scaffold(compiler, 'it.example.hello', '--uses', 'clock/1')
                lines = sum(len(path.read_text().splitlines()) for path in project.rglob('*.?pp'))
                self.assertLessEqual(lines, 60)
                self.build_and_test(project, compiler)
                said = self.run_line([self.tool, 'plugin', 'run'], project)
                self.assertRegex(said, r'ready +it\.example\.hello 0\.1\.0')
                self.assertRegex(said, r'uses +clock/1 +direct +curante\.clock +same ABI tag and layout hash')
                self.assertIn('call     hello/1 Greet {}', said)
                self.assertIn('reply    {"text":"Hello, world"}', said)
                said = self.run_line([self.tool, 'plugin', 'run', '--json', '{"name":"Ada"}'], project)
                self.assertEqual(json.loads(said.split('reply    ')[1].split('\n')[0]), {'text': 'Hello, Ada'})

    def test_every_contract_of_the_sdk_can_be_provided_and_used(self):
        locks = sorted((self.sdk / 'share/curante/contracts').glob('*.lock'))
        ids = [json.loads(lock.read_text())['id'] for lock in locks]
        self.assertGreater(len(ids), 10)
        self.build_and_test(self.scaffold('provided', 'it.example.all', '--provides', ','.join(ids)), 'g++')
        self.build_and_test(self.scaffold('used', 'it.example.wanting', '--uses', ','.join(ids)), 'g++')

    def test_the_build_key_counts_for_its_maker_alone(self):
        project = self.scaffold('key', 'it.example.hello')
        self.build_and_test(project, 'g++')
        library = project / 'build/dev/lib/curante/it.example.hello.so'
        self.assertIn('issuer-unknown', self.run_line([self.tool, 'plugin', 'check', library], project, code=3))
        with open(library, 'r+b') as file:
            file.seek(-1, os.SEEK_END)
            last = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([last[0] ^ 1]))
        self.assertIn('signature-other-bytes', self.run_line([self.tool, 'plugin', 'run'], project, code=3))

    def test_says_what_is_wrong(self):
        folder = self.scratch / 'wrong'
        folder.mkdir()
        for line, code, text in [
                (['new'], 2, 'write: curante plugin new ID'),
                (['new', 'Hello'], 2, 'the id is like it.example.hello'),
                (['new', 'it.example.a', '--provides', 'hello'], 2, 'no contract'),
                (['new', 'it.example.a', '--uses', 'nothing/1'], 2, 'the SDK has no contract nothing/1'),
                (['new', 'it.example.class'], 2, '«class» is a word of C++ already'),
                (['new', 'it.example.2fast'], 2, 'no class can be named after «2fast»'),
                (['new', 'it.example.a', '--provides', 'clock/2'], 2, 'the SDK has a clock.hpp already'),
                (['new', 'it.example.clock', '--uses', 'clock/1'], 2, 'would provide clock/1 and use it'),
                (['new', 'it.example.a', '--colour', 'red'], 2, '--colour is not known here'),
                (['run'], 1, '[project-not-built]'),
                (['run', 'a', 'b'], 2, 'write: curante plugin run')]:
            self.assertIn(text, self.run_line([self.tool, 'plugin', *line], folder, code=code))
        self.assertEqual(list(folder.iterdir()), [])
        (folder / 'hello').write_text('mine')
        self.assertIn('[project-exists]', self.run_line([self.tool, 'plugin', 'new', 'it.example.hello'], folder, code=1))
        self.assertEqual((folder / 'hello').read_text(), 'mine')

    def test_finds_a_mock_of_each_contract_where_the_real_thing_is_not_at_hand(self):
        locks = sorted((self.sdk / 'share/curante/contracts').glob('*.lock'))
        ids = [json.loads(lock.read_text())['id'] for lock in locks]
        project = self.scaffold('mocked', 'it.example.wounds', '--uses', ','.join(ids))
        self.build_and_test(project, 'g++')
        said = self.run_line([self.tool, 'plugin', 'run'], project)
        self.assertIn('profile dev, mocks allowed', said)
        self.assertRegex(said, r'ready +curante\.mock-chart \S+  mock\n')
        self.assertRegex(said, r'uses +chart/1 +direct +curante\.mock-chart ')
        self.assertRegex(said, r'ready +curante\.clock \S+\n')
        self.assertNotIn('curante.mock-clock', said)
        self.assertEqual([it for it in ids if not re.search(rf'uses +{it} +direct +curante\.', said)], [])

    def test_runs_without_a_provider_and_says_so(self):
        project = self.scaffold('weather', 'it.example.weather', '--uses', 'clock/1')
        manifest = project / 'plugin.info'
        manifest.write_text(manifest.read_text().replace('  clock/1\n', '  clock/1\n  tides/1\n'))
        self.build_and_test(project, 'g++')
        said = self.run_line([self.tool, 'plugin', 'run'], project, code=3)
        self.assertIn('contract-missing', said)
        self.assertIn('tides/1', said)


if __name__ == '__main__':
    unittest.main()
