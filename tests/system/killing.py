# SPDX-License-Identifier: Apache-2.0
"""A practice whose host is killed at chosen commits of what its people do, and what is asked of it afterwards."""
import collections
import http.client
import json
import os
import random
import urllib.error

from commit_proxy import CommitProxy
from database_server import DatabaseServer
from practice import PASSWORD, Refused, wait_until
from red_recipes_test import RedPractice, code

SEED = int(os.environ.get('CURANTE_SEED', random.SystemRandom().randrange(1_000_000)))
EVERY = os.environ.get('CURANTE_KILLS_AT') == 'every'
MOMENTS = ('before', 'after')
SAMPLE = 2  # kills of each act and moment
MOST = 80  # commits of one act from rest
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


class Act:
    """One prescription, made from rest, and what somebody does: `ask` is asked again until it has an answer."""
    name = kind = ''  # kind: where its recipe is to end, unless the act leaves that open
    commits = 5  # among so many the sample is drawn: about as many as it takes from rest
    fewest = 3  # so many it takes at least
    withdraws = False

    def __init__(self, case):
        self.case, self.practice = case, case.practice
        self.patient = case.practice.new_patient()
        self.draft = case.draft(self.patient, self.kind)
        self.prescription = self.draft['id']

    def ask(self):
        """Whether there is an answer."""
        raise NotImplementedError

    def go_on(self):
        """What happens right after it was first asked."""

    def ended(self):
        return self.case.at_its_end(self.prescription)

    def recipe(self):
        recipes = self.practice.call('prescribing/1', 'Get', {'prescription': self.prescription})['recipes']
        self.case.assertEqual(len(recipes), 1, self.name)
        return recipes[0]

    def issued_at_rest(self):
        self.practice.issue(self.draft)
        wait_until(lambda: self.case.at_its_end(self.prescription), 60, lambda: f'{self.name}: {self.recipe()}')
        return self.recipe()


class Killing:
    """For a test case; `acts` are what is killed."""
    acts = ()

    @classmethod
    def setUpClass(cls):
        cls.practice = p = KilledPractice()
        cls.addClassCleanup(p.close)
        p.give_credentials()
        p.complete_letterhead()
        p.call('accounts/1', 'SaveAccount', {'password': PASSWORD, 'account': {
            'user_name': 'segreteria', 'display_name': 'Anna Verdi', 'role': 'collaboratore'}})
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': code(0), 'confirmed': True})
        cls.drug, cls.pads = p.drug('ramipril'), 0
        cls.prescribing, cls.red, cls.sac = (p.database.schema_of(table) for table in ('outbox', 'form', 'nre_use'))

    def setUp(self):
        self.chance, self.issued, self.kills, self.ends = random.Random(SEED), {}, collections.Counter(), collections.Counter()

    def draft(self, patient, kind):
        draft = self.practice.draft(patient, self.drug)
        draft['on_paper'] = kind == 'red'
        draft['lines'][0]['white'] = kind == 'white'
        return draft

    # ---- one act, one kill

    def kill_at(self, act, moment, number):
        """Whether the commit was reached before the act's end."""
        p, name = self.practice, f'{act.name} {moment} commit {number}'
        self.next_pad_if_needed()
        one = act(self)
        self.issued[one.prescription] = (one, name)
        p.proxy.arm(number, moment, lambda: p.host.process.kill())
        answered = self.tried(one)
        one.go_on()

        def over():
            nonlocal answered
            answered = answered or not p.killed() and self.tried(one)
            return p.killed() or answered and one.ended()
        wait_until(over, 90, lambda: f'{name}: {one.recipe()}')
        reached = p.proxy.disarm()
        if reached:
            wait_until(p.killed)
            p.start_host()
            p.sign_in()
        # As a screen does after a broken line: the same again, until there is an answer.
        wait_until(lambda: answered or self.tried(one), 60, lambda: name)
        self.kills[f'{act.name} {moment}'] += reached
        return reached

    def tried(self, one):
        try:
            return one.ask()
        except AWAY:
            return False
        except Refused as e:
            if e.status < 500:
                raise
            return False

    def next_pad_if_needed(self):
        if self.practice.call('red-recipes/1', 'ListBlocks')['blocks'][0]['left'] < 3:
            type(self).pads += 1
            self.practice.call('red-recipes/1', 'SetBlock', {
                'printer': 'Rossa', 'first_code': code(0, f'12026{self.pads:07d}'), 'confirmed': True})

    def at_its_end(self, prescription):
        """Read where no call of the host makes commits of its own."""
        told = f"exists (select 1 from {self.red}.form f join {self.red}.batch b on b.practice_id = f.practice_id and b.number = f.batch " \
               "where f.recipe = r.id and f.state = case r.state when 'withdrawn' then 'cancelled' else 'sent' end and b.settled)"
        paper = f"(r.document is not null or r.state in ('withdrawn', 'refused')) " \
                f'and not exists (select 1 from {self.prescribing}.outbox o where o.recipe = r.id)'
        rows = self.practice.database.rows(
            "select r.state in ('accepted', 'refused', 'printed', 'withdrawn') and "
            f"case when coalesce(r.paper_code, '') <> '' then {told} else (r.state <> 'printed' or r.kind = 'white') and {paper} end "
            f"from {self.prescribing}.recipe r where r.prescription = '{prescription}'")
        return rows == [['t']]

    # ---- what came of all

    def settle(self):
        """Each is in a named state; a red one that was not printed yet says so, and its doctor prints it."""
        p = self.practice
        for prescription, (one, name) in self.issued.items():
            def there():
                recipe = one.recipe()
                if one.withdraws:
                    return recipe['state'] == 'withdrawn' or 'annullamento rifiutato' in recipe['problem']
                return recipe['state'] in NAMED and (one.kind != 'red' or recipe['paper_code'] or 'non ancora stampata' in recipe['problem'])
            wait_until(there, 120, lambda: f'{name}: {one.recipe()}')
            recipe = one.recipe()
            if one.kind == 'red' and not recipe['paper_code']:
                self.ends['red: a person prints it'] += 1
                recipe = p.call('prescribing/1', 'GoOnAsRed', {'recipe': recipe['id']})
                self.assertEqual(len(recipe['paper_code']), 15, name)
            if recipe['state'] == 'attention' and one.kind == 'white':
                self.decide_white(one, recipe)
            elif recipe['state'] == 'attention':
                self.assertIn(prescription, self.unsettled_of_the_day(), name)

    def decide_white(self, one, recipe):
        """Its number is the service's: whether it arrived, a person looks up."""
        p = self.practice
        self.assertIn(one.prescription, self.unsettled_of_the_day())
        found = [it for it in p.admin_call('/white')['recipes'] if it['patient'] == one.patient['fiscal_code']]
        self.assertLessEqual(len(found), 1)
        known = {'white_number': found[0]['nrbe'], 'white_pin': found[0]['pin']} if found else {}
        p.call('sistema-ts/1', 'DecideWhite', {'recipe': recipe['id'], **known})
        p.call('prescribing/1', 'Retry', {'recipe': recipe['id']})
        p.settled(one.prescription, states=('accepted', 'withdrawn'))
        self.ends['white: a person decides'] += 1

    def unsettled_of_the_day(self):
        return [row['prescription'] for row in self.practice.call('studio/1', 'GetDay')['rows'] if row['colour'] in ('amber', 'red')]

    def check(self):
        """What the services hold is what the practice says they hold: so none is lost, and none is there twice."""
        self.settle()
        accepted, forms = self.numbers()
        p = self.practice
        for kind, held in (('ssn', lambda: [it['nre'] for it in p.live_recipes()]), ('red', p.live), ('white', self.live_white)):
            # One in doubt waits for a person, who finds out whether the service has it.
            doubts = self.ends[f'{kind}: attention']
            wait_until(lambda: set(accepted[kind]) <= set(held()) and len(held()) <= len(accepted[kind]) + doubts, 90,
                       lambda: f'{kind}: {held()} are live, not {accepted[kind]}')
        wait_until(lambda: self.brought() == sorted(forms), 60, lambda: f'{self.brought()} were told, not {sorted(forms)}')

    def brought(self):
        return sorted(it['code'] for file in self.practice.admin_call('/red/files')['files'] for it in file['entries'] if not it['cancels'])

    def live_white(self):
        return [it['nrbe'] for it in self.practice.admin_call('/white')['recipes'] if int(it['state']) == 3]

    def numbers(self):
        """The numbers under which the practice's recipes go, by kind, each recipe once and no number twice; and of all red forms,
        which are told once each, also those that were cancelled afterwards."""
        found, forms = collections.defaultdict(list), []
        for one, name in self.issued.values():
            recipe = one.recipe()
            kind = 'red' if recipe['paper_code'] else one.kind or 'ssn'
            self.ends[f'{kind}: {recipe["state"]}'] += 1
            number = recipe[{'ssn': 'nre', 'red': 'paper_code', 'white': 'white_number'}[kind]]
            if kind == 'white' and recipe['state'] == 'printed':
                self.assertTrue(recipe['document'] and not number, name)
            elif recipe['state'] in ('accepted', 'printed'):
                self.assertTrue(number, name)
                found[kind].append(number)
            forms += [number] if kind == 'red' else []
        for kind, all_ in (*found.items(), ('forms', forms)):
            self.assertEqual(len(all_), len(set(all_)), kind)
        return found, forms

    def tell(self):
        print(json.dumps({'seed': SEED, 'recipes': len(self.issued), 'kills': self.kills, 'ends': self.ends, 'lost': 0, 'doubled': 0}),
              flush=True)

    # ---- all acts

    def kill_at_a_sample(self):
        if EVERY:
            self.skipTest('all are walked')
        print(f'kill at commit: seed {SEED}', flush=True)
        points = [(act, moment, n) for act in self.acts for moment in MOMENTS
                  for n in self.chance.sample(range(1, act.commits + 1), SAMPLE)]
        self.chance.shuffle(points)
        for point in points:
            self.kill_at(*point)
        self.check()
        self.tell()
        # An act may come to its end before the last ones.
        self.assertGreaterEqual(sum(self.kills.values()), len(points) // 2)
        for act in self.acts:
            self.assertGreater(sum(self.kills[f'{act.name} {moment}'] for moment in MOMENTS), 0, act.name)

    def kill_at_every_commit(self):
        for act in self.acts:
            for moment in MOMENTS:
                number = 1
                while self.kill_at(act, moment, number):
                    self.settle_last()
                    number += 1
                    self.assertLess(number, MOST, f'{act.name} {moment}: no end')
                self.assertGreater(number, act.fewest, f'{act.name} {moment}')
        self.check()
        self.tell()

    def settle_last(self):
        """Each from rest: those before it have long been."""
        all_, self.issued = self.issued, dict([list(self.issued.items())[-1]])
        self.settle()
        self.issued = all_
