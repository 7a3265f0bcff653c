# SPDX-License-Identifier: Apache-2.0
"""A third party's plugin in a practice at work: in a process of its own, shut in, with its own role of the database."""
import json
import os
import pathlib
import signal
import subprocess
import unittest

from installation import Installation
from practice import BUILD, wait_until

PLUGIN = 'curante.terminology'


class ThirdParty(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Installation()
        p = cls.practice
        assert p.host.end() == 0
        key = p.copy / 'stranger.key'
        subprocess.run([BUILD / 'bin/curante', 'plugin', 'keygen', key, '--name', 'stranger', '--kind', 'third-party',
                        '--plugins', PLUGIN, '--contracts', 'terminology/,verbs/', '--uses', 'database/,clock/', '--trust',
                        p.copy / 'share/curante/trust/stranger.info'], check=True, capture_output=True)
        (p.copy / 'share/curante/trust/stranger.info').chmod(0o644)
        p.install(PLUGIN, '0.1.1', key=key)
        p.start_host()
        p.sign_in()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def plugin(self):
        plugins = json.loads(self.practice.tool('plugins', '--json').stdout)['plugins']
        return next(it for it in plugins if it['id'] == PLUGIN)

    def search(self):
        return self.practice.call('terminology/1', 'Search', {'system': 'icd9cm', 'text': 'iperten'})

    def runner(self):
        return int(self.plugin()['process']['pid'])

    def test_it_runs_isolated_and_answers_from_its_own_database(self):
        it = self.plugin()
        self.assertEqual((it['version'], it['state']), ('0.1.1', 'ready'), it)
        self.assertEqual(it['manifest']['issuer_kind'], 'third-party')
        paths = {b['path'] for b in it['bindings']}
        self.assertEqual(paths, {'isolated'})
        self.assertTrue(self.search()['concepts'])

    def test_it_sees_nothing_of_the_host(self):
        root = pathlib.Path(f'/proc/{self.runner()}/root')
        self.assertTrue((root / 'usr').exists())
        self.assertFalse((root / 'etc/shadow').exists())
        self.assertEqual(sorted(it.name for it in (root / str(self.practice.directory).lstrip('/') / 'host').iterdir()), ['isolated'])
        status = pathlib.Path(f'/proc/{self.runner()}/status').read_text()
        for line in ('NoNewPrivs:\t1', 'Seccomp:\t2', 'CapEff:\t0000000000000000'):
            self.assertIn(line, status)
        ours, theirs = (os.readlink(f'/proc/{pid}/ns/net') for pid in ('self', self.runner()))
        self.assertNotEqual(ours, theirs)

    def test_killed_it_comes_back_and_its_death_is_told(self):
        before = self.runner()
        os.kill(before, signal.SIGKILL)
        wait_until(lambda: self.plugin()['process']['state'] == 'running' and self.runner() not in (0, before))
        self.assertTrue(self.search()['concepts'])
        process = self.plugin()['process']
        self.assertGreaterEqual(process['restarts'], 1)
        self.assertIn('SIGKILL', process['last_crash'])

    def test_its_table_row_tells_what_it_takes(self):
        row = next(line for line in self.practice.tool('plugins').stdout.splitlines() if f' {PLUGIN} ' in line)
        self.assertRegex(row, r'^ready +\S+ +0\.1\.\d+ +stranger \(third-party\) +\d+ isolated +\d+ +\d+[.,]?\d* [kMG]i?B')

    def test_operation_goes_on_beside_it(self):
        p = self.practice
        page = p.call('hosting/1', 'ListPlugins')['plugins']
        it = next(it for it in page if it['id'] == PLUGIN)
        self.assertTrue(it['isolated'])
        self.assertGreater(it['process']['memory_kb'], 0)
        self.assertIn(PLUGIN.encode(), p.request('/api/metrics')[0])
        before = self.runner()
        p.install(PLUGIN, '0.1.2', key=p.copy / 'stranger.key')
        p.call('hosting/1', 'ReplacePlugin', {'plugin': PLUGIN})
        self.assertEqual((self.plugin()['version'], self.plugin()['state']), ('0.1.2', 'ready'))
        self.assertNotEqual(self.runner(), before)
        self.assertTrue(self.search()['concepts'])
        for word in ('disable', 'enable'):
            p.tool('plugins', word, 'curante.studio', *(['--yes'] if word == 'disable' else []))
        self.assertTrue(self.search()['concepts'])

    def test_it_ends_with_the_host(self):
        p, pid = self.practice, self.runner()
        p.host.end(signal.SIGKILL)
        wait_until(lambda: not pathlib.Path(f'/proc/{pid}').exists())
        p.start_host()
        p.sign_in()
        self.assertTrue(self.search()['concepts'])


if __name__ == '__main__':
    unittest.main()
