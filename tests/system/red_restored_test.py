# SPDX-License-Identifier: Apache-2.0
"""The database comes back from a copy: no red number goes to two patients, and no red recipe is told twice."""
import unittest

from copies import Copies
from practice import Refused, wait_until
from red_recipes_test import RedPractice, code


class RedRestored(Copies, unittest.TestCase):
    def setUp(self):
        self.practice = p = RedPractice()
        self.addCleanup(p.close)
        p.give_credentials()
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa'}})
        self.set_block(0)

    def set_block(self, counter):
        return self.practice.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': code(counter)})

    def block(self):
        return self.practice.call('red-recipes/1', 'ListBlocks')['blocks'][0]

    def print_one(self):
        p = self.practice
        return p.issue(dict(p.draft(p.new_patient()), on_paper=True))['recipes'][0]

    def form(self, recipe):
        return self.practice.call('red-recipes/1', 'GetForm', {'recipe': recipe['id']})

    def become(self, recipe, state, outcome=True):
        def there():
            form = self.form(recipe)
            return form['state'] == state and (not outcome or form['outcome_text'])
        wait_until(there, 90, lambda: str(self.form(recipe)))
        return self.form(recipe)

    def brought(self, cancels=False):
        return sorted(e['code'] for f in self.practice.admin_call('/red/files')['files']
                      for e in f['entries'] if e['cancels'] == cancels)

    def test_a_cold_copy_that_comes_back_gives_no_number_and_sends_no_recipe_twice(self):
        p = self.practice
        told = self.print_one()
        self.become(told, 'sent')
        p.simulator.end()
        waiting, withdrawn = self.print_one(), self.print_one()
        p.call('prescribing/1', 'Withdraw', {'recipe': told['id']})
        p.host.end()
        self.copy()

        p.start_simulator()
        self.restart()
        protocol = self.become(waiting, 'sent')['protocol']
        self.become(told, 'cancelled', outcome=False)
        lost = self.print_one()
        self.assertEqual(lost['paper_code'], code(3))
        self.become(lost, 'sent')
        self.assertEqual(self.brought(), [code(0), code(1), code(2), code(3)])
        p.host.end()

        self.restore()
        self.restart()
        self.assertIn('came back from a copy', (p.directory / 'host.log').read_text())
        self.assertIn('ripristinato', self.block()['problem'])
        self.assertEqual(self.block()['next_code'], '')
        fresh = self.print_one()
        self.assertIn('ripristinato', fresh['problem'])
        self.assertEqual(fresh['paper_code'], '')
        with self.assertRaises(Refused) as refused:
            p.call('prescribing/1', 'GoOnAsRed', {'recipe': fresh['id']})
        self.assertEqual(refused.exception.code, 'block-missing')
        self.assertIn('prossima ricetta non ancora usata', refused.exception.remedy)
        with self.assertRaises(Refused) as refused:
            self.set_block(3)
        self.assertEqual(refused.exception.code, 'block-overlaps')
        self.assertEqual(self.set_block(4)['problem'], '')
        self.assertEqual(p.call('prescribing/1', 'GoOnAsRed', {'recipe': fresh['id']})['paper_code'], code(4))

        self.assertEqual(self.become(waiting, 'sent')['protocol'], protocol)
        self.become(told, 'cancelled', outcome=False)
        p.call('prescribing/1', 'Withdraw', {'recipe': withdrawn['id']})
        self.become(withdrawn, 'cancelled', outcome=False)
        self.become(fresh, 'sent')
        self.assertEqual(self.brought(), [code(0), code(1), code(2), code(3), code(4)], 'each was told once')
        self.assertEqual(self.brought(cancels=True), [code(0), code(2)])
        self.assertEqual(sorted(p.live()), [code(1), code(3), code(4)])

    def test_a_database_that_comes_to_a_machine_without_its_file_is_a_copy(self):
        p = self.practice
        p.simulator.end()
        waiting = self.print_one()
        p.host.end()
        self.copy()
        p.start_simulator()
        self.restart()
        self.become(waiting, 'sent')
        p.host.end()

        self.restore()
        (p.directory / 'host.red').unlink()
        self.restart()
        self.assertIn('ripristinato', self.block()['problem'])
        self.set_block(1)
        self.become(waiting, 'sent')
        fresh = self.print_one()
        self.assertEqual(fresh['paper_code'], code(1))
        self.become(fresh, 'sent')
        self.assertEqual(self.brought(), [code(0), code(1)])

    def test_one_that_was_printed_since_the_copy_is_not_sent_beside_its_form(self):
        p = self.practice
        self.become(self.print_one(), 'sent')
        p.simulator.end()
        draft = p.draft(p.new_patient())
        waiting = p.issue(draft)['recipes'][0]
        wait_until(lambda: p.call('prescribing/1', 'Get', {'prescription': draft['id']})['recipes'][0]['problem'], 60)
        p.host.end()
        self.copy()

        self.restart()
        self.assertEqual(self.printed(waiting)['paper_code'], code(1))
        p.start_simulator()
        lost = p.draft(p.new_patient())
        p.issue(lost)
        number = p.settled(lost['id'], ('accepted',), 90)['recipes'][0]['nre']
        p.host.end()

        self.restore()
        self.restart()
        asked, = p.settled(draft['id'], ('attention',), 90)['recipes']
        self.assertIn('già stata stampata su ricetta rossa?', asked['problem'])
        self.assertIn('non è stata stampata su ricetta rossa?', asked['retry_question'])
        with self.assertRaises(Refused) as refused:
            p.call('prescribing/1', 'GoOnAsRed', {'recipe': waiting['id']})
        self.assertEqual(refused.exception.code, 'recipe-uncertain')
        self.assertIn('Riprova', refused.exception.remedy)
        p.host.end()
        self.restart()  # which takes up again what waits
        fresh = p.draft(p.new_patient())
        p.issue(fresh)
        p.settled(fresh['id'], ('accepted',), 90)
        p.settled(draft['id'], ('attention',), 1)
        self.assertEqual(len(p.live_recipes()), 2, 'nothing went by itself')
        self.assertIn(number, [it['nre'] for it in p.live_recipes()])
        # The doctor says that it was not printed: then it goes.
        p.call('prescribing/1', 'Retry', {'recipe': waiting['id']})
        p.settled(draft['id'], ('accepted',), 90)
        self.assertEqual(len(p.live_recipes()), 3)

    def printed(self, recipe):
        """On the red pad as soon as no request of it is under way."""
        p, done = self.practice, []

        def there():
            try:
                done.append(p.call('prescribing/1', 'GoOnAsRed', {'recipe': recipe['id']}))
            except Refused as e:
                self.assertEqual(e.code, 'recipe-uncertain')
            return done
        wait_until(there, 90)
        return done[0]


class OnlyRedFormsSince(Copies, unittest.TestCase):
    """Since the copy no number of Sistema TS was used, which alone would tell its channel of a restore."""

    def setUp(self):
        self.practice = p = RedPractice()
        self.addCleanup(p.close)
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa'}})
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': code(0)})

    def recipe(self, draft):
        return self.practice.call('prescribing/1', 'Get', {'prescription': draft['id']})['recipes'][0]

    def test_what_was_printed_since_the_copy_is_not_sent_beside_its_form(self):
        p = self.practice
        p.issue(dict(p.draft(p.new_patient()), on_paper=True))
        draft = p.draft(p.new_patient())
        waiting = p.issue(draft)['recipes'][0]
        wait_until(lambda: self.recipe(draft)['problem'], 60)  # no credentials: nothing leaves
        p.host.end()
        self.copy()

        self.restart()
        printed = p.call('prescribing/1', 'GoOnAsRed', {'recipe': waiting['id']})
        self.assertEqual(printed['paper_code'], code(1))
        p.host.end()

        self.restore()
        self.restart()
        wait_until(lambda: 'già stata stampata su ricetta rossa?' in self.recipe(draft)['problem'], 90,
                   lambda: str(self.recipe(draft)))
        p.give_credentials()
        fresh = p.draft(p.new_patient())
        p.issue(fresh)
        p.settled(fresh['id'], ('accepted',), 90)
        self.assertEqual(self.recipe(draft)['state'], 'attention')
        self.assertEqual(len(p.live_recipes()), 1, 'nothing went by itself')
        # The doctor says that it was not printed: then it goes.
        p.call('prescribing/1', 'Retry', {'recipe': waiting['id']})
        p.settled(draft['id'], ('accepted',), 90)
        self.assertEqual(len(p.live_recipes()), 2)


if __name__ == '__main__':
    unittest.main()
