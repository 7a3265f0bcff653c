# SPDX-License-Identifier: Apache-2.0
"""The line breaks, the service lies, programs are killed: one prescription stays one recipe."""
import contextlib
import signal
import sqlite3
import subprocess
import unittest

from practice import Practice, Refused, wait_until


class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice()
        cls.practice.give_credentials()
        # A first recipe, so that a lot is there: faults then hit the sending itself.
        draft = cls.practice.draft(cls.practice.new_patient())
        cls.practice.issue(draft)
        cls.practice.settled(draft['id'])

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        self.before = {r['nre'] for r in self.practice.live_recipes()}

    def tearDown(self):
        self.practice.admin_call('/faults', method='DELETE')

    def exactly_one(self, draft):
        """The prescription ends accepted, and the service holds one live recipe more than before."""
        recipe = self.practice.settled(draft['id'], states=('accepted',), limit=90)['recipes'][0]
        wait_until(lambda: {r['nre'] for r in self.practice.live_recipes()} - self.before == {recipe['nre']}, 60,
                   lambda: f'{recipe["nre"]} of {[r["nre"] for r in self.practice.live_recipes()]}')

    def test_each_fault_of_the_line_ends_with_one_recipe(self):
        for kind, more in (('no-answer', {'processed': True}), ('bad-gateway', {}), ('gateway-timeout', {'processed': True}),
                           ('cut-reply', {}), ('malformed-xml', {}), ('delay', {'delay_ms': 6000})):
            with self.subTest(kind):
                self.before = {r['nre'] for r in self.practice.live_recipes()}
                self.practice.fault(kind, times=1, operation='InvioPrescritto', **more)
                draft = self.practice.draft(self.practice.new_patient())
                self.practice.issue(draft)
                self.exactly_one(draft)

    def test_a_request_that_arrives_late_does_not_become_a_second_recipe(self):
        self.practice.fault('deliver-late', times=1, operation='InvioPrescritto', after_ms=5000)
        draft = self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        self.exactly_one(draft)
        self.practice.admin_call('/held/deliver', {})
        self.exactly_one(draft)

    def test_work_waits_for_a_service_that_is_down_and_resumes_by_itself(self):
        self.practice.simulator.end()
        # Of one patient, and of others in between: several patients' leave at a time, one patient's one after the other.
        patient = self.practice.new_patient()
        drafts = [self.practice.draft(it) for _ in range(5) for it in (patient, self.practice.new_patient())]
        for draft in drafts:
            self.practice.issue(draft)
        for draft in drafts:
            waiting = self.practice.settled(draft['id'], states=('waiting',))['recipes'][0]
            self.assertFalse(waiting['nre'])
        wait_until(lambda: not self.practice.call('recipe-transmitter/1', 'Health')['reachable'])
        last = self.journal()[-1][0]
        self.practice.start_simulator()
        sent = [self.practice.settled(it['id'], states=('accepted',), limit=90)['recipes'][0]['nre'] for it in drafts]
        wait_until(lambda: {r['nre'] for r in self.practice.live_recipes()} - self.before == set(sent))
        arrived = [(nre, outcome) for number, operation, nre, outcome in self.journal()
                   if number > last and operation == 'InvioPrescritto']
        self.assertEqual(sorted(arrived), sorted((nre, '0000') for nre in sent), 'once each')
        self.assertEqual([nre for nre, _ in arrived if nre in sent[::2]], sent[::2], 'in the order in which they were issued')

    def journal(self):
        """What the simulator was asked, in the order in which it answered."""
        with contextlib.closing(sqlite3.connect(f'file:{self.practice.directory}/simulator/state.sqlite?mode=ro', uri=True)) as database:
            return database.execute('select id, operation, nre, outcome from journal order by id').fetchall()

    def test_while_sends_alone_get_no_answer_recipes_wait_without_a_number(self):
        self.practice.fault('gateway-timeout', times=0, operation='InvioPrescritto')

        def issue():
            draft = self.practice.draft(self.practice.new_patient())
            self.practice.issue(draft)
            return draft
        sent = [issue(), issue()]
        for draft in sent:
            self.practice.settled(draft['id'], states=('checking', 'attention'))
        wait_until(lambda: not self.practice.call('recipe-transmitter/1', 'Health')['reachable'])
        waiting = [issue() for _ in range(3)]
        held = self.practice.settled(waiting[-1]['id'], states=('waiting',))['recipes'][0]
        self.assertFalse(held['nre'])
        health = self.practice.call('recipe-transmitter/1', 'Health')
        self.assertIn('invio delle ricette', health['problem'])
        self.assertTrue(health['since'])
        self.practice.admin_call('/faults', method='DELETE')
        done = {self.practice.settled(it['id'], states=('accepted',), limit=120)['recipes'][0]['nre'] for it in sent + waiting}
        wait_until(lambda: {r['nre'] for r in self.practice.live_recipes()} - self.before == done, 60)
        wait_until(lambda: self.practice.call('recipe-transmitter/1', 'Health')['reachable'], 60)

    def test_an_outage_is_noticed_while_nobody_prescribes(self):
        def health():
            return self.practice.call('recipe-transmitter/1', 'Health')
        self.practice.simulator.end()
        wait_until(lambda: not health()['reachable'])
        self.assertTrue(health()['problem'])
        self.assertTrue(health()['since'])
        self.practice.start_simulator()
        wait_until(lambda: health()['reachable'])

    def test_a_killed_host_loses_nothing_and_sends_once(self):
        self.practice.fault('delay', times=1, operation='InvioPrescritto', delay_ms=1500)
        draft = self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        self.practice.host.end(signal.SIGKILL)
        self.practice.start_host()
        self.practice.sign_in()
        self.exactly_one(draft)

    def test_a_killed_database_is_back_before_anybody_notices(self):
        patient = self.practice.new_patient()
        before = self.practice.call('database/1', 'CheckHealth')['restarts']
        subprocess.run(['pkill', '-KILL', '-f', f'postgres.*{self.practice.directory}'], check=True)
        chart = self.practice.call('chart/1', 'GetChart', {'patient': patient['id']})
        self.assertEqual(chart['patient']['last_name'], 'Rossi')
        wait_until(lambda: self.practice.call('database/1', 'CheckHealth')['restarts'] > before)

    def test_wrong_credentials_wait_for_the_doctor(self):
        self.practice.fault('unauthorized', times=0, operation='InvioPrescritto')
        draft = self.practice.draft(self.practice.new_patient())
        self.practice.issue(draft)
        recipe = self.practice.settled(draft['id'], states=('attention',))['recipes'][0]
        self.assertTrue(recipe['problem'])
        self.practice.admin_call('/faults', method='DELETE')
        self.practice.give_credentials()
        self.exactly_one(draft)

    def test_a_refusal_says_why_and_what_to_do(self):
        account = self.practice.call('accounts/1', 'ListAccounts')['accounts'][0]
        right = dict(account['doctor'])
        account['doctor']['asl_code'] = '999'
        self.practice.call('accounts/1', 'SaveAccount', {'account': account})
        try:
            draft = self.practice.draft(self.practice.new_patient())
            self.practice.issue(draft)
            recipe = self.practice.settled(draft['id'])['recipes'][0]
            self.assertEqual(recipe['state'], 'refused')
            self.assertEqual(recipe['reasons'][0]['code'], '1020')
            self.assertIn('ASL', recipe['reasons'][0]['advice'])
        finally:
            account['doctor'] = right
            self.practice.call('accounts/1', 'SaveAccount', {'account': account})
        with self.assertRaises(Refused):
            self.practice.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})


if __name__ == '__main__':
    unittest.main()
