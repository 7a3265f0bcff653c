# SPDX-License-Identifier: Apache-2.0
"""After a crash: the next start says what happened, and can leave plugins out."""
import signal
import subprocess
import unittest

from installation import Installation
from practice import BUILD, Practice


class Restarted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = cls.make_practice()

    @classmethod
    def make_practice(cls):
        return Practice(profile='qa')

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def start_again(self, *more):
        """What the next start says on standard error until it is ready."""
        p = self.practice
        before = len(p.host.last_words())
        command = p.host_command
        p.host_command = lambda: command(*more)
        try:
            p.start_host()
        finally:
            p.host_command = command
        return p.host.last_words()[-(4000 if before < 3000 else 3000):]


class AfterACrash(Restarted):
    def test_a_crash_is_told_and_a_clean_stop_is_not(self):
        p = self.practice
        p.host.end(signal.SIGSEGV)
        self.assertIn('the last run ended with SIGSEGV', self.start_again())
        self.assertEqual(p.host.end(), 0)
        (p.directory / 'host.log').write_text('')
        self.assertNotIn('the last run ended', self.start_again())

    def test_a_plugin_can_be_left_out(self):
        p = self.practice
        p.host.end()
        (p.directory / 'host.log').write_text('')
        said = self.start_again('--without', 'curante.studio')
        self.assertRegex(said, r'refused  curante\.studio \S+   left-out')
        self.assertNotIn('curante.studio', p.tool('plugins').stdout)

    def test_a_plugin_that_is_not_there_cannot_be_left_out(self):
        p = self.practice
        command = p.host_command('--without', 'curante.nothing')
        command[command.index('--data') + 1] = str(p.directory / 'other')
        (p.directory / 'other').mkdir(exist_ok=True)
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn('curante.nothing', done.stderr)


class WithAStranger(Restarted):
    """A practice with a third party's plugin."""
    STRANGER = 'curante.studio'

    @classmethod
    def make_practice(cls):
        p = Installation()
        assert p.host.end() == 0
        key = p.copy / 'stranger.key'
        subprocess.run([BUILD / 'bin/curante', 'plugin', 'keygen', key, '--name', 'stranger', '--kind', 'third-party',
                        '--plugins', cls.STRANGER, '--contracts', 'studio/', '--uses', 'prescribing/,chart/,accounts/,clock/',
                        '--trust', p.copy / 'share/curante/trust/stranger.info'], check=True, capture_output=True)
        (p.copy / 'share/curante/trust/stranger.info').chmod(0o644)
        p.install(cls.STRANGER, '0.1.1', sign=False)
        library = p.copy / f'lib/curante/{cls.STRANGER}.so'
        cls.screens = p.copy / 'share/curante/ui' / cls.STRANGER
        subprocess.run([BUILD / 'bin/curante', 'plugin', 'sign', library, '--key', key, '--ui', cls.screens],
                       check=True, capture_output=True)
        library.with_suffix('.sig').chmod(0o644)
        p.start_host()
        return p

    def running(self):
        return self.STRANGER in self.practice.tool('plugins').stdout

    def start_anew(self, *more):
        p = self.practice
        p.host.end()
        (p.directory / 'host.log').write_text('')
        return self.start_again(*more)

    def test_safe_mode_leaves_the_stranger_out_and_runs_the_practice(self):
        p = self.practice
        self.start_anew()
        self.assertTrue(self.running())
        said = self.start_anew('--safe')
        self.assertRegex(said, r'refused  curante\.studio \S+   left-out')
        self.assertFalse(self.running())
        p.sign_in()
        self.assertEqual(p.me()['user_name'], 'medico')

    def test_its_screens_are_those_that_were_signed(self):
        file = sorted(it for it in self.screens.rglob('*') if it.is_file())[0]
        before = file.read_bytes()
        try:
            file.write_bytes(before + b'\n')
            self.assertRegex(self.start_anew(), r'refused  curante\.studio \S+   screens-altered')
            self.assertFalse(self.running())
        finally:
            file.write_bytes(before)
        self.start_anew()
        self.assertTrue(self.running())


if __name__ == '__main__':
    unittest.main()
