# SPDX-License-Identifier: Apache-2.0
"""The practice of the campaign: four people who prescribe and prepare, up to three hosts on one database, short waits."""
import copy
import http.client
import json
import os
import random
import ssl
import subprocess
import threading
import time
import urllib.error

from practice import AS_NOBODY, DOCTOR, PASSWORD, ROOT, Program, Refused
from red_recipes_test import RedPractice, code
from substitute_test import SUBSTITUTE

# The simulator's other doctor of Lazio.
COLLEAGUE = {'user': 'MRNSFN66S05H501J', 'password': 'Lazio2026b', 'pincode': '1201000002'}
ACCESS = {'medico': DOCTOR, 'collega': COLLEAGUE, 'sostituta': SUBSTITUTE}
# What a killed or starting program looks like from outside.
AWAY = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError, json.JSONDecodeError)


class Broken(RedPractice):
    """A practice whose waits are short, so that what is broken is found out in this test's time."""
    full = False  # many prescriptions

    def __init__(self):
        self.others, self.tokens, self.pads, self.pad = {}, {}, 0, threading.Lock()
        super().__init__()

    def host_command(self, *more):
        # Burnt numbers are many here, and each is asked after again and again. A red file is looked for longer than one is held up.
        short = {'curante.sac.timeout_ms': '1500' if self.full else '700', 'curante.sac.probe_ms': '200',
                 'curante.prescribing.lease_ms': '10000' if self.full else '6000',
                 'curante.sac.ask_every_ms': '20000' if self.full else '2000', 'curante.sac.resend_wait_ms': '200',
                 'curante.sac.hold_probe_ms': '200', 'curante.red-recipes.grace_ms': '6000',
                 'curante.red-recipes.lease_ms': '10000' if self.full else '6000'}
        return super().host_command(*(word for name, value in short.items() for word in ('--set', f'{name}={value}')), *more)

    # ---- the database

    def server(self):
        """The lock file of the embedded server: its process, and where its socket is."""
        lines = (self.directory / 'host/database/cluster/postmaster.pid').read_text().splitlines()
        return int(lines[0]), lines[4]

    def psql(self, database):
        return [*(AS_NOBODY if ROOT else []), 'psql', '-h', self.server()[1], '-U', 'curante_owner', '-qAtX', '-F', '\t', '-d', database]

    def sql(self, text, database=None, limit=60):
        """Asks again while the server was killed and is not back."""
        end = time.monotonic() + limit
        pause = threading.Event()
        while True:
            try:
                command = [*self.psql(database or self.database), '-c', text]
                done = subprocess.run(command, capture_output=True, text=True, cwd='/', check=True)
                return [line.split('\t') for line in done.stdout.splitlines()]
            except (subprocess.CalledProcessError, FileNotFoundError, IndexError, ValueError):
                if time.monotonic() > end:
                    raise
            pause.wait(0.1)

    def find_tables(self):
        self.database = self.sql("select datname from pg_database where not datistemplate and datname <> 'postgres'", 'postgres')[0][0]

    def schema_of(self, table):
        return self.sql(f"select quote_ident(schemaname) from pg_tables where tablename = '{table}'")[0][0]

    # ---- other hosts on it

    def start_other(self, name):
        folder = self.directory / name
        if not folder.exists():
            folder.mkdir()
            if ROOT:
                os.chown(folder, *os.stat(self.directory)[4:6])
        command = self.host_command('--set', f'curante.database.connection=host={self.server()[1]} user=curante_owner dbname={self.database}',
                                    '--set', f'curante.database.directory={self.directory}/host/database',
                                    '--set', f'curante.sac.practice_key_file={self.directory}/host.key',
                                    '--set', f'curante.sac.ledger_file={self.directory}/{name}.nre')
        command[command.index('--data') + 1] = str(folder)
        command[command.index('--port') + 1] = '0'
        other = Program(command, self.directory / f'{name}.log')
        self.others[name] = (other, other.ready_line().split()[1])

    def kill_other(self, name, how):
        self.others.pop(name)[0].end(how)

    # ---- who works here

    def employ(self):
        """A colleague, a substitute and a secretary; the doctor's own account is there."""
        doctors = {'collega': ('titolare', 'STEFANO', 'MARINELLI', {'asl_code': '202', 'region_code': '120', 'specialisation': 'F'}),
                   'sostituta': ('sostituto', 'ELISA', 'CONTI', {'asl_code': '000', 'region_code': '120', 'specialisation': 'F'})}
        for user, (role, first, last, more) in doctors.items():
            doctor = {'first_name': first, 'last_name': last, 'fiscal_code': ACCESS[user]['user'], **more}
            self.call('accounts/1', 'SaveAccount', {'password': PASSWORD, 'account': {
                'user_name': user, 'display_name': f'{first} {last}', 'role': role, 'doctor': doctor}})
        self.call('accounts/1', 'SaveAccount', {'password': PASSWORD, 'account': {
            'user_name': 'segreteria', 'display_name': 'Anna Verdi', 'role': 'collaboratore'}})
        for user in (*ACCESS, 'segreteria'):
            self.enter(user)
        self.give_all_credentials()
        self.complete_letterhead()
        self.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        self.next_pad()

    def give_all_credentials(self):
        for user, access in ACCESS.items():
            self.asked(user, 'sistema-ts/1', 'SaveCredentials', access)
            self.asked(user, 'sistema-ts/1', 'RequestToken')

    def enter(self, user):
        self.tokens[user] = self.sign_in(user, PASSWORD)

    def next_pad(self):
        self.pads += 1
        self.asked('medico', 'red-recipes/1', 'SetBlock',
                   {'printer': 'Rossa', 'first_code': code(0, f'12026{self.pads:07d}'), 'confirmed': True})

    def next_pad_if_needed(self):
        with self.pad:
            if not self.asked('medico', 'red-recipes/1', 'ListBlocks')['blocks'][0]['next_code']:
                self.next_pad()

    def window(self):
        """A screen at any of the hosts."""
        it = copy.copy(self)
        it.url = random.choice([self.url, *(url for _, url in list(self.others.values()))])
        return it

    def once(self, user, contract, name, body=None, limit=20):
        it = self.window()
        try:
            return it.call(contract, name, body or {}, token=self.tokens[user], limit=limit)
        except Refused as e:
            if e.status == 401:
                self.tokens[user] = it.sign_in(user, PASSWORD)
            raise

    def asked(self, user, contract, name, body=None, limit=20):
        return self.patiently(lambda: self.once(user, contract, name, body, limit))

    @staticmethod
    def patiently(ask, limit=120):
        """Asks until there is an answer: the same again, as a screen does after a broken line."""
        end = time.monotonic() + limit
        pause = threading.Event()
        while True:
            try:
                return ask()
            except Refused as e:
                if e.status != 401 and e.status < 500 or time.monotonic() > end:
                    raise
            except AWAY:
                if time.monotonic() > end:
                    raise
            pause.wait(0.05)

    def printed(self, recipe):
        """A red recipe lies on its form: what kept it from that is done away with, and it is printed now."""
        pause = threading.Event()
        while not recipe['paper_code']:
            try:
                recipe = self.asked('medico', 'prescribing/1', 'GoOnAsRed', {'recipe': recipe['id']})
            except Refused as e:
                if e.code in ('block-exhausted', 'block-missing'):
                    self.next_pad_if_needed()
                elif e.code not in ('recipe-uncertain', 'red-form-unfinished'):
                    raise
            pause.wait(0.05)
        return recipe
