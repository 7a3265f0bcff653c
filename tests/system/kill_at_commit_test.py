# SPDX-License-Identifier: Apache-2.0
"""The host is killed between any two of its writes: no recipe is lost, none is there twice, each has a named state.

Each kill falls at a chosen commit after a doctor's «Invia»: just before PostgreSQL hears of it, or when it is done and the host
has not heard so. Electronic, red and white recipes take their turns, and white ones that their doctor puts on paper because the
service is away. CURANTE_SEED chooses which commits; CURANTE_KILLS_AT=every
walks them all, each from rest, until a recipe comes to its end before the commit is reached.
"""
import collections
import http.client
import json
import os
import random
import unittest
import urllib.error

from commit_proxy import CommitProxy
from database_server import DatabaseServer
from practice import Refused, wait_until
from red_recipes_test import RedPractice, code

SEED = int(os.environ.get('CURANTE_SEED', random.SystemRandom().randrange(1_000_000)))
EVERY = os.environ.get('CURANTE_KILLS_AT') == 'every'
MOMENTS = ('before', 'after')
SAMPLE = 2  # kills of each kind and moment
KINDS = {'ssn': 4, 'red': 18, 'white': 5, 'paper': 8}  # and the commits among which the sample is drawn: about as many as one takes from rest
FEWEST, MOST = 3, 80  # commits of one recipe from rest
# Where a recipe may end: «printed» holds for red ones, «attention» waits for a person and says so.
NAMED = ('accepted', 'refused', 'withdrawn', 'attention', 'printed')
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, json.JSONDecodeError)


class KilledPractice(RedPractice):
    """A practice whose database is another program's, behind a line that strikes at a commit. Its waits are short."""

    def __init__(self):
        self.database = DatabaseServer()
        self.proxy = CommitProxy(str(self.database.socket))
        super().__init__()

    def host_command(self, *more):
        settings = {'curante.sac.timeout_ms': 1500, 'curante.sac.probe_ms': 200, 'curante.sac.ask_every_ms': 1000,
                    'curante.sac.resend_wait_ms': 200, 'curante.prescribing.lease_ms': 6000, 'curante.red-recipes.lease_ms': 4000,
                    'curante.database.connection': f'host=127.0.0.1 port={self.proxy.port} user=practice dbname=postgres '
                                                   'sslmode=disable gssencmode=disable'}
        return super().host_command(*(word for it in settings.items() for word in ('--set', '{}={}'.format(*it))), *more)

    def close(self):
        try:
            super().close()
        finally:
            self.proxy.close()
            self.database.close()

    def killed(self):
        return self.host.process.poll() is not None


class KillAtCommit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = KilledPractice()
        cls.addClassCleanup(p.close)
        p.give_credentials()
        p.complete_letterhead()
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': code(0), 'confirmed': True})
        cls.drug = p.drug('ramipril')
        cls.prescribing, cls.red = p.database.schema_of('outbox'), p.database.schema_of('form')

    def setUp(self):
        self.chance, self.issued, self.kills, self.ends = random.Random(SEED), {}, collections.Counter(), collections.Counter()

    # ---- one recipe, one kill

    def draft(self, kind):
        draft = self.practice.draft(self.practice.new_patient(), self.drug)
        draft['on_paper'] = kind == 'red'
        draft['lines'][0]['white'] = kind in ('white', 'paper')
        return draft

    def kill_at(self, kind, moment, number):
        """Whether the commit was reached before the recipe's end."""
        p, draft = self.practice, self.draft(kind)
        if kind == 'paper':
            p.fault('wrong-certificate', times=0)
            self.addCleanup(p.admin_call, '/faults', method='DELETE')
        p.proxy.arm(number, moment, lambda: p.host.process.kill())
        answered = self.asked(draft, kind)
        wait_until(lambda: p.killed() or answered and self.at_its_end(draft['id'], kind), 90, lambda: f'{kind} {moment} {number}')
        reached = p.proxy.disarm()
        if reached:
            wait_until(p.killed)
            p.start_host()
            p.sign_in()
        # As a screen does after a broken line: the same again, until there is an answer.
        wait_until(lambda: answered or self.asked(draft, kind), 90)
        if kind == 'paper':
            p.admin_call('/faults', method='DELETE')
        self.issued[draft['id']] = (kind, f'{kind} {moment} commit {number}')
        self.kills[f'{kind} {moment}'] += reached
        return reached

    def asked(self, draft, kind):
        try:
            issued = self.practice.issue(draft, limit=20)
            return kind != 'paper' or self.on_paper(issued['recipes'][0]['id'])
        except AWAY:
            return False
        except Refused as e:
            if e.status < 500:
                raise
            return False

    def on_paper(self, recipe):
        """As soon as no request of it is under way; one that may have been sent is asked after instead, with the service back."""
        p, done = self.practice, []

        def there():
            try:
                self.assertEqual(p.call('prescribing/1', 'GoOnAsPaper', {'recipe': recipe}, limit=20)['state'], 'printed')
            except Refused as e:
                if e.status >= 500:
                    return p.killed()
                self.assertIn(e.code, ('recipe-uncertain', 'recipe-not-printable'))
                state = self.state_of(recipe)
                if state == 'waiting':
                    return False
                if state in ('checking', 'attention'):
                    p.admin_call('/faults', method='DELETE')
            done.append(True)
            return True
        wait_until(there, 60)
        return bool(done)

    def state_of(self, recipe):
        return self.practice.call('prescribing/1', 'Get', {'recipe': recipe})['recipes'][0]['state']

    def at_its_end(self, prescription, kind):
        """Read where no call of the host makes commits of its own."""
        told = f"select 1 from {self.red}.form f join {self.red}.batch b on b.practice_id = f.practice_id and b.number = f.batch " \
               "where f.recipe = r.id and f.state = 'sent' and b.settled"
        paper = f'r.document is not null and not exists (select 1 from {self.prescribing}.outbox o where o.recipe = r.id)'
        rows = self.practice.database.rows(
            f"select r.state in ('accepted', 'refused', 'printed') and {f'exists ({told})' if kind == 'red' else paper} "
            f"from {self.prescribing}.recipe r where r.prescription = '{prescription}'")
        return rows == [['t']]

    # ---- what came of all

    def recipe(self, prescription):
        recipes = self.practice.call('prescribing/1', 'Get', {'prescription': prescription})['recipes']
        self.assertEqual(len(recipes), 1, self.issued[prescription])
        return recipes[0]

    def settle(self):
        """Each is in a named state; a red one that was not printed yet says so, and its doctor prints it."""
        p = self.practice
        for prescription, (kind, name) in self.issued.items():
            def there():
                recipe = self.recipe(prescription)
                return recipe['state'] in NAMED and (kind != 'red' or recipe['paper_code'] or 'non ancora stampata' in recipe['problem'])
            wait_until(there, 120, lambda: f'{name}: {self.recipe(prescription)}')
            recipe = self.recipe(prescription)
            if kind == 'red' and not recipe['paper_code']:
                self.ends['red: a person prints it'] += 1
                recipe = p.call('prescribing/1', 'GoOnAsRed', {'recipe': recipe['id']})
                self.assertEqual(len(recipe['paper_code']), 15, name)
            if recipe['state'] == 'attention':
                self.assertIn(prescription, self.unsettled_of_the_day(), name)

    def unsettled_of_the_day(self):
        return [row['prescription'] for row in self.practice.call('studio/1', 'GetDay')['rows'] if row['colour'] in ('amber', 'red')]

    def check(self):
        """What the services hold is what the practice says they hold: so none is lost, and none is there twice."""
        self.settle()
        accepted = self.numbers()
        p = self.practice
        for kind, held in (('ssn', lambda: [it['nre'] for it in p.live_recipes()]), ('red', p.live), ('white', self.live_white)):
            # One in doubt waits for a person, who finds out whether the service has it.
            doubts = self.ends[f'{kind}: attention'] + (self.ends['paper: attention'] if kind == 'white' else 0)
            wait_until(lambda: set(accepted[kind]) <= set(held()) and len(held()) <= len(accepted[kind]) + doubts, 90,
                       lambda: f'{kind}: {held()} are live, not {accepted[kind]}')
        brought = [it['code'] for file in p.admin_call('/red/files')['files'] for it in file['entries'] if not it['cancels']]
        self.assertEqual(sorted(brought), sorted(accepted['red']), 'each form is told once')

    def live_white(self):
        return [it['nrbe'] for it in self.practice.admin_call('/white')['recipes'] if int(it['state']) == 3]

    def numbers(self):
        """The numbers under which the practice's recipes go, by kind: each recipe once, and no number twice."""
        found = collections.defaultdict(list)
        for prescription, (kind, name) in self.issued.items():
            recipe = self.recipe(prescription)
            self.ends[f'{kind}: {recipe["state"]}'] += 1
            if kind == 'paper':
                if recipe['state'] == 'printed':
                    self.assertEqual(recipe['white_number'], '', name)
                    self.assertEqual(len(self.papers(recipe['id'])), 1, name)
                    continue
                kind = 'white'  # it was at the service already
            number = recipe[{'ssn': 'nre', 'red': 'paper_code', 'white': 'white_number'}[kind]]
            if recipe['state'] in ('accepted', 'printed'):
                self.assertTrue(number, name)
                found[kind].append(number)
        for kind, all_ in found.items():
            self.assertEqual(len(all_), len(set(all_)), kind)
        return found

    def papers(self, recipe):
        """Its document, which is made by the workers a moment after."""
        found = []

        def there():
            found[:] = [one for one in self.practice.call('prescribing/1', 'Get', {'recipe': recipe})['recipes'] if one['document']]
            return found
        wait_until(there)
        return found

    def tell(self):
        print(json.dumps({'seed': SEED, 'recipes': len(self.issued), 'kills': self.kills, 'ends': self.ends, 'lost': 0, 'doubled': 0}),
              flush=True)

    def test_killed_at_a_sample_of_commits(self):
        if EVERY:
            self.skipTest('all are walked')
        print(f'kill at commit: seed {SEED}', flush=True)
        points = [(kind, moment, n) for kind in KINDS for moment in MOMENTS for n in self.chance.sample(range(1, KINDS[kind] + 1), SAMPLE)]
        self.chance.shuffle(points)
        for point in points:
            self.kill_at(*point)
        self.check()
        self.tell()
        # A recipe may come to its end before the last ones.
        self.assertGreaterEqual(sum(self.kills.values()), len(points) // 2)

    @unittest.skipUnless(EVERY, 'CURANTE_KILLS_AT is not «every»')
    def test_killed_at_every_commit(self):
        for kind in KINDS:
            for moment in MOMENTS:
                number = 1
                while self.kill_at(kind, moment, number):
                    self.settle()
                    number += 1
                    self.assertLess(number, MOST, f'{kind} {moment}: no end')
                self.assertGreater(number, FEWEST, f'{kind} {moment}')
        self.check()
        self.tell()


if __name__ == '__main__':
    unittest.main()
