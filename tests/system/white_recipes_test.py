# SPDX-License-Identifier: Apache-2.0
"""White recipes: electronic with NRBE and PIN where they may be, on paper where they may not, each once."""
import unittest

from practice import Practice, wait_until

SEND = 'InvioPrescrittoRicettaBianca'


class WhiteRecipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = Practice()
        p.give_credentials()
        p.complete_letterhead()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def tearDown(self):
        self.practice.admin_call('/faults', method='DELETE')

    def white(self, drug=None):
        draft = self.practice.draft(self.practice.new_patient(), drug)
        draft['lines'][0]['white'] = True
        return draft

    def held(self):
        """What the simulated service would dispense."""
        return [r['nrbe'] for r in self.practice.admin_call('/white')['recipes'] if int(r['state']) == 3]

    def test_an_electronic_one_gets_number_pin_and_paper_and_is_withdrawn(self):
        p, draft = self.practice, self.white()
        p.issue(draft)
        recipe = p.settled(draft['id'])['recipes'][0]
        self.assertEqual((recipe['state'], recipe['kind']), ('accepted', 'white'))
        self.assertIn(recipe['white_number'], self.held())
        self.assertTrue(recipe['white_pin'])
        self.assertTrue(p.promemoria(draft['id']))
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        p.settled(draft['id'], states=('withdrawn',))
        self.assertNotIn(recipe['white_number'], self.held())

    def test_what_the_pharmacy_does_is_told_when_asked(self):
        p, draft = self.practice, self.white()
        p.issue(draft)
        recipe = p.settled(draft['id'])['recipes'][0]

        def told():
            return p.call('prescribing/1', 'Dispensing', {'recipe': recipe['id']})['state']

        self.assertEqual(told(), 'to_dispense')
        for act, state in (('take', 'taken'), ('dispense', 'dispensed')):
            p.admin_call('/pharmacy', {'nrbe': recipe['white_number'], 'act': act})
            self.assertEqual(told(), state)
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        kept = p.settled(draft['id'])['recipes'][0]
        self.assertEqual(kept['state'], 'accepted')
        self.assertIn('annullamento rifiutato', kept['problem'])

    def test_a_benzodiazepine_stands_on_paper_and_no_service_hears_of_it(self):
        p, before = self.practice, self.held()
        drug = next(d for d in p.call('formulary/1', 'Search', {'text': 'lorazepam'})['drugs'] if d['drug_class'] == 'C')
        draft = p.draft(p.new_patient(), drug)
        p.issue(draft)
        recipe = p.settled(draft['id'], states=('printed',))['recipes'][0]
        self.assertEqual((recipe['kind'], recipe['white_number']), ('white', ''))
        self.assertTrue(p.promemoria(draft['id']))
        self.assertEqual(self.held(), before)

    def test_an_answer_that_is_lost_makes_no_second_recipe(self):
        for kind in ('no-answer', 'bad-gateway', 'cut-reply', 'malformed-xml'):
            with self.subTest(kind):
                p, before = self.practice, self.held()
                p.fault(kind, operation=SEND, times=1, processed=True)
                draft = self.white()
                p.issue(draft)
                recipe = p.settled(draft['id'])['recipes'][0]
                self.assertEqual(recipe['state'], 'accepted', recipe['problem'])
                self.assertEqual([n for n in self.held() if n not in before], [recipe['white_number']])

    def test_with_ssn_lines_each_goes_its_own_way(self):
        p, draft = self.practice, self.white()
        draft['lines'].append({'aic': p.drug('metformina')['aic'], 'quantity': 1, 'posology': '1 al giorno'})
        p.issue(draft)
        recipes = p.settled(draft['id'])['recipes']
        self.assertEqual(sorted((r['kind'], r['state'], bool(r['nre']), bool(r['white_number'])) for r in recipes),
                         [('drugs', 'accepted', True, False), ('white', 'accepted', False, True)])


if __name__ == '__main__':
    unittest.main()
