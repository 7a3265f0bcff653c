# SPDX-License-Identifier: Apache-2.0
"""After a crash: the next start says what happened, and can leave plugins out."""
import signal
import subprocess
import unittest

from practice import Practice


class AfterACrash(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(profile='qa')

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

    def test_a_crash_is_told_and_a_clean_stop_is_not(self):
        p = self.practice
        p.host.end(signal.SIGSEGV)
        self.assertIn('the last run ended with SIGSEGV', self.start_again())
        self.assertEqual(p.host.end(), 0)
        (p.directory / 'host.log').write_text('')
        self.assertNotIn('the last run ended', self.start_again())

    def test_safe_mode_runs_the_practice(self):
        p = self.practice
        p.host.end()
        self.start_again('--safe')
        p.sign_in()
        self.assertEqual(p.me()['user_name'], 'medico')

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


if __name__ == '__main__':
    unittest.main()
