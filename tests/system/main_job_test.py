# SPDX-License-Identifier: Apache-2.0
"""A prescription from the first call to its NRE, and what a careless user does on the way."""
import json
import ssl
import unittest
import urllib.error
import urllib.request
import uuid

from practice import PASSWORD, Practice, Refused


class MainJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(seed=40)
        cls.practice.give_credentials()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def refused(self, code, status, call):
        with self.assertRaises(Refused) as caught:
            call()
        self.assertEqual((caught.exception.code, caught.exception.status), (code, status))
        self.assertTrue(caught.exception.message)
        self.assertTrue(caught.exception.remedy)

    def test_a_prescription_comes_back_with_its_nre_and_promemoria(self):
        p = self.practice
        patient = p.new_patient()
        draft = p.draft(patient)
        assessment = p.call('prescribing/1', 'Assess', {'draft': draft})
        self.assertTrue(assessment['can_issue'], assessment)
        p.issue(draft)
        recipe = p.settled(draft['id'])['recipes'][0]
        self.assertEqual(recipe['state'], 'accepted', recipe)
        self.assertRegex(recipe['nre'], '^120[0-9][A-Z][0-9]{10}$')
        self.assertTrue(recipe['authentication_code'])
        held = [r for r in p.live_recipes() if r['nre'] == recipe['nre']]
        self.assertEqual(len(held), 1)
        pdf, headers = p.request('/files/documents/1/Read?document=' + p.promemoria(draft['id']))
        self.assertEqual(headers['Content-Type'], 'application/pdf')
        self.assertTrue(pdf.startswith(b'%PDF-'))

    def test_issuing_twice_issues_once(self):
        p = self.practice
        draft = p.draft(p.new_patient())
        first, second = p.issue(draft), p.issue(draft)
        self.assertEqual(first['recipes'][0]['id'], second['recipes'][0]['id'])
        nre = p.settled(draft['id'])['recipes'][0]['nre']
        self.assertEqual(len([r for r in p.live_recipes() if r['nre'] == nre]), 1)

    def test_a_withdrawn_recipe_is_gone_at_the_service_too(self):
        p = self.practice
        draft = p.draft(p.new_patient())
        p.issue(draft)
        recipe = p.settled(draft['id'])['recipes'][0]
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        self.assertEqual(p.settled(draft['id'], states=('withdrawn',))['recipes'][0]['state'], 'withdrawn')
        self.assertNotIn(recipe['nre'], [r['nre'] for r in p.live_recipes()])

    def test_another_patients_window_cannot_issue(self):
        p = self.practice
        one, other = p.new_patient('Bianchi'), p.new_patient('Verdi')
        self.refused('patient-mismatch', 409, lambda: p.issue(p.draft(one), headers={'X-Curante-Patient': other['id']}))

    def test_an_allergy_stands_in_the_way(self):
        p = self.practice
        patient, drug = p.new_patient(), p.drug('amoxicillina')
        p.call('chart/1', 'SaveAllergy', {'allergy': {'patient': patient['id'], 'atc': 'J01C', 'severe': True,
                                                      'substance': 'Penicilline', 'reaction': 'anafilassi'}})
        draft = p.draft(patient, drug)
        findings = p.call('prescribing/1', 'Assess', {'draft': draft})['findings']
        self.assertTrue([f for f in findings if f['code'].startswith('allergy') and f['severity'] != 'info'], findings)
        with self.assertRaises(Refused) as caught:
            p.issue(draft)
        self.assertIn(caught.exception.code, ('draft-unconfirmed', 'draft-blocked'))

    def test_careless_input_is_answered_in_words(self):
        p = self.practice
        patient = p.new_patient()
        self.refused('patient-unknown', 404, lambda: p.call('chart/1', 'GetChart', {'patient': str(uuid.uuid4())}))
        self.refused('fiscal-code-check-letter', 422, lambda: p.new_patient(fiscal_code='PNIMRA70A01H501Q'))
        self.refused('fiscal-code-mismatch', 422, lambda: p.new_patient(fiscal_code='PNIMRA70A01H501P'))
        self.refused('aic-check-digit', 422, lambda: p.call('formulary/1', 'GetDrug', {'aic': '024840075'}))
        for quantity in (0, 12):
            with self.assertRaises(Refused) as caught:
                p.issue(p.draft(patient, quantity=quantity))
            self.assertIn(caught.exception.code, ('quantity-out-of-range', 'draft-blocked'))
            self.assertIn('9', caught.exception.message + caught.exception.remedy)
        self.refused('invalid-json', 400, lambda: raw(p, '/api/chart/1/GetChart', b'{"patient":'))

    def test_wrong_passwords_lock_the_account(self):
        p = self.practice
        account = {'user_name': 'segreteria', 'display_name': 'Segreteria', 'role': 'collaboratore'}
        saved = p.call('accounts/1', 'SaveAccount', {'account': account, 'password': 'Tre-parole-a-caso'})
        for _ in range(4):
            self.refused('credentials-wrong', 401, lambda: p.sign_in('segreteria', 'sbagliata'))
        self.refused('account-locked', 423, lambda: p.sign_in('segreteria', 'sbagliata'))
        self.refused('account-locked', 423, lambda: p.sign_in('segreteria', 'Tre-parole-a-caso'))
        p.call('accounts/1', 'Unlock', {'account': saved['id']})
        self.assertTrue(p.sign_in('segreteria', 'Tre-parole-a-caso'))
        self.refused('credentials-wrong', 401, lambda: p.sign_in('nessuno', PASSWORD))

    def test_secrets_and_personal_data_stay_out_of_the_log(self):
        p = self.practice
        patient = p.new_patient('Riservatissimi')
        draft = p.draft(patient)
        p.issue(draft)
        p.settled(draft['id'])
        log = ''.join(file.read_text(errors='replace') for file in p.directory.rglob('*.log'))
        for secret in (PASSWORD, 'Lazio2026a', '1201000001', p.token, patient['fiscal_code'], 'Riservatissimi'):
            self.assertNotIn(secret, log)


def raw(practice, path, body):
    """A body that is no JSON, which the ordinary way of calling cannot write."""
    request = urllib.request.Request(practice.url + path, data=body, headers={
        'Content-Type': 'application/json', 'Authorization': 'Bearer ' + practice.token})
    try:
        urllib.request.urlopen(request, context=ssl._create_unverified_context())
    except urllib.error.HTTPError as refused:
        raise Refused(refused.code, json.loads(refused.read())) from None


if __name__ == '__main__':
    unittest.main()
