# SPDX-License-Identifier: Apache-2.0
"""Every call of the interface, for every role: who may not, is told so; a secretary can never send."""
import json
import re
import unittest

from practice import Practice, Refused

ROLES = {'collaboratore': {'chart.read', 'chart.write', 'prescription.read', 'prescription.prepare', 'prescription.deliver',
                           'message.send', 'signers.manage'},
         'amministratore': {'accounts.manage', 'audit.read', 'reference.import', 'plugins.manage', 'metrics.read', 'clock.correct',
                            'signers.manage', 'chart.asl'}}


class Permissions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice()
        cls.paths = json.loads(cls.practice.request('/api/openapi.json')[0])['paths']
        cls.tokens = {}
        for role in ROLES:
            cls.practice.call('accounts/1', 'SaveAccount', {
                'account': {'user_name': role, 'display_name': role, 'role': role}, 'password': 'Tre-parole-a-caso'})
            cls.tokens[role] = cls.practice.sign_in(role, 'Tre-parole-a-caso')

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def needed(self, path):
        found = re.search(r'Needs the permission ([a-z.]+)\.', self.paths[path]['post']['description'])
        return found.group(1) if found else None

    def outcome(self, path, token):
        try:
            self.practice.request(path, {}, token=token)
            return 'done'
        except Refused as refused:
            return refused.code

    def test_the_interface_is_described(self):
        self.assertGreater(len(self.paths), 40)
        self.assertEqual(self.needed('/api/prescribing/1/Issue'), 'prescription.issue')

    def test_each_role_reaches_what_it_may_and_nothing_else(self):
        for path in self.paths:
            permission = self.needed(path)
            for role, own in ROLES.items():
                if permission and permission not in own:
                    with self.subTest(path=path, role=role):
                        self.assertEqual(self.outcome(path, self.tokens[role]), 'permission-denied')

    def test_an_administrator_puts_an_asl_right_and_reads_no_codice_fiscale(self):
        asl = {'province': 'RM', 'region_code': '120', 'asl_code': '997'}
        patient = self.practice.new_patient(address={'province': 'RM', 'municipality': 'ROMA'}, region_code='120', asl_code='997')
        request = lambda role: self.practice.call('chart/1', 'ListPatientsOfAsl', {'asl': asl}, token=role)['patients']
        told = lambda: [e['user_name'] for e in self.practice.call('audit/1', 'Query', {})['entries']
                        if e['action'] == 'chart/1 ListPatientsOfAsl, names of 1 without chart.read']
        self.assertEqual(request(True)[0]['fiscal_code'], patient['fiscal_code'])
        self.assertEqual(told(), [])
        [given] = request(self.tokens['amministratore'])
        self.assertEqual((given['id'], given['last_name'], given['doctor']), (patient['id'], 'Rossi', patient['doctor']))
        self.assertEqual(given['fiscal_code'], '')
        self.assertEqual(told(), ['amministratore'])

    def test_nobody_gets_in_without_signing_in(self):
        for path, description in self.paths.items():
            if description['post']['description'].startswith('Before sign-in'):
                continue
            with self.subTest(path=path):
                self.assertEqual(self.outcome(path, False), 'not-signed-in')

    def test_a_window_of_another_user_is_told_so(self):
        me = self.practice.me()['account']
        who = lambda account: self.practice.call('accounts/1', 'WhoAmI', headers={'X-Curante-Account': account})['account']
        self.assertEqual(who(me), me)
        with self.assertRaises(Refused) as refused:
            who('00000000-0000-4000-8000-000000000001')
        self.assertEqual((refused.exception.status, refused.exception.code), (401, 'session-expired'))

    def test_a_made_up_token_is_no_session(self):
        self.assertEqual(self.outcome('/api/accounts/1/WhoAmI', 'A' * 43), 'session-expired')


if __name__ == '__main__':
    unittest.main()
