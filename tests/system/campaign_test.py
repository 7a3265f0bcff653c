# SPDX-License-Identifier: Apache-2.0
"""Many prescriptions while everything breaks: in the end none is lost, none is there twice, each has a named state.

CURANTE_CAMPAIGN_SENDS (default 200) and CURANTE_CAMPAIGN_SEED choose size and chance; both are printed. What breaks: the
service's answers, the service, the host, its database; for the middle third a second host works on the same database.
"""
import collections
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.error
import uuid

from practice import AS_NOBODY, BUILD, ROOT, Practice, Program, Refused, wait_until

SENDS = int(os.environ.get('CURANTE_CAMPAIGN_SENDS', '200'))
SEED = int(os.environ.get('CURANTE_CAMPAIGN_SEED', str(random.SystemRandom().randrange(1_000_000))))
FULL = SENDS >= 2000
ISSUERS = 3
BACKLOG = 60  # as many wait at most, so that things break while they are sent and not only while they are written
NAMED = ('accepted', 'refused', 'withdrawn', 'attention', 'printed')
OPERATIONS = ('InvioPrescritto', 'InvioPrescritto', 'InvioPrescritto', 'VisualizzaPrescritto', 'AnnullaPrescritto', 'RichiestaLotto')
LINE_FAULTS = (('delay', {'delay_ms': 2500 if FULL else 1500}), ('no-answer', {'processed': True}), ('no-answer', {'processed': False}),
               ('bad-gateway', {'processed': False}), ('bad-gateway', {'processed': True}),
               ('gateway-timeout', {'processed': True}), ('cut-reply', {}), ('malformed-xml', {}), ('soap-fault', {}),
               ('soap-fault', {'processed': True}), ('wrong-certificate', {}), ('deliver-late', {'after_ms': 4000}),
               ('deliver-late', {}))
# What a killed or starting program looks like from outside.
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, json.JSONDecodeError)


class Broken(Practice):
    """A practice whose waits are short, so that what is broken is found out in this test's time."""

    def host_command(self, *more):
        # Burnt numbers are many here, and each is asked after again and again.
        short = {'curante.sac.timeout_ms': '1500' if FULL else '700', 'curante.sac.probe_ms': '200',
                 'curante.prescribing.lease_ms': '10000' if FULL else '6000',
                 'curante.sac.ask_every_ms': '20000' if FULL else '2000', 'curante.sac.resend_wait_ms': '200',
                 'curante.sac.hold_probe_ms': '200'}
        return super().host_command(*(word for name, value in short.items() for word in ('--set', f'{name}={value}')), *more)

    def server(self):
        """The lock file of the embedded server: its process, and where its socket is."""
        lines = (self.directory / 'host/database/cluster/postmaster.pid').read_text().splitlines()
        return int(lines[0]), lines[4]

    def psql(self, database):
        return [*(AS_NOBODY if ROOT else []), 'psql', '-h', self.server()[1], '-U', 'curante_owner', '-qAtX', '-F', '\t', '-d', database]

    def sql(self, text, database=None):
        command = [*self.psql(database or self.database), '-c', text]
        return subprocess.run(command, capture_output=True, text=True, cwd='/', check=True).stdout.splitlines()

    def find_tables(self):
        self.database = self.sql("select datname from pg_database where not datistemplate and datname <> 'postgres'", 'postgres')[0]
        self.schema = self.sql("select quote_ident(schemaname) from pg_tables where tablename = 'outbox'")[0]

    def start_second(self):
        command = self.host_command('--set', f'curante.database.connection=host={self.server()[1]} user=curante_owner dbname={self.database}',
                                    '--set', f'curante.database.directory={self.directory}/host/database',
                                    '--set', f'curante.sac.practice_key_file={self.directory}/host.key',
                                    '--set', f'curante.sac.ledger_file={self.directory}/second.nre')
        command[command.index('--data') + 1] = str(self.directory / 'second')
        command[command.index('--port') + 1] = '0'
        second = Program(command, self.directory / 'second.log')
        second.ready_line()
        return second


@unittest.skipIf(SENDS <= 0, 'CURANTE_CAMPAIGN_SENDS is 0')
class Campaign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Broken()
        (cls.practice.directory / 'second').mkdir()
        if ROOT:
            os.chown(cls.practice.directory / 'second', *os.stat(cls.practice.directory)[4:6])
        cls.practice.find_tables()
        cls.practice.give_credentials()
        cls.patients = [cls.practice.new_patient()['id'] for _ in range(min(SENDS, 150))]
        cls.drug = cls.practice.drug('ramipril')['aic']

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        self.chance, self.done = random.Random(SEED), threading.Event()
        self.next, self.issued, self.lock = 0, {}, threading.Condition()
        self.allowed = BACKLOG
        self.count, self.errors, self.second = collections.Counter(), [], None

    # ---- what users do

    def issue_all(self):
        try:
            while True:
                with self.lock:
                    self.lock.wait_for(lambda: self.next < self.allowed or self.done.is_set())
                    if self.next == SENDS or self.done.is_set():
                        return
                    self.next += 1
                    number = self.next
                self.issue(number)
        except Exception as e:  # pylint: disable=broad-except
            with self.lock:
                self.errors.append(repr(e))
                self.done.set()
                self.lock.notify_all()

    def let_more_be_issued(self):
        pause = threading.Event()
        while not self.over():
            with self.lock:
                # What was withdrawn before it was sent never arrives.
                self.allowed = self.arrived() + BACKLOG + self.count['withdrawals asked for']
                self.lock.notify_all()
            pause.wait(0.1)
        with self.lock:
            self.allowed = SENDS + 1
            self.lock.notify_all()

    def patiently(self, ask):
        """Asks until there is an answer: the same again, as a screen does after a broken line."""
        end = time.monotonic() + 120
        pause = threading.Event()
        while True:
            try:
                return ask()
            except Refused as e:
                if e.status == 401:
                    self.sign_in()
                elif e.status < 500 or time.monotonic() > end:
                    raise
            except AWAY:
                if time.monotonic() > end:
                    raise
            pause.wait(0.05)

    def sign_in(self):
        try:
            self.practice.sign_in()
        except (Refused, *AWAY):
            pass  # asked again with the call that needs it

    def issue(self, number):
        draft = {'id': str(uuid.UUID(int=(SEED << 64) + number, version=4)), 'patient': self.patients[number % len(self.patients)],
                 'lines': [{'aic': self.drug, 'quantity': 1, 'posology': f'C{number:06d}'}], 'overrides': Practice.AGAIN}
        recipes = self.patiently(lambda: self.practice.issue(draft, limit=20))['recipes']
        with self.lock:
            self.issued[number] = recipes[0]['id']
            self.lock.notify_all()

    def withdraw_one(self):
        with self.lock:
            recipe = self.chance.choice(sorted(self.issued.values())) if self.issued else None
        if recipe is None:
            return
        try:
            self.practice.call('prescribing/1', 'Withdraw', {'recipe': recipe}, limit=20)
            self.count['withdrawals asked for'] += 1
        except (Refused, *AWAY):
            pass  # it cannot be withdrawn, or nobody was there: no promise was made

    # ---- what breaks

    def break_line(self):
        kind, more = self.chance.choice(LINE_FAULTS)
        if kind != 'wrong-certificate':
            more = {**more, 'operation': self.chance.choice(OPERATIONS)}
        self.practice.fault(kind, times=self.chance.randint(1, 4), **more)
        self.count[kind] += 1

    def break_operation(self):
        """One operation is away for a while, and all else answers. Not for a number of requests: the practice makes few meanwhile."""
        operation = self.chance.choice(sorted(set(OPERATIONS)))
        kind, more = self.chance.choice((('gateway-timeout', {'processed': False}), ('gateway-timeout', {'processed': True}),
                                         ('no-answer', {'processed': True})))
        self.practice.fault(kind, times=1000, operation=operation, **more)
        with self.lock:
            self.lock.wait_for(self.over, self.chance.randint(2, 8))
        self.patiently(lambda: self.practice.admin_call('/faults', method='DELETE'))
        self.count['an operation away for a while'] += 1

    def kill_host(self):
        self.practice.host.end(signal.SIGKILL)
        self.count['kill -9 of the host'] += 1
        self.practice.start_host()
        self.sign_in()

    def kill_second(self):
        if self.second is None:
            return self.kill_host()
        self.second.end(signal.SIGKILL)
        self.count['kill -9 of the second host'] += 1
        self.second = self.practice.start_second()

    def kill_database(self):
        os.kill(self.practice.server()[0], signal.SIGKILL)
        self.count['kill -9 of PostgreSQL'] += 1

    def kill_service(self):
        self.practice.simulator.end(signal.SIGKILL)
        self.count['kill -9 of the service'] += 1
        self.practice.start_simulator()

    def wrong_unit(self):
        """For a moment the doctor's local health unit is wrong: what is prescribed then is refused."""
        def save(asl):
            account = self.practice.call('accounts/1', 'ListAccounts')['accounts'][0]
            account['doctor']['asl_code'] = asl
            self.practice.call('accounts/1', 'SaveAccount', {'account': account})
        self.patiently(lambda: save('999'))
        before = len(self.issued)
        with self.lock:
            self.lock.wait_for(lambda: len(self.issued) > before or self.over(), 10)
        self.patiently(lambda: save('201'))
        self.count['wrong local health unit'] += 1

    def over(self):
        return len(self.issued) == SENDS or self.done.is_set()

    def break_things(self):
        acts = [(self.break_line, 60), (self.break_operation, 6), (self.withdraw_one, 18), (self.kill_host, 7), (self.kill_second, 4), (self.kill_database, 5),
                (self.kill_service, 4), (self.wrong_unit, 2)]
        # In the short form chance alone might leave one out.
        first = [act for act, _ in acts]
        self.chance.shuffle(first)
        threshold = 0
        while not self.over():
            threshold += self.chance.randint(5, 120 if FULL else 18)
            with self.lock:
                self.lock.wait_for(lambda t=threshold: len(self.issued) >= t or self.over(), 60)
            middle = SENDS // 3 <= len(self.issued) < 2 * SENDS // 3
            if middle and self.second is None:
                self.second = self.patiently_started()
            elif not middle and self.second is not None:
                self.second.end(signal.SIGKILL)
                self.second = None
            act = first.pop() if first else self.chance.choices([a for a, _ in acts], [w for _, w in acts])[0]
            act()

    def patiently_started(self):
        self.patiently(lambda: self.practice.call('database/1', 'CheckHealth'))
        self.count['second host begins'] += 1
        return self.practice.start_second()

    # ---- what came of it

    def practice_recipes(self):
        schema = self.practice.schema
        return {number: (state, nre) for number, state, nre in (
            line.split('\t') for line in self.practice.sql(
                f"select l.posology, r.state, r.nre from {schema}.recipe r join {schema}.recipe_line l "
                "on l.practice_id = r.practice_id and l.recipe = r.id where l.posology ~ '^C[0-9]{6}$'"))}

    def service_recipes(self):
        """(number of the prescription, NRE) of what the service would dispense."""
        rows = self.at_service('select rows, nre from recipe where state <> 4')
        return [(json.loads(text)[0]['motivazNote'], nre) for text, nre in rows]

    def arrived(self):
        """How many the service has judged."""
        return self.at_service("select count(*) from journal where operation = 'InvioPrescritto' and outcome in ('0000', '1020')")[0][0]

    def at_service(self, query):
        database = sqlite3.connect(f'file:{self.practice.directory}/simulator/state.sqlite?mode=ro', uri=True)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def settle(self):
        """All is whole again; what waits goes on by itself."""
        if self.second is not None:
            self.second.end(signal.SIGKILL)
            self.second = None
        self.practice.admin_call('/faults', method='DELETE')
        self.practice.admin_call('/held/deliver', {})
        self.sign_in()
        self.patiently(self.practice.give_credentials)
        limit = 900 if FULL else 120
        wait_until(lambda: not self.unsettled(), limit, lambda: str(collections.Counter(s for s, _ in self.unsettled())))
        wait_until(lambda: self.live_of_accepted() == self.live(), limit,
                   lambda: f'too many {sorted(self.live() - self.live_of_accepted())[:5]}, too few {sorted(self.live_of_accepted() - self.live())[:5]}')

    def unsettled(self):
        return [(state, nre) for state, nre in self.practice_recipes().values() if state not in NAMED]

    def live_of_accepted(self):
        return {(number, nre) for number, (state, nre) in self.practice_recipes().items() if state == 'accepted'}

    def live(self):
        return set(self.service_recipes())

    def test_nothing_is_lost_and_nothing_is_doubled(self):
        print(f'campaign: {SENDS} sends, seed {SEED}', flush=True)
        began = time.monotonic()
        issuers = [threading.Thread(target=it) for it in (*[self.issue_all] * ISSUERS, self.let_more_be_issued)]
        for it in issuers:
            it.start()
        try:
            self.break_things()
        finally:
            if len(self.issued) < SENDS:
                self.done.set()
            for it in issuers:
                it.join()
        self.assertEqual(self.errors, [])
        sent = time.monotonic() - began
        self.settle()
        recipes, service = self.practice_recipes(), self.service_recipes()
        live = collections.Counter(number for number, _ in service)
        wanted = {f'C{number:06d}' for number in range(1, SENDS + 1)}
        states = collections.Counter(state for state, _ in recipes.values())
        print(json.dumps({'seed': SEED, 'sends': SENDS, 'seconds': round(sent, 1), 'settled_after_s': round(time.monotonic() - began, 1),
                          'states': states, 'live_at_service': len(service), 'lost': len(wanted - set(recipes)),
                          'doubled': sum(1 for n in live.values() if n > 1), 'faults': self.count}), flush=True)
        self.assertEqual(wanted - set(recipes), set(), 'lost')
        self.assertEqual({number for number, n in live.items() if n > 1}, set(), 'doubled')
        self.assertEqual(set(states) - set(NAMED), set(), 'without a named state')
        self.assertEqual(set(service), self.live_of_accepted())
        self.assertEqual(len({nre for _, nre in service}), len(service))


if __name__ == '__main__':
    unittest.main()
