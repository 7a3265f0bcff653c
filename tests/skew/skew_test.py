# SPDX-License-Identifier: Apache-2.0
"""Plugins and hosts of different ages and compilers: what was built before us runs with us, and the reverse.

The previous minor of the SDK is kept as the sources of its commit, and built here: its tool, its clock, and the
package a stranger had. Every plugin below comes out of a template, and meets the other side's clock.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import tarfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get('CURANTE_BUILD', HERE.parents[1] / 'build/release')).resolve()
SCRATCH = BUILD / 'skew'  # the same place each time, so that the compiler's cache knows what it meets
ARCHIVE = HERE / 'curante-0.1.0.tar.xz'
TREE = SCRATCH / hashlib.sha256(ARCHIVE.read_bytes()).hexdigest()  # stays from run to run

DIRECT = r'uses +clock/1 +direct +curante\.clock +same ABI tag and layout hash'

# What every plugin here does when it starts: a call that is answered, and one that is refused.
CALLS = '''
    const auto reading = clock_.ask(host_.background(), curante::clock::Now{});
    host_.info("the day is " + reading.today.iso());
    host_.info("the rest is " + %s);
    try {
      clock_.ask(host_.background(), curante::clock::Move{});
    } catch (const curante::Error& e) {
      host_.info("moving it fails with " + e.code());
    }
'''


def environment(**more):
    own = ('CURANTE', 'CMAKE', 'CXX', 'CC')
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own) or name == 'CCACHE_DIR'}
    return {**kept, 'CCACHE_BASEDIR': str(SCRATCH), 'CCACHE_NOHASHDIR': '1', **more}


def run(*line, **more):
    """Gives the exit code and everything that was said."""
    done = subprocess.run([str(word) for word in line], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **{'env': environment(), **more})
    return done.returncode, done.stdout


def build(*line, **more):
    code, said = run(*line, **more)
    if code != 0:
        raise RuntimeError(f'{line}\n{said}')
    return said


class Sdk:
    """An SDK as it is installed: what plugins are made with, and a host with a clock to run them in."""

    def __init__(self, tree, name):
        self.root = SCRATCH / name
        self.tool = self.root / 'bin/curante'
        build('cmake', '--install', tree, '--component', 'sdk', '--prefix', self.root, '--strip')

    def plugin(self, name, compiler='g++', flags='', link_flags='', clock=None, rest='reading.local_time'):
        """Makes and builds a plugin; `clock` changes its copy of the contract, by pairs of old and new text."""
        folder = SCRATCH / name
        folder.mkdir()
        build(self.tool, 'plugin', 'new', 'it.example.hello', '--uses', 'clock/1', cwd=folder)
        project = folder / 'hello'
        source = project / 'src/plugin.cpp'
        started = 'host_.info("started");\n'
        assert started in source.read_text()
        source.write_text(source.read_text().replace(started, started + CALLS % rest))
        if clock:
            contract = (self.root / 'include/curante-sdk/contracts/clock.hpp').read_text()
            for old, new in clock:
                assert contract.count(old) == 1, old
                contract = contract.replace(old, new)
            (project / 'src/clock.hpp').write_text(contract)
        options = [f'-DCMAKE_CXX_FLAGS={flags}', f'-DCMAKE_MODULE_LINKER_FLAGS={link_flags}']
        if shutil.which('ccache'):
            options.append('-DCMAKE_CXX_COMPILER_LAUNCHER=ccache')
        build('cmake', '--preset', 'dev', *options, cwd=project,
              env=environment(CXX=compiler, CMAKE_PREFIX_PATH=str(self.root)))
        build('cmake', '--build', '--preset', 'dev', '--target', 'hello_whole', cwd=project)
        return project

    def run(self, project):
        """Runs a plugin, which any SDK may have made, in this one's host; asks it with a member it does not know."""
        return run(self.tool, 'plugin', 'run', project, '--json', '{"name":"Ada","loudness":3}')


def previous_tree():
    """The previous minor, built with little optimisation: it shall be right, not fast."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(TREE)
    tree = TREE / 'build'
    build('cmake', '-S', TREE / 'curante-0.1.0', '-B', tree, '-G', 'Ninja', '-DCURANTE_ROOMS=clock',
          '-DCMAKE_CXX_FLAGS=-O1', env=environment(CXX='g++'))
    build('cmake', '--build', tree, '--target', 'curante', 'clock_plugin_signature')
    return tree


class Skew(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        SCRATCH.mkdir(exist_ok=True)
        for left_over in SCRATCH.iterdir():
            if left_over != TREE:
                shutil.rmtree(left_over)
        cls.today = Sdk(BUILD, 'today')
        cls.previous = Sdk(previous_tree(), 'previous')

    def answered(self, host, project, path):
        """The plugin was bound to the host's clock by this path, called it, and answers."""
        code, said = host.run(project)
        self.assertEqual(code, 0, said)
        self.assertRegex(said, path)
        self.assertRegex(said, r'info it\.example\.hello the day is 2\d\d\d-\d\d-\d\d\n')
        self.assertIn('info it.example.hello moving it fails with clock-fixed\n', said)
        self.assertIn('reply    {"text":"Hello, Ada"}', said)
        return said

    def refused(self, host, project, code):
        """The host names the reason, and nothing of the plugin has run."""
        status, said = host.run(project)
        self.assertEqual(status, 3, said)
        self.assertIn(code, said)
        self.assertNotIn('info it.example.hello', said)

    def test_the_two_sdks_are_of_different_minors(self):
        minors = [(sdk.root / 'include/curante-sdk/curante/abi.h').read_text().split('ABI_MINOR ')[1].split('u')[0]
                  for sdk in (self.previous, self.today)]
        self.assertLess(int(minors[0]), int(minors[1]))

    def test_a_plugin_of_the_previous_sdk_runs_in_todays_host(self):
        for compiler in ('g++', 'clang++'):
            with self.subTest(compiler):
                project = self.previous.plugin(f'previous-{compiler}', compiler)
                said = self.answered(self.today, project, DIRECT)
                self.assertRegex(said, r'the rest is 2\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d\n')

    def test_a_plugin_of_todays_sdk_runs_in_the_previous_host(self):
        for compiler in ('g++', 'clang++'):
            with self.subTest(compiler):
                project = self.today.plugin(f'today-{compiler}', compiler)
                said = self.answered(self.previous, project, DIRECT)
                self.assertRegex(said, r'the rest is 2\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d\n')

    def test_a_consumer_older_than_the_contract_ignores_what_was_added(self):
        older = [('  std::string local_time; ///<', '  ///<'), ('now, today, local_time', 'now, today')]
        project = self.previous.plugin('older-contract', clock=older, rest='std::string("not asked for")')
        for host in (self.today, self.previous):
            self.answered(host, project, r'uses +clock/1 +marshalled +curante\.clock +layout hashes differ')

    def test_a_consumer_newer_than_the_provider_keeps_its_initialisers(self):
        newer = [('  std::string local_time; ///<', '  std::string local_time; std::string note = "as made"; '
                                                    'std::optional<std::string> zone; ///<'),
                 ('now, today, local_time', 'now, today, local_time, note, zone'),
                 ('  int64_t by_ms = 0;', '  int64_t by_ms = 0; std::string why = "to test";'), ('by_ms)', 'by_ms, why)')]
        project = self.today.plugin('newer-contract', clock=newer,
                                    rest='reading.local_time + ", " + reading.note + ", " + reading.zone.value_or("empty")')
        for host in (self.today, self.previous):
            said = self.answered(host, project, r'uses +clock/1 +marshalled +curante\.clock +layout hashes differ')
            self.assertRegex(said, r'the rest is 2\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d, as made, empty\n')

    def test_another_layout_by_flags_is_named_and_marshalled(self):
        for flag, field in [('-D_GLIBCXX_DEBUG', 'glibcxx_debug'), ('-D_GLIBCXX_USE_CXX11_ABI=0', 'cxx11_abi')]:
            with self.subTest(flag):
                project = self.previous.plugin(field, flags=flag)
                said = self.answered(self.today, project, rf'uses +clock/1 +marshalled +curante\.clock +ABI tags differ: {field}\n')
                self.assertRegex(said, r'the rest is 2\d\d\d-\d\d-\d\d \d\d:\d\d:\d\d\n')

    def test_a_sanitizer_that_the_host_has_not_is_refused(self):
        for compiler in ('g++', 'clang++'):
            with self.subTest(compiler):
                project = self.previous.plugin(f'sanitized-{compiler}', compiler, flags='-fsanitize=address')
                for host in (self.today, self.previous):
                    self.refused(host, project, 'library-sanitizer')

    def test_a_cxx_library_of_its_own_is_refused(self):
        project = self.previous.plugin('foreign-cxx', link_flags='-static-libstdc++')
        self.refused(self.today, project, 'library-foreign-cxx')


if __name__ == '__main__':
    unittest.main()
