# SPDX-License-Identifier: Apache-2.0
"""Every kind of recipe on the red pad (plugins/sac/tests/recipe_kinds.hpp): the printed form and the file that the
ministry gets both say what was prescribed."""
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree

from practice import wait_until
from red_recipes_test import RedPractice, code

CARD = {'state': 'FR', 'institution': 'CPAM 75', 'personal_number': '2 57 03 75 116 001',
        'card_number': '80250000001234567890', 'birth_date': '1957-03-21', 'card_until': '2099-12-31'}
OBSCURED = "Dati dell'assistito oscurati ai sensi dell'articolo 87 del D.Lgs. 30 giugno 2003, n. 196"


def service(number='89.7A.3', **more):
    return {'kind': 'service', 'service_code': number, 'quantity': 1, **more}


class RedKinds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = RedPractice()
        p.give_credentials()
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': code(0), 'confirmed': True})

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def on_red(self, patient=None, line=None, lines=None, **more):
        """Prints it; the recipe, the words on the form in their order, and what the ministry was told."""
        p = self.practice
        draft = dict(p.draft(patient or p.new_patient()), on_paper=True, **more)
        draft['lines'][0].update(line or {})
        draft['lines'] = lines or draft['lines']
        recipes = p.issue(draft)['recipes']
        self.assertEqual([r['state'] for r in recipes], ['printed'], [r['problem'] for r in recipes])
        recipe = recipes[0]
        self.assertEqual(len(recipe['paper_code']), 15, recipe['problem'])
        pdf = p.request(f'/files/documents/1/Read?document={recipe["document"]}')[0]
        words = subprocess.run(['pdftotext', '-raw', '-', '-'], input=pdf, capture_output=True, check=True).stdout.decode()
        self.practice_holds(recipe)
        return recipe, ' '.join(words.split()), self.told(recipe['paper_code'])

    def practice_holds(self, recipe):
        def form():
            return self.practice.call('red-recipes/1', 'GetForm', {'recipe': recipe['id']})
        wait_until(lambda: form()['outcome_text'], 120, lambda: f'{form()}')
        self.assertEqual((form()['state'], form()['outcome']), ('sent', 'clean'))

    def told(self, number):
        for file in self.practice.admin_call('/red/files')['files']:
            for entry in ElementTree.fromstring(file['xml']).iter('RicettaI'):
                if entry.findtext('Bar1') + entry.findtext('Bar2') == number:
                    return entry
        raise AssertionError(f'{number} was not told')

    def rows(self, told):
        return [{field.tag: field.text or '' for field in row} for row in told.iter('Prescrizione')]

    def says(self, form, *texts):
        for text in texts:
            self.assertIn(text, form)

    def test_a_drug(self):
        recipe, form, told = self.on_red(line={'quantity': 2})
        line = recipe['lines'][0]
        self.says(form, '1 al giorno')
        row, = self.rows(told)
        self.assertEqual((told.findtext('TipoPrescrizione'), told.findtext('TotPezzi'), row['Quantita']), ('F', '2', '2'))
        self.says(form, row['CodProdPrest'], ' '.join(row['DescrProdPrest'].split()))
        self.assertIn(row['CodProdPrest'], (line['aic'], line['group_code']))
        self.assertEqual(told.findtext('NonEsente'), '1')

    def test_a_drug_with_a_plan_that_may_not_be_replaced(self):
        recipe, form, told = self.on_red(line={'therapeutic_plan': '2026ABC123', 'not_replaceable': True,
                                               'not_replaceable_reason_code': '3', 'by_active_substance': False})
        self.says(form, 'PIANO TERAPEUTICO 2026ABC123', 'NON SOSTITUIBILE (motivo 3', '1 al giorno')
        self.assertEqual(self.rows(told)[0]['CodProdPrest'], recipe['lines'][0]['aic'])

    def test_a_service_in_full(self):
        _, form, told = self.on_red(diagnosis_text='dolore toracico', lines=[
            service(priority='B', first_access=True, televisit=True, notes='portatore di pace-maker')])
        self.says(form, '89.7A.3', 'PRIMO ACCESSO', 'TELEVISITA', 'portatore di pace-maker', 'dolore toracico')
        row, = self.rows(told)
        self.assertEqual((told.findtext('TipoPrescrizione'), told.findtext('ClassePriorita'), row['CodProdPrest'], row['Quantita']),
                         ('P', 'B', '89.7A.3', '1'))
        self.says(row['DescrProdPrest'], 'PRIMO ACCESSO', 'TELEVISITA')
        self.assertEqual(told.findtext('DescrizioneDiagnosi'), 'dolore toracico')

    def test_a_cycle_is_one_piece_of_as_many_sessions(self):
        _, form, told = self.on_red(diagnosis_text='lombalgia', lines=[service('93.11.1', sessions=6)])
        self.says(form, '93.11.1', 'N. SEDUTE 6')
        row, = self.rows(told)
        self.assertEqual((told.findtext('TotPezzi'), row['Quantita']), ('1', '1'))
        self.assertIn('N. SEDUTE 6', row['DescrProdPrest'])

    def test_several_services(self):
        _, form, told = self.on_red(diagnosis_text='controllo', lines=[service('89.7A.3', priority='P'), service('89.52', priority='P')])
        self.says(form, '89.7A.3', '89.52')
        self.assertEqual([r['CodProdPrest'] for r in self.rows(told)], ['89.7A.3', '89.52'])
        self.assertEqual(told.findtext('TotPezzi'), '2')

    def test_one_whose_data_are_obscured(self):
        patient = self.practice.new_patient(last_name='Riservati', address={'street': 'VIA NASCOSTA 7', 'postal_code': '00100',
                                                                            'municipality': 'ROMA'})
        _, form, _ = self.on_red(patient, obscured=True)
        self.says(form, OBSCURED)
        for hidden in ('RISERVATI', 'NASCOSTA'):
            self.assertNotIn(hidden, form.upper())

    def test_kinds_of_patient(self):
        abroad = self.practice.new_patient(last_name='Dupont', fiscal_code='')
        for kind in ('EE', 'UE', 'NE', 'NX'):
            with self.subTest(kind):
                seafarer = {'sasn_card': 'NX12345', 'sasn_company': 'LINEE DEL TIRRENO'} if kind == 'NX' else {}
                _, form, told = self.on_red(abroad, patient_kind=kind, foreign=CARD, **seafarer)
                self.says(form, kind)
                self.assertEqual((told.findtext('TipoRic'), told.findtext('StatoEstero'), told.findtext('NumIdentTess')),
                                 (kind, 'FR', CARD['card_number']))
        with self.subTest('ST'):
            self.assertEqual(self.on_red(patient_kind='ST')[2].findtext('TipoRic'), 'ST')
        for kind in ('NA', 'ND'):  # at the doctor's, at home
            with self.subTest(kind):
                _, form, told = self.on_red(patient_kind=kind, home_visit=kind == 'ND', sasn_card='NA12345', sasn_company='LINEE DEL TIRRENO')
                self.says(form, 'TESSERA SASN: NA12345', 'LINEE DEL TIRRENO')
                self.assertEqual(told.findtext('TipoRic'), kind)


if __name__ == '__main__':
    unittest.main()
