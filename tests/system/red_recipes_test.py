# SPDX-License-Identifier: Apache-2.0
"""Red recipes: printed with a number of the pad, told to the ministry once, whatever the line does."""
import os
import random
import signal
import unittest

from practice import Practice, Refused, wait_until



def code(counter, prefix='120261234567'):
    """The code of a form: its parity is the sum of the digits of pad number and counter."""
    digits = prefix[5:] + f'{counter:02d}'
    return f'{prefix}{counter:02d}{sum(map(int, digits)) % 10}'


class RedPractice(Practice):
    """Patient only as long as a test is."""

    def host_command(self, *more):
        settings = {'grace_ms': 3000, 'ask_ms': 200, 'outcome_ms': 200, 'lease_ms': 20000}
        words = [word for name, value in settings.items()
                 for word in ('--set', f'curante.red-recipes.{name}={value}')]
        return super().host_command(*words, *more)

    def forms(self, **filter_):
        return self.call('red-recipes/1', 'ListForms', {'limit': 2000, **filter_})['forms']

    def live(self):
        return self.admin_call('/red/live')['codes']


class RedRecipes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = RedPractice()
        p.give_credentials()
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        cls.pads = 0
        cls.prescriptions = {}  # by recipe

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        # What an earlier test left under way would meet the faults of this one, and hold up its recipes.
        wait_until(lambda: not self.under_way(), 120, lambda: str(self.under_way()))
        self.next_pad()

    def under_way(self):
        states = [self.form({'id': recipe})['state'] for recipe in self.prescriptions]
        return [it for it in states if it in ('queued', 'sending', 'cancelling')]

    def tearDown(self):
        self.practice.admin_call('/faults', method='DELETE')

    def next_pad(self):
        type(self).pads += 1
        self.put_pad(first := code(0, f'12026{self.pads:07d}'))
        return first

    def put_pad(self, first):
        """Confirmed: the year it names passes."""
        self.practice.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': first, 'confirmed': True})

    def print_one(self):
        """A prescription on the red pad from the start; its recipe."""
        p = self.practice
        prescription = p.issue(dict(p.draft(p.new_patient()), on_paper=True))
        recipe = prescription['recipes'][0]
        self.prescriptions[recipe['id']] = prescription['id']
        return recipe

    def form(self, recipe):
        return self.practice.call('red-recipes/1', 'GetForm', {'recipe': recipe['id']})

    def settled(self, recipes, states=('sent',), limit=60):
        def there():
            return all(self.form(r)['state'] in states and self.form(r)['outcome_text'] for r in recipes)
        wait_until(there, limit, lambda: f'{[(self.form(r)["state"], self.form(r)["problem"]) for r in recipes]}')

    def exactly_once(self, recipes):
        """The ministry holds each of the recipes, and no file brought one twice."""
        codes = {self.form(r)['code'] for r in recipes}
        self.assertEqual(len(codes), len(recipes))
        self.assertLessEqual(codes, set(self.practice.live()))
        brought = [e['code'] for f in self.practice.admin_call('/red/files')['files']
                   for e in f['entries'] if not e['cancels']]
        for one in codes:
            self.assertEqual(brought.count(one), 1, one)

    def test_a_recipe_on_paper_is_printed_and_told(self):
        p = self.practice
        recipe = self.print_one()
        self.assertEqual(recipe['state'], 'printed')
        self.assertEqual(len(recipe['paper_code']), 15)
        pdf, headers = p.request(f'/files/documents/1/Read?document={recipe["document"]}')
        self.assertTrue(pdf.startswith(b'%PDF'))
        self.settled([recipe])
        self.exactly_once([recipe])
        form = self.form(recipe)
        self.assertEqual(form['outcome'], 'clean')
        files = p.call('red-recipes/1', 'ListFiles')['files']
        self.assertIn(form['protocol'], [f['protocol'] for f in files])

    def test_a_refused_recipe_goes_on_as_red_and_is_never_sent_again(self):
        p = self.practice
        draft = p.draft(p.new_patient())
        p.admin_call('/faults', {'kind': 'soap-fault', 'operation': 'InvioPrescritto', 'times': 1,
                                 'text': 'cvc-simple-type 1: dato non valido'})
        p.issue(draft)
        refused = p.settled(draft['id'], states=('refused',))['recipes'][0]
        red = p.call('prescribing/1', 'GoOnAsRed', {'recipe': refused['id']})
        self.assertEqual((red['state'], len(red['paper_code'])), ('printed', 15))
        again = p.call('prescribing/1', 'GoOnAsRed', {'recipe': refused['id']})
        self.assertEqual(again['paper_code'], red['paper_code'])
        self.settled([red])
        self.exactly_once([red])

    def test_an_exhausted_pad_says_what_to_do_and_sends_nothing(self):
        p = self.practice
        p.simulator.end()
        draft = p.draft(p.new_patient())
        p.issue(draft)
        waiting = p.settled(draft['id'], states=('waiting',))['recipes'][0]
        self.pads_end()
        refused = self.go_on_as_red(waiting)
        self.assertEqual(refused.code, 'block-exhausted')
        self.assertIn('prossimo blocchetto', refused.remedy)
        self.next_pad()
        red = self.go_on_as_red(waiting)
        self.assertEqual(red['state'], 'printed')
        p.start_simulator()
        self.settled([red], limit=90)
        self.exactly_once([red])
        self.assertNotIn(draft['patient'], [r['patient'] for r in p.live_recipes()])

    def go_on_as_red(self, waiting):
        """What is answered when no attempt to send the recipe is under way, which none would dare to overtake."""
        answer = None

        def answered():
            nonlocal answer
            try:
                answer = self.practice.call('prescribing/1', 'GoOnAsRed', {'recipe': waiting['id']})
            except Refused as refused:
                answer = refused
            return getattr(answer, 'code', '') != 'recipe-uncertain'

        wait_until(answered, 30, lambda: str(answer))
        return answer

    def pads_end(self):
        """The pad's last form lies in the printer, and is used."""
        type(self).pads += 1
        self.put_pad(code(99, f'12026{self.pads:07d}'))
        self.print_one()

    def test_cancelled_in_the_chart_it_is_cancelled_at_the_ministry(self):
        p = self.practice
        recipe = self.print_one()
        self.settled([recipe])
        gone = p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        self.assertEqual(gone['state'], 'withdrawn')
        wait_until(lambda: self.form(recipe)['state'] == 'cancelled', 30, lambda: str(self.form(recipe)))
        self.assertNotIn(recipe['paper_code'], p.live())

    def recipe_of(self, recipe):
        """The recipe as the chart shows it."""
        prescription = self.practice.call('prescribing/1', 'Get', {'prescription': self.prescriptions[recipe['id']]})
        return next(r for r in prescription['recipes'] if r['id'] == recipe['id'])

    def test_what_happens_to_a_form_in_the_red_room_happens_to_its_recipe(self):
        p = self.practice
        spoilt = self.print_one()
        new = p.call('red-recipes/1', 'Reprint', {'recipe': spoilt['id'], 'spoilt_code': spoilt['paper_code']})
        seen = self.recipe_of(spoilt)
        self.assertEqual((seen['paper_code'], seen['document']), (new['code'], new['document']))
        p.call('red-recipes/1', 'Cancel', {'recipe': spoilt['id']})
        self.assertEqual(self.recipe_of(spoilt)['state'], 'withdrawn')

    def turn_away_the_next_file(self):
        self.practice.admin_call('/faults', {'kind': 'soap-fault', 'operation': 'InviaFileSanita', 'times': 1,
                                             'text': 'cvc-simple-type 1: dato non valido'})

    def test_a_cancellation_that_a_person_settles_is_done_with_everywhere_and_nothing_is_sent(self):
        p = self.practice
        recipe = self.print_one()
        self.settled([recipe])
        self.turn_away_the_next_file()
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        wait_until(lambda: self.recipe_of(recipe)['red_trouble'] == 'not_cancelled', 60,
                   lambda: str(self.recipe_of(recipe)))
        sent = len(p.admin_call('/red/files')['files'])
        form = p.call('red-recipes/1', 'SettleForm', {'recipe': recipe['id'], 'code': recipe['paper_code']})
        self.assertEqual(form['state'], 'cancelled')
        self.assertFalse(form['finding']['there'])
        self.assertTrue(form['finding']['by_name'])
        wait_until(lambda: self.recipe_of(recipe)['red_trouble'] == 'none', 60, lambda: str(self.recipe_of(recipe)))
        row = next(r for r in p.call('studio/1', 'GetDay')['rows'] if r['recipe'] == recipe['id'])
        self.assertEqual((row['number'], row['on_red_form'], row['colour']), (recipe['paper_code'], True, 'grey'))
        self.assertEqual(len(p.admin_call('/red/files')['files']), sent)
        wait_until(lambda: 'red-recipes/1 SettleForm' in [e['action'] for e in p.call('audit/1', 'Query')['entries']])

    def test_a_form_that_was_refused_is_seen_in_the_chart_and_in_the_studio_until_it_is_sent(self):
        p = self.practice
        self.turn_away_the_next_file()
        recipe = self.print_one()
        wait_until(lambda: self.recipe_of(recipe)['red_trouble'] == 'refused', 60, lambda: str(self.recipe_of(recipe)))
        row = next(r for r in p.call('studio/1', 'GetDay')['rows'] if r['recipe'] == recipe['id'])
        self.assertEqual(row['colour'], 'red')
        self.assertIn('Ricette rosse', row['state_text'])
        self.assertIn(recipe['paper_code'], [form['code'] for form in self.practice.forms(open=True)])
        p.call('red-recipes/1', 'SendAgain', {'recipe': recipe['id'], 'code': recipe['paper_code']})
        self.settled([recipe])
        wait_until(lambda: self.recipe_of(recipe)['red_trouble'] == 'none', 60, lambda: str(self.recipe_of(recipe)))
        self.exactly_once([recipe])

    def test_a_spoilt_form_whose_cancellation_failed_is_cancelled_and_the_good_one_stays(self):
        p = self.practice
        spoilt = self.print_one()
        self.settled([spoilt])
        self.turn_away_the_next_file()
        good = p.call('red-recipes/1', 'Reprint', {'recipe': spoilt['id'], 'spoilt_code': spoilt['paper_code']})

        def of(code_):
            return next(form for form in self.practice.forms() if form['code'] == code_)
        wait_until(lambda: of(spoilt['paper_code'])['state'] == 'not_cancelled', 60,
                   lambda: str(of(spoilt['paper_code'])))
        with self.assertRaises(Refused) as refused:
            p.call('red-recipes/1', 'SendAgain', {'recipe': spoilt['id'], 'code': spoilt['paper_code']})
        self.assertEqual(refused.exception.code, 'red-form-void')
        # The good form may have been in that file, too.
        wait_until(lambda: of(good['code'])['state'] in ('sent', 'refused'), 60, lambda: str(of(good['code'])))
        if of(good['code'])['state'] == 'refused':
            p.call('red-recipes/1', 'SendAgain', {'recipe': spoilt['id'], 'code': good['code']})
        p.call('red-recipes/1', 'Cancel', {'recipe': spoilt['id'], 'code': spoilt['paper_code']})
        wait_until(lambda: of(spoilt['paper_code'])['state'] == 'cancelled', 60,
                   lambda: str(of(spoilt['paper_code'])))
        self.settled([spoilt])
        self.assertNotIn(spoilt['paper_code'], p.live())
        self.assertIn(good['code'], p.live())
        self.assertEqual(self.recipe_of(spoilt)['state'], 'printed')

    def test_what_happened_while_prescribing_was_down_is_followed_when_it_is_back(self):
        p = self.practice
        spoilt, cancelled = self.print_one(), self.print_one()
        p.call('hosting/1', 'DisablePlugin', {'plugin': 'curante.prescribing', 'confirmed': True})
        try:
            new = p.call('red-recipes/1', 'Reprint', {'recipe': spoilt['id'], 'spoilt_code': spoilt['paper_code']})
            p.call('red-recipes/1', 'Cancel', {'recipe': cancelled['id']})
        finally:
            p.call('hosting/1', 'EnablePlugin', {'plugin': 'curante.prescribing'})
        self.assertEqual(self.recipe_of(spoilt)['paper_code'], new['code'])
        self.assertEqual(self.recipe_of(cancelled)['state'], 'withdrawn')

    def test_each_fault_of_the_line_ends_with_each_recipe_told_once(self):
        for kind, more in (('no-answer', {'processed': True}), ('bad-gateway', {}),
                           ('gateway-timeout', {'processed': True}), ('cut-reply', {}),
                           ('malformed-xml', {}), ('delay', {'delay_ms': 6000}), ('wrong-certificate', {})):
            with self.subTest(kind):
                operation = {} if kind == 'wrong-certificate' else {'operation': 'InviaFileSanita'}
                self.practice.fault(kind, times=1, **operation, **more)
                recipes = [self.print_one(), self.print_one()]
                self.settled(recipes, limit=90)
                self.exactly_once(recipes)

    def test_a_file_that_arrives_late_is_found_before_it_is_sent_again(self):
        self.practice.fault('deliver-late', times=1, operation='InviaFileSanita', after_ms=1500)
        recipe = self.print_one()
        self.settled([recipe], limit=90)
        self.exactly_once([recipe])

    def test_without_credentials_it_waits_and_goes_when_they_are_back(self):
        self.practice.fault('unauthorized', times=1, operation='InviaFileSanita')
        recipe = self.print_one()
        wait_until(lambda: self.form(recipe)['state'] == 'attention', 30, lambda: str(self.form(recipe)))
        self.practice.give_credentials()
        self.settled([recipe])
        self.exactly_once([recipe])

    def test_killed_again_and_again_the_host_loses_and_doubles_nothing(self):
        p = self.practice
        seed = int(os.environ.get('CURANTE_SEED', random.randrange(1_000_000)))
        print(f'seed {seed}')
        chance = random.Random(seed)
        recipes = []
        for _ in range(4):
            kind = chance.choice(('delay', 'no-answer', 'cut-reply', 'bad-gateway'))
            p.fault(kind, times=1, operation='InviaFileSanita', delay_ms=chance.randrange(200, 1200))
            recipes += [self.print_one() for _ in range(chance.randrange(1, 4))]
            p.host.end(signal.SIGKILL)
            p.admin_call('/faults', method='DELETE')
            p.start_host()
            p.sign_in()
        self.settled(recipes, limit=120)
        self.exactly_once(recipes)

    def test_the_outcome_of_each_recipe_is_seen(self):
        p = self.practice
        p.admin_call('/switches', {'red_at_once': False})
        try:
            recipe = self.print_one()
            wait_until(lambda: self.form(recipe)['state'] == 'sent')
            self.assertEqual(self.form(recipe)['outcome'], 'unknown')
            p.admin_call('/red/process', {})
            p.call('red-recipes/1', 'AskNow', {'protocol': self.form(recipe)['protocol']})
            self.settled([recipe])
        finally:
            p.admin_call('/switches', {'red_at_once': True})

    def test_a_cancellation_that_is_not_taken_is_asked_for_once_and_left_to_a_person(self):
        p = self.practice
        recipe = self.print_one()
        self.settled([recipe])
        before = self.faults_met()
        p.fault('soap-fault', operation='InviaFileSanita', times=0, text='cvc-simple-type 1: dato non valido')
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        wait_until(lambda: self.form(recipe)['state'] != 'cancelling', 30, lambda: str(self.form(recipe)))
        self.assertIn('annullamento', self.form(recipe)['problem'])
        p.admin_call('/faults', method='DELETE')
        other = self.print_one()  # whatever was to follow that refusal has gone by when this one is settled
        self.settled([other])
        self.assertEqual(self.faults_met() - before, 1, 'one file brought the cancellation')
        self.assertNotIn(self.form(recipe)['state'], ('cancelling', 'cancelled'))
        self.assertEqual(self.recipe_of(recipe)['state'], 'withdrawn')
        cancels = [e for f in p.admin_call('/red/files')['files'] for e in f['entries']
                   if e['cancels'] and e['code'] == recipe['paper_code']]
        self.assertEqual(cancels, [])
        # A person asks once more, and it is taken.
        p.call('red-recipes/1', 'Cancel', {'recipe': recipe['id']})
        wait_until(lambda: self.form(recipe)['state'] == 'cancelled', 30, lambda: str(self.form(recipe)))
        self.assertNotIn(recipe['paper_code'], p.live())

    def faults_met(self):
        return self.practice.admin_call('/stats')['faults'].get('soap-fault', 0)

    def test_who_is_insured_abroad_is_told_by_their_card(self):
        p = self.practice
        patient = p.new_patient(last_name='Dupont', fiscal_code='')
        cover = {'state': 'FR', 'institution': 'CPAM 75', 'personal_number': '2 57 03 75 116 001',
                 'card_number': '80250000001234567890', 'birth_date': '1957-03-21', 'card_until': '2099-12-31'}
        for kind in ('EE', 'UE'):
            with self.subTest(kind):
                prescription = p.issue(dict(p.draft(patient), on_paper=True, patient_kind=kind, foreign=cover))
                recipe = prescription['recipes'][0]
                self.prescriptions[recipe['id']] = prescription['id']
                self.assertEqual((recipe['state'], len(recipe['paper_code'])), ('printed', 15), recipe['problem'])
                self.settled([recipe])
                self.assertEqual(self.form(recipe)['outcome'], 'clean')
                self.exactly_once([recipe])

    def test_staff_may_look_and_set_pads_but_not_cancel(self):
        p = self.practice
        p.call('accounts/1', 'SaveAccount', {'password': 'Tre-parole-qualsiasi-7', 'account': {
            'user_name': 'segreteria', 'display_name': 'Segreteria', 'role': 'collaboratore'}})
        token = p.sign_in('segreteria', 'Tre-parole-qualsiasi-7')
        doctor = p.me()['account']
        blocks = p.call('red-recipes/1', 'ListBlocks', {'doctor': doctor}, token=token)['blocks']
        self.assertEqual(blocks[0]['printer']['name'], 'Rossa')
        recipe = self.print_one()
        for call in ('Cancel', 'Confirm', 'SendAgain', 'Reprint'):
            with self.assertRaises(Refused) as refused:
                p.call('red-recipes/1', call, {'recipe': recipe['id']}, token=token)
            self.assertEqual((refused.exception.status, refused.exception.code), (403, 'permission-denied'))


if __name__ == '__main__':
    unittest.main()
