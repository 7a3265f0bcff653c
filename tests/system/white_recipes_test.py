# SPDX-License-Identifier: Apache-2.0
"""White recipes: electronic with NRBE and PIN where they may be, on paper where they may not, each once."""
import pathlib
import shutil
import signal
import unittest

from practice import Practice, Refused, wait_until

SEND = 'InvioPrescrittoRicettaBianca'
INVENTED = pathlib.Path(__file__).parents[2] / 'plugins/formulary/tests/lists'


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

    # ---- on paper instead

    def on_paper(self, recipe):
        """As soon as no request of it is under way."""
        p, done = self.practice, []

        def there():
            try:
                done.append(p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe}))
            except Refused as e:
                self.assertEqual(e.code, 'recipe-uncertain')
            return done
        wait_until(there, 60)
        return done[0]

    def test_one_that_was_refused_goes_on_paper_for_good(self):
        p, before = self.practice, self.held()
        p.complete_letterhead(phone='')
        with self.assertRaises(Refused) as caught:
            p.issue(self.white())
        self.assertEqual(caught.exception.code, 'draft-blocked', 'the channel would not take it without')
        p.complete_letterhead(specialisation='P')  # the service knows this doctor under another
        try:
            draft = self.white()
            p.issue(draft)
            recipe = p.settled(draft['id'], ('refused',))['recipes'][0]
        finally:
            p.complete_letterhead(specialisation='F')
        printed = p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe['id']})
        self.assertEqual((printed['state'], printed['reasons'], printed['white_number']), ('printed', [], ''))
        document = p.promemoria(draft['id'])
        again = p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe['id']})
        self.assertEqual((again['state'], again['document']), ('printed', document))
        row = next(r for r in p.call('studio/1', 'GetDay')['rows'] if r['recipe'] == recipe['id'])
        self.assertEqual((row['colour'], row['can_go_on_paper'], row['document']), ('green', False, document))
        self.assertEqual(self.held(), before, 'no service heard of it')

    def test_one_that_waits_goes_on_paper_and_is_not_sent_when_the_service_is_back(self):
        p, before = self.practice, self.held()
        p.fault('wrong-certificate', times=0)
        draft = self.white()
        p.issue(draft)
        recipe = p.settled(draft['id'], ('waiting',))['recipes'][0]
        wait_until(lambda: p.settled(draft['id'], ('waiting',))['recipes'][0]['problem'])
        row = next(r for r in p.call('studio/1', 'GetDay')['rows'] if r['recipe'] == recipe['id'])
        self.assertTrue(row['can_go_on_paper'])
        self.assertEqual(self.on_paper(recipe['id'])['state'], 'printed')
        p.host.end(signal.SIGKILL)
        p.admin_call('/faults', method='DELETE')
        p.start_host()
        p.sign_in()
        self.assertTrue(p.promemoria(draft['id']))
        later = self.white()
        p.issue(later)
        sent = p.settled(later['id'], ('accepted',))['recipes'][0]
        self.assertEqual([n for n in self.held() if n not in before], [sent['white_number']])
        self.assertEqual(p.settled(draft['id'], ('printed',))['recipes'][0]['white_number'], '')

    def test_one_that_may_have_left_is_not_printed_until_the_service_has_said(self):
        p, before = self.practice, self.held()
        p.admin_call('/switches', {'white_view_by_patient': False})
        try:
            p.fault('no-answer', operation=SEND, times=1, processed=True)
            draft = self.white()
            p.issue(draft)
            recipe = p.settled(draft['id'], ('attention',))['recipes'][0]
            with self.assertRaises(Refused) as refused:
                p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe['id']})
            self.assertEqual(refused.exception.code, 'recipe-uncertain')
        finally:
            p.admin_call('/switches', {'white_view_by_patient': True})
        p.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        found = p.settled(draft['id'], ('accepted',))['recipes'][0]
        self.assertEqual([n for n in self.held() if n not in before], [found['white_number']], 'it is the one that was sent')
        with self.assertRaises(Refused) as refused:
            p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe['id']})
        self.assertEqual(refused.exception.code, 'recipe-not-printable')


class ImportedDrugs(unittest.TestCase):
    """What only a complete list knows: the transparency list has neither class C nor class A without a group."""

    def setUp(self):
        self.practice = p = Practice()
        self.addCleanup(p.close)
        p.give_credentials()
        p.complete_letterhead()
        self.lists = p.directory / 'lists'
        shutil.copytree(INVENTED, self.lists, copy_function=shutil.copyfile)

    def test_they_are_found_and_prescribed_each_its_own_way(self):
        p = self.practice
        self.assertIn('packs   7\n', p.tool('formulary', 'import', str(self.lists)).stdout)
        white, insulin = (p.call('formulary/1', 'Search', {'text': it})['drugs'][0] for it in ('sildenafil', 'insulina'))
        self.assertEqual((white['aic'], white['drug_class']), ('099001051', 'C'))
        self.assertEqual((insulin['drug_class'], insulin['group_code']), ('A', ''))
        draft = p.draft(p.new_patient(), white)
        draft['lines'].append({'aic': insulin['aic'], 'quantity': 1, 'posology': 'secondo schema'})
        p.issue(draft)
        recipes = p.settled(draft['id'])['recipes']
        self.assertEqual(sorted((r['kind'], r['state'], bool(r['nre']), bool(r['white_number'])) for r in recipes),
                         [('drugs', 'accepted', True, False), ('white', 'accepted', False, True)])

    def test_a_wrong_row_is_named_and_nothing_is_imported(self):
        p = self.practice
        with open(self.lists / 'prontuario/confezioni_di_prova.csv', 'a', encoding='utf-8') as rows:
            rows.write('099002040,SBAGLIATO,p,s,,,1,A10AE04,,Cnn,,,\n')
        refused = p.tool('formulary', 'import', str(self.lists), check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn('prontuario/confezioni_di_prova.csv, riga 9: «Cnn» non è una classe', refused.stdout + refused.stderr)
        self.assertEqual(p.call('formulary/1', 'Search', {'text': 'insulina di prova'})['drugs'], [])
        p.drug('ramipril')


class NoWhiteService(Practice):
    def host_command(self, *more):
        return [word if not word.startswith('curante.sac.white_endpoint=') else 'curante.sac.white_endpoint='
                for word in super().host_command(*more)]


class WithoutWhiteService(unittest.TestCase):
    """Where nobody takes them, white recipes are paper from the start, and the doctor knows before issuing."""

    def setUp(self):
        self.practice = p = NoWhiteService()
        self.addCleanup(p.close)
        p.give_credentials()
        p.complete_letterhead()

    def test_they_are_on_paper_and_the_plan_says_so(self):
        p = self.practice
        draft = p.draft(p.new_patient())
        draft['lines'][0]['white'] = True
        draft['lines'].append({'aic': p.drug('metformina')['aic'], 'quantity': 1, 'posology': '1 al giorno'})
        said = p.call('prescribing/1', 'Assess', {'draft': draft})
        self.assertEqual(sorted((r['kind'], r['electronic']) for r in said['recipes']), [('drugs', True), ('white', False)])
        told = [f for f in said['findings'] if f['code'] == 'white-not-taken']
        self.assertEqual([(f['severity'], f['line']) for f in told], [('info', 1)])
        self.assertIn('sarà di carta', told[0]['text'])
        p.issue(draft)
        recipes = p.settled(draft['id'], ('accepted', 'printed'))['recipes']
        self.assertEqual(sorted((r['kind'], r['state']) for r in recipes), [('drugs', 'accepted'), ('white', 'printed')])
        white = next(r['id'] for r in recipes if r['kind'] == 'white')

        def document():
            return p.call('prescribing/1', 'Get', {'recipe': white})['recipes'][[r['kind'] for r in recipes].index('white')]['document']
        wait_until(document)
        self.assertEqual(p.admin_call('/white')['recipes'], [])


if __name__ == '__main__':
    unittest.main()
