# SPDX-License-Identifier: Apache-2.0
"""A secretary prepares a hundred prescriptions, a doctor validates them in one go: each leaves once, whatever breaks meanwhile."""
import concurrent.futures
import datetime
import http.client
import signal
import ssl
import unittest
import urllib.error
import uuid

from practice import PASSWORD, Practice, Refused, wait_until

HUNDRED = 100
# What a killed or starting host looks like from outside.
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError)


class Prepared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = Practice()
        p.give_credentials()
        account = {'user_name': 'segreteria', 'display_name': 'Anna Verdi', 'role': 'collaboratore'}
        p.call('accounts/1', 'SaveAccount', {'account': account, 'password': PASSWORD})
        cls.secretary = p.sign_in('segreteria', PASSWORD)
        cls.aic = p.drug('ramipril')['aic']

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def as_secretary(self, name, body):
        return self.practice.call('prescribing/1', name, body, token=self.secretary)

    def prepared(self, patient, **more):
        return self.as_secretary('Prepare', {'draft': self.practice.draft(patient, {'aic': self.aic}), **more})

    def validate(self, prepared, **more):
        approvals = [{'prepared': it['id'], 'seen': it['seen']} for it in prepared]
        return self.practice.call('prescribing/1', 'Validate', {'approvals': approvals}, **more)['outcomes']

    def now(self, one):
        return self.as_secretary('GetPrepared', {'id': one['id']})

    def waiting(self):
        p = self.practice
        return p.call('prescribing/1', 'ListPrepared', {'doctor': p.me()['account'], 'limit': 1})['waiting']

    def accepted(self, prepared):
        mine = {it['id'] for it in prepared}
        listed, cursor = [], ''
        while True:
            page = self.as_secretary('ListPrepared', {'states': ['issued'], 'limit': 500, 'cursor': cursor})
            listed += [it for it in page['prepared'] if it['id'] in mine]
            cursor = page['next']
            if not cursor:
                return sum(it['accepted'] for it in listed)

    def nre_of(self, prepared):
        recipes = [self.practice.call('prescribing/1', 'Get', {'prescription': it['id']})['recipes'] for it in prepared]
        return sorted(recipe['nre'] for several in recipes for recipe in several)

    def test_a_hundred_leave_once_each(self):
        """How fast they leave is measured by tests/bench/outbox/validate_hundred.py."""
        p = self.practice
        before_waiting = self.waiting()
        before = {it['nre'] for it in p.live_recipes()}
        prepared = [self.prepared(p.new_patient()) for _ in range(HUNDRED)]
        self.assertEqual({it['state'] for it in prepared}, {'waiting'})
        self.assertEqual({it['nre'] for it in p.live_recipes()}, before, 'nothing leaves the house before a doctor said so')
        self.assertEqual(self.waiting() - before_waiting, HUNDRED)
        p.fault('delay', times=0, delay_ms=300)
        try:
            # Two windows of the doctor's, at the same moment.
            with concurrent.futures.ThreadPoolExecutor(2) as windows:
                both = [it.result() for it in [windows.submit(self.validate, prepared) for _ in range(2)]]
            told = [sorted((first['outcome'], second['outcome'])) for first, second in zip(*both)]
            self.assertEqual(told, [['already_issued', 'issued']] * HUNDRED)
            wait_until(lambda: self.accepted(prepared) == HUNDRED, 300)
        finally:
            p.admin_call('/faults', method='DELETE')
        numbers = self.nre_of(prepared)
        self.assertEqual(len(set(numbers)), HUNDRED)
        self.assertEqual(sorted({it['nre'] for it in p.live_recipes()} - before), numbers)
        self.assertEqual({it['outcome'] for it in self.validate(prepared)}, {'already_issued'})

    def test_a_host_that_dies_meanwhile_issues_nothing_twice(self):
        p = self.practice
        before = {it['nre'] for it in p.live_recipes()}
        prepared = [self.prepared(p.new_patient()) for _ in range(40)]
        with concurrent.futures.ThreadPoolExecutor(1) as window:
            call = window.submit(self.validate, prepared)
            wait_until(lambda: self.now(prepared[3])['state'] == 'issued')
            p.host.end(signal.SIGKILL)
            try:
                call.result()
            except AWAY:
                pass  # the doctor's screen got no answer
        p.start_host()
        self.assertLessEqual({it['outcome'] for it in self.validate(prepared)}, {'issued', 'already_issued'})
        wait_until(lambda: self.accepted(prepared) == len(prepared), 120)
        self.assertEqual(sorted({it['nre'] for it in p.live_recipes()} - before), self.nre_of(prepared))

    def test_who_died_since_is_kept_back_and_the_others_go(self):
        p = self.practice
        patients = [p.new_patient() for _ in range(3)]
        prepared = [self.prepared(it) for it in patients]
        dead = p.call('chart/1', 'GetChart', {'patient': patients[1]['id']})['patient']
        p.call('chart/1', 'SavePatient', {'patient': {**dead, 'revoked_on': str(datetime.date.today())}})
        outcomes = self.validate(prepared)
        self.assertEqual([it['outcome'] for it in outcomes], ['issued', 'blocked', 'issued'])
        self.assertEqual((outcomes[1]['code'], outcomes[1]['findings'][0]['code']), ('draft-blocked', 'patient-revoked'))
        p.call('prescribing/1', 'DeclinePrepared', {'id': prepared[1]['id'], 'reason': 'deceduta'})
        self.assertEqual(self.now(prepared[1])['reason'], 'deceduta')
        self.assertEqual(self.validate([prepared[1]])[0]['outcome'], 'no_longer_prepared')

    def test_a_secretary_prepares_and_takes_back_and_signs_nothing(self):
        p = self.practice
        one = self.prepared(p.new_patient(), note='la chiede per lunedì')
        self.assertEqual(one['preparer_name'], 'Anna Verdi')
        for name, body in (('Validate', {'approvals': [{'prepared': one['id']}]}), ('Issue', {'draft': one['draft']}),
                           ('DeclinePrepared', {'id': one['id'], 'reason': 'no'})):
            with self.subTest(call=name), self.assertRaises(Refused) as refused:
                self.as_secretary(name, body)
            self.assertEqual(refused.exception.code, 'permission-denied')
        self.assertEqual(self.as_secretary('WithdrawPrepared', {'id': one['id']})['state'], 'withdrawn')
        with self.assertRaises(Refused) as refused:
            p.call('prescribing/1', 'Issue', {'draft': one['draft']})
        self.assertEqual(refused.exception.code, 'prepared-settled')

    def test_the_audit_names_each_patient(self):
        p = self.practice
        patient = p.new_patient()
        one = self.prepared(patient)
        self.validate([one])
        entries = p.call('audit/1', 'Query', {'patient': patient['id']})['entries']
        self.assertIn((f'prescribing/1 Validate {one["id"]}', 'ok'), [(it['action'], it['outcome']) for it in entries])

    def test_an_unknown_one_is_told_apart(self):
        outcome, = self.practice.call('prescribing/1', 'Validate', {'approvals': [{'prepared': str(uuid.uuid4())}]})['outcomes']
        self.assertEqual(outcome['outcome'], 'unknown')


if __name__ == '__main__':
    unittest.main()
