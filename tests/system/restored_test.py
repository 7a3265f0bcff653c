# SPDX-License-Identifier: Apache-2.0
"""The database comes back from a copy: no number is given twice, and what was sent since is found, not sent again."""
import shutil
import subprocess
import unittest

from practice import Practice, Refused


class Restored(unittest.TestCase):
    def setUp(self):
        self.practice = Practice()
        self.addCleanup(self.practice.close)
        self.practice.give_credentials()

    def accepted(self, draft=None):
        draft = draft or self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        return draft, self.practice.settled(draft['id'], ('accepted',), 90)['recipes'][0]['nre']

    def restart(self):
        self.practice.start_host()
        self.practice.sign_in()

    def test_a_cold_copy_that_comes_back_sends_nothing_twice(self):
        p = self.practice
        _, first = self.accepted()
        p.simulator.end()
        waiting = p.draft(p.new_patient())
        p.issue(waiting)
        p.settled(waiting['id'], ('waiting', 'checking'))
        p.host.end()
        database, copy = p.directory / 'host/database', p.directory / 'copy'
        subprocess.run(['cp', '-a', database, copy], check=True)

        p.start_simulator()
        self.restart()
        sent = p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre']
        lost, lost_number = self.accepted()
        p.host.end()

        shutil.rmtree(database)
        subprocess.run(['cp', '-a', copy, database], check=True)
        self.restart()
        self.assertEqual(p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre'], sent)
        with self.assertRaises(Refused):
            p.call('prescribing/1', 'Get', {'prescription': lost['id']})
        _, fresh = self.accepted()
        self.assertEqual(sorted(r['nre'] for r in p.live_recipes()), sorted({first, sent, lost_number, fresh}))
        self.assertNotEqual(fresh[:13], first[:13], 'the lot of before is not used any more')
        self.assertIn('ripristinato', p.call('sistema-ts/1', 'GetAccess')['problem'])
        self.assertIn('came back from a copy', (p.directory / 'host.log').read_text())


if __name__ == '__main__':
    unittest.main()
