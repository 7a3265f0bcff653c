# SPDX-License-Identifier: Apache-2.0
"""The database comes back from a copy: no number is given twice, and what was sent since is found, not sent again."""
import unittest

from copies import Copies
from practice import Practice, Refused


class Restored(Copies, unittest.TestCase):
    def setUp(self):
        self.practice = Practice()
        self.addCleanup(self.practice.close)
        self.practice.give_credentials()

    def accepted(self, draft=None):
        draft = draft or self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        return draft, self.practice.settled(draft['id'], ('accepted',), 90)['recipes'][0]['nre']

    def start_without(self, plugin):
        p = self.practice
        command = p.host_command
        p.host_command = lambda: command('--without', plugin)
        try:
            p.start_host()
        finally:
            p.host_command = command

    def test_a_cold_copy_that_comes_back_sends_nothing_twice(self):
        p = self.practice
        _, first = self.accepted()
        p.simulator.end()
        waiting = p.draft(p.new_patient())
        p.issue(waiting)
        p.settled(waiting['id'], ('waiting', 'checking'))
        p.host.end()
        self.copy()

        p.start_simulator()
        self.restart()
        sent = p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre']
        lost, lost_number = self.accepted()
        p.host.end()

        self.restore()
        self.restart()
        self.assertEqual(p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre'], sent)
        with self.assertRaises(Refused):
            p.call('prescribing/1', 'Get', {'prescription': lost['id']})
        _, fresh = self.accepted()
        self.assertEqual(sorted(r['nre'] for r in p.live_recipes()), sorted({first, sent, lost_number, fresh}))
        self.assertNotEqual(fresh[:13], first[:13], 'the lot of before is not used any more')
        self.assertIn('ripristinato', p.call('sistema-ts/1', 'GetAccess')['problem'])
        self.assertIn('came back from a copy', (p.directory / 'host.log').read_text())

    def test_a_copy_on_a_machine_without_the_ledger_file_sends_nothing_twice(self):
        p = self.practice
        p.simulator.end()  # on its first day: the copy has neither number nor lot, only what waits
        waiting = p.draft(p.new_patient())
        p.issue(waiting)
        p.settled(waiting['id'], ('waiting',))
        p.host.end()
        self.copy()
        p.start_simulator()
        self.restart()
        sent = p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre']
        p.host.end()

        self.restore()
        ledger = p.directory / 'host.nre'
        self.assertIn('file ', ledger.read_text())
        ledger.unlink()
        self.restart()
        self.assertEqual(p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]['nre'], sent)
        self.assertEqual([r['nre'] for r in p.live_recipes()], [sent])
        self.assertIn('ripristinato', p.call('sistema-ts/1', 'GetAccess')['problem'])
        p.host.end()

        p.start_host()
        p.sign_in()
        _, fresh = self.accepted()
        self.assertNotEqual(fresh, sent)
        self.assertEqual((p.directory / 'host.log').read_text().count('came back from a copy, or'), 1, 'told once')

    def test_what_was_told_while_nobody_heard_is_followed_all_the_same(self):
        p = self.practice
        self.accepted()
        p.simulator.end()
        waiting = p.draft(p.new_patient())
        p.issue(waiting)
        p.settled(waiting['id'], ('waiting', 'checking'))
        never = p.draft(p.new_patient())
        unsent = p.issue(never)['recipes'][0]
        prepared = p.call('prescribing/1', 'Prepare', {'draft': p.draft(p.new_patient())})
        p.host.end()
        self.copy()
        self.restart()
        p.call('prescribing/1', 'Withdraw', {'recipe': unsent['id']})
        p.start_simulator()
        p.settled(never['id'], ('withdrawn',), 90)
        sent = p.settled(waiting['id'], ('accepted',), 90)['recipes'][0]
        held = p.admin_call('/recipes')['count']
        p.host.end()

        self.restore()
        self.start_without('curante.prescribing')  # the channel finds the restore, and tells of it
        self.assertIn('came back from a copy', (p.directory / 'host.log').read_text())
        p.host.end()
        p.simulator.end()
        self.restart()
        wished = p.call('prescribing/1', 'Withdraw', {'recipe': sent['id']})
        self.assertEqual(wished['state'], 'withdrawing', 'it has left since the copy: it is not simply taken back')
        p.call('prescribing/1', 'Withdraw', {'recipe': unsent['id']})
        approvals = [{'prepared': prepared['id'], 'seen': prepared['seen']}]
        outcome, = p.call('prescribing/1', 'Validate', {'approvals': approvals})['outcomes']
        self.assertEqual(outcome['code'], 'prepared-before-restore')
        p.start_simulator()
        self.assertEqual(p.settled(waiting['id'], ('withdrawn',), 90)['recipes'][0]['nre'], sent['nre'])
        self.assertNotIn(sent['nre'], [r['nre'] for r in p.live_recipes()])
        p.settled(never['id'], ('withdrawn',), 90)
        self.assertEqual(p.admin_call('/recipes')['count'], held, 'what is wished back does not leave for nothing')


if __name__ == '__main__':
    unittest.main()
