# SPDX-License-Identifier: Apache-2.0
"""One operation of the service is away for long: what is in doubt comes to a person, few numbers are burnt, and who wishes
a recipe back gets it back."""
import signal
import unittest

from practice import Practice, Refused, wait_until


class Patient(Practice):
    """A practice that puts a doubt before a person soon."""

    def host_command(self, *more):
        return super().host_command('--set', 'curante.prescribing.doubt_attempts=2', *more)


class Doubt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Patient()
        cls.practice.give_credentials()
        draft = cls.practice.draft(cls.practice.new_patient())
        cls.practice.issue(draft)  # so that a lot is there
        cls.practice.settled(draft['id'])

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        self.before = self.live()

    def tearDown(self):
        self.practice.admin_call('/faults', method='DELETE')

    def live(self):
        return {r['nre'] for r in self.practice.live_recipes()}

    def sent(self):
        return sum(int(it['count']) for it in self.practice.admin_call('/stats')['requests'] if it['operation'] == 'InvioPrescritto')

    def lost(self):
        return int(self.practice.admin_call('/stats')['faults'].get('gateway-timeout', 0))

    def doubtful(self, states):
        """One that has arrived, while nobody can find that out."""
        self.practice.fault('no-answer', times=1, operation='InvioPrescritto', processed=True)
        self.practice.fault('gateway-timeout', times=0, operation='VisualizzaPrescritto')
        draft = self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        return draft, self.practice.settled(draft['id'], states)['recipes'][0]

    def test_a_doubt_comes_to_a_person_with_its_number_and_is_decided(self):
        draft, recipe = self.doubtful(('attention',))
        held, = self.live() - self.before
        self.assertEqual(recipe['nre'], held)
        self.assertIn(held, recipe['problem'])
        health = self.practice.call('recipe-transmitter/1', 'Health')
        self.assertFalse(health['reachable'], 'that the front answers says nothing of the operation')
        self.assertEqual(self.practice.call('sistema-ts/1', 'DecideRecipe', {'recipe': recipe['id'], 'there': True})['decided'], 'there')
        self.practice.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        self.assertEqual(self.practice.settled(draft['id'], ('accepted',))['recipes'][0]['nre'], held)
        self.assertEqual(self.practice.call('recipe-transmitter/1', 'Health')['since'], health['since'])
        with self.assertRaises(Refused) as refused:
            self.practice.call('sistema-ts/1', 'DecideRecipe', {'recipe': recipe['id'], 'there': True})
        self.assertEqual(refused.exception.code, 'recipe-not-undecided')

    def test_an_operation_that_is_away_burns_few_numbers_and_a_person_lets_it_go_again(self):
        before = self.lost()
        self.practice.fault('gateway-timeout', times=0, operation='InvioPrescritto', processed=False)
        draft = self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        recipe = self.practice.settled(draft['id'], ('attention',))['recipes'][0]
        for _ in range(20):  # however often somebody asks
            self.practice.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        wait_until(lambda: self.asked_again(recipe))
        self.assertEqual(self.lost() - before, 2, 'the second number waits a minute')
        self.practice.admin_call('/faults', method='DELETE')
        recipe = self.practice.settled(draft['id'], ('attention',))['recipes'][0]
        with self.assertRaises(Refused) as refused:  # that of no number, while it has one
            self.practice.call('sistema-ts/1', 'DecideRecipe', {'recipe': recipe['id'], 'there': False})
        self.assertEqual(refused.exception.code, 'recipe-not-undecided')
        decided = self.practice.call('sistema-ts/1', 'DecideRecipe', {'recipe': recipe['id'], 'there': False, 'number': recipe['nre']})
        self.assertEqual(decided['decided'], 'to_send')
        self.practice.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        nre = self.practice.settled(draft['id'], ('accepted',))['recipes'][0]['nre']
        self.assertEqual(self.live() - self.before, {nre})

    def asked_again(self, recipe):
        changed = self.practice.call('prescribing/1', 'Retry', {'recipe': recipe['id']})['changed']
        return changed > recipe['changed']

    def test_the_wish_to_take_one_in_doubt_back_outlives_the_host_and_is_carried_out(self):
        before = self.sent()
        draft, recipe = self.doubtful(('checking', 'attention'))
        wished = self.practice.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        self.assertEqual(wished['state'], 'withdrawing')
        self.assertIn('annullamento richiesto', wished['problem'])
        self.practice.host.end(signal.SIGKILL)
        self.practice.start_host()
        self.practice.sign_in()
        found = self.practice.settled(draft['id'], ('withdrawing', 'attention'))['recipes'][0]
        self.assertIn('ann', found['problem'])
        self.practice.admin_call('/faults', method='DELETE')
        self.practice.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        self.practice.settled(draft['id'], ('withdrawn',), 90)
        self.assertEqual(self.live(), self.before)
        self.assertEqual(self.sent() - before, 1, 'nothing was sent under another number')


if __name__ == '__main__':
    unittest.main()
