# SPDX-License-Identifier: Apache-2.0
"""A substitute prescribes in the holder's name with the own access; only who wrote a recipe takes it back."""
import datetime
import unittest
import uuid

from practice import PASSWORD, Practice, Refused, wait_until

# The simulator's substitute of Lazio.
SUBSTITUTE = {'user': 'CNTLSE90E57H501B', 'password': 'Lazio2026s', 'pincode': '1201000009'}


class SubstituteCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = Practice()
        doctor = {'first_name': 'ELISA', 'last_name': 'CONTI', 'fiscal_code': SUBSTITUTE['user'], 'region_code': '120',
                  'asl_code': '000', 'specialisation': 'F'}
        account = {'user_name': 'sostituta', 'display_name': 'Elisa Conti', 'role': 'sostituto', 'doctor': doctor}
        p.call('accounts/1', 'SaveAccount', {'account': account, 'password': PASSWORD})
        cls.token = p.sign_in('sostituta', PASSWORD)

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def as_substitute(self, contract, name, body=None):
        return self.practice.call(contract, name, body or {}, token=self.token)

    def recipe(self, draft):
        return self.practice.call('prescribing/1', 'Get', {'prescription': draft['id']})['recipes'][0]

    def give_the_substitute_access(self):
        self.as_substitute('sistema-ts/1', 'SaveCredentials', SUBSTITUTE)
        self.as_substitute('sistema-ts/1', 'RequestToken')


class Substitute(SubstituteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.practice.give_credentials()

    def test_a_recipe_goes_out_in_the_holders_name_and_comes_back_by_its_author_alone(self):
        p = self.practice
        draft = p.draft(p.new_patient())
        self.as_substitute('prescribing/1', 'Issue', {'draft': draft})
        wait_until(lambda: self.recipe(draft)['state'] == 'attention')
        self.assertIn('credenziali', self.recipe(draft)['problem'])
        self.assertEqual(p.live_recipes(), [])

        self.give_the_substitute_access()
        self.assertEqual(self.as_substitute('sistema-ts/1', 'Verify')['verdict'], 'good')
        sent = p.settled(draft['id'], states=('accepted',))['recipes'][0]
        header = p.live_recipes()[0]['header']
        self.assertEqual((header['cfMedico1'], header['cfMedico2']), ('FBBGLI74C52H501K', SUBSTITUTE['user']))
        self.assertEqual((header['codASLAo'], header['codSpecializzazione']), ('201', 'F'))

        with self.assertRaises(Refused) as caught:
            p.call('prescribing/1', 'Withdraw', {'recipe': sent['id']})
        self.assertEqual(caught.exception.code, 'recipe-not-withdrawable')
        self.assertIn('1125', caught.exception.remedy)
        self.assertEqual(len(p.live_recipes()), 1)
        self.as_substitute('prescribing/1', 'Withdraw', {'recipe': sent['id']})
        p.settled(draft['id'], states=('withdrawn',))
        self.assertEqual(p.live_recipes(), [])

    def test_the_holder_declares_the_substitution(self):
        p = self.practice
        today = datetime.date.today()
        declaration = {'id': str(uuid.uuid4()), 'substitute': SUBSTITUTE['user'], 'substitute_name': 'CONTI ELISA',
                       'from': str(today), 'until': str(today + datetime.timedelta(days=14)), 'asl_told': True}
        self.assertEqual(p.call('sistema-ts/1', 'Declare', declaration)['state'], 'accepted')
        self.assertEqual(len(p.admin_call('/substitutions')['substitutions']), 1)
        listed, = p.call('sistema-ts/1', 'ListDeclarations')['substitutions']
        self.assertEqual(listed['substitute_name'], 'CONTI ELISA')
        self.assertEqual(self.as_substitute('sistema-ts/1', 'ListDeclarations')['substitutions'], [])


class HolderWithoutAccess(SubstituteCase):
    def test_the_recipe_waits_for_a_number_of_the_holders_until_the_holder_asks_for_it(self):
        p = self.practice
        self.give_the_substitute_access()
        draft = p.draft(p.new_patient())
        self.as_substitute('prescribing/1', 'Issue', {'draft': draft})
        wait_until(lambda: 'titolare' in self.recipe(draft)['problem'])
        waiting = self.recipe(draft)
        self.assertEqual(waiting['state'], 'waiting')
        self.assertIn('nella pagina «Sistema TS»', waiting['problem'])
        for access in (self.as_substitute('sistema-ts/1', 'GetAccess'), p.call('sistema-ts/1', 'GetAccess')):
            self.assertIn('il titolare li inserisca', access['lots_problem'])
        self.assertEqual(p.live_recipes(), [])

        p.give_credentials()
        p.settled(draft['id'], states=('accepted',), limit=120)
        self.assertEqual(len(p.live_recipes()), 1)
        self.assertEqual(p.call('sistema-ts/1', 'GetAccess')['nre_left'], 99)
        access = self.as_substitute('sistema-ts/1', 'GetAccess')
        self.assertEqual((access['nre_left'], access['lots_problem']), (0, ''))


if __name__ == '__main__':
    unittest.main()
