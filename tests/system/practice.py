# SPDX-License-Identifier: Apache-2.0
"""A practice for tests: the simulator and the host as programs of their own, in a directory that ends with the test."""
import atexit
import json
import os
import pathlib
import pwd
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

ROOT = os.geteuid() == 0
AS_NOBODY = ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--']


def reachable_build():
    """The build, or a copy of what runs where the build lies in a folder that an unprivileged user cannot enter."""
    build = pathlib.Path(os.environ['CURANTE_BUILD'])
    if not ROOT or subprocess.run([*AS_NOBODY, 'test', '-x', build / 'bin/curante'], check=False).returncode == 0:
        return build
    copy = pathlib.Path(tempfile.mkdtemp(prefix='curante-build-'))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    (copy / 'bin').mkdir()
    for name in ('curante', 'sistema-ts-simulator', 'bench-kernel'):
        shutil.copy2(build / 'bin' / name, copy / 'bin')
    for name in ('lib', 'share'):
        shutil.copytree(build / name, copy / name)
    return copy


BUILD = reachable_build()
PASSWORD = 'Prova-di-sistema-1'
# The simulator's doctor of Lazio (tests/simulators/data/identities.csv).
DOCTOR = {'user': 'FBBGLI74C52H501K', 'password': 'Lazio2026a', 'pincode': '1201000001'}


class Refused(Exception):
    """An answer that is no success: its HTTP status and the three texts of the error."""

    def __init__(self, status, body):
        super().__init__(f'{status} {body}')
        self.status, self.code = status, body.get('code')
        self.message, self.remedy = body.get('message'), body.get('remedy')


class Program:
    """A program that says «ready …» when it is; its output is read to the end by a thread."""

    def __init__(self, command, log, as_nobody=False):
        if ROOT and as_nobody:
            command = AS_NOBODY + command
        self.lines, self.changed = [], threading.Condition()
        self.log = log
        with open(log, 'ab') as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.strip())
                self.changed.notify_all()
        with self.changed:
            self.lines.append(None)
            self.changed.notify_all()

    def ready_line(self, limit=90):
        with self.changed:
            self.changed.wait_for(lambda: any(l is None or l.startswith('ready') for l in self.lines), limit)
        for line in self.lines:
            if line and line.startswith('ready'):
                return line
        raise AssertionError('the program did not become ready: ' + self.last_words())

    def last_words(self):
        return pathlib.Path(self.log).read_text(errors='replace')[-3000:]

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(60)


class Practice:
    def __init__(self, profile='demo', region='lazio', seed=0):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix='curante-'))
        self.profile, self.region = profile, region
        for name in ('simulator', 'host'):
            (self.directory / name).mkdir()
        (self.directory / 'password').write_text(PASSWORD + '\n')
        if ROOT:
            nobody = pwd.getpwnam('nobody')
            os.chown(self.directory, nobody.pw_uid, nobody.pw_gid)
            for entry in self.directory.iterdir():
                os.chown(entry, nobody.pw_uid, nobody.pw_gid)
        self.simulator = self.host = self.token = self.port = None
        self.start_simulator()
        self.start_host()
        self.sign_in()
        if seed:
            self.tool('demo', 'seed', '--patients', str(seed), '--lines-per-patient', '10')

    # ---- programs

    def start_simulator(self):
        port = self.sts.rsplit(':', 1)[1] if self.simulator else '0'
        admin = self.admin.rsplit(':', 1)[1] if self.simulator else '0'
        self.simulator = Program([str(BUILD / 'bin/sistema-ts-simulator'), '--state', str(self.directory / 'simulator'),
                                  '--port', port, '--admin-port', admin], self.directory / 'simulator.log', as_nobody=True)
        _, self.sts, _, self.admin = self.simulator.ready_line().split()

    def host_command(self, *more):
        command = [str(BUILD / 'bin/curante'), 'serve', '--region', self.region, '--profile', self.profile,
                   '--data', str(self.directory / 'host'), '--port', str(self.port or 0)]
        settings = {'curante.sac.endpoint': self.sts, 'curante.sac.a2f_endpoint': self.sts,
                    'curante.sac.lots_endpoint': self.sts, 'curante.sac.timeout_ms': '3000', 'curante.sac.probe_ms': '300',
                    'curante.sac.white_endpoint': self.sts, 'curante.sac.ask_every_ms': '500', 'curante.sac.idle_probe_ms': '1000',
                    'curante.sac.hold_probe_ms': '500',
                    'curante.sac.sanitel_certificate': f'{self.directory}/simulator/sanitel.pem',
                    'curante.sac.ca_file': f'{self.directory}/simulator/ca.pem',
                    'curante.accounts.bootstrap_user': 'medico',
                    'curante.accounts.bootstrap_password_file': f'{self.directory}/password',
                    'curante.accounts.bootstrap_first_name': 'GIULIA', 'curante.accounts.bootstrap_last_name': 'FABBRI',
                    'curante.accounts.bootstrap_fiscal_code': DOCTOR['user'], 'curante.accounts.bootstrap_asl_code': '201'}
        for name, value in settings.items():
            command += ['--set', f'{name}={value}']
        return command + (['--user', 'nobody'] if ROOT else []) + list(more)

    def start_host(self):
        self.host = Program(self.host_command(), self.directory / 'host.log')
        self.url = self.host.ready_line().split()[1]
        self.port = int(self.url.rsplit(':', 1)[1])

    def tool(self, *words, check=True, stdin=None, limit=120):
        command = [str(BUILD / 'bin/curante'), *words, '--data', str(self.directory / 'host')]
        environment = dict(os.environ, HOME=str(self.directory))
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=environment, input=stdin, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f'{words}: {done.stdout}{done.stderr}')
        return done

    def close(self):
        """Ends the programs. One that still ran must end well: a sanitizer speaks by the exit code."""
        running = [it for it in (self.host, self.simulator) if it and it.process.poll() is None]
        failed = [f'ended with {code}: {it.last_words()}' for it in running if (code := it.end()) != 0]
        shutil.rmtree(self.directory, ignore_errors=True)
        if failed:
            raise AssertionError('; '.join(failed))

    # ---- calls

    def request(self, path, body=None, headers=None, token=True, limit=60):
        context = ssl._create_unverified_context()
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers={'Content-Type': 'application/json', **(headers or {})})
        if token and self.token:
            request.add_header('Authorization', 'Bearer ' + (self.token if token is True else token))
        try:
            with urllib.request.urlopen(request, timeout=limit, context=context) as answer:
                return answer.read(), answer.headers
        except urllib.error.HTTPError as refused:
            raise Refused(refused.code, json.loads(refused.read())) from None

    def call(self, contract, name, body=None, **more):
        return json.loads(self.request(f'/api/{contract}/{name}', body or {}, **more)[0])

    def sign_in(self, user='medico', password=PASSWORD):
        session = self.call('accounts/1', 'SignIn', {'user_name': user, 'password': password},
                            headers={'X-Curante-Client': 'api'}, token=False)
        if user == 'medico':
            self.token = session['token']
        return session['token']

    def give_credentials(self):
        self.call('sistema-ts/1', 'SaveCredentials', DOCTOR)
        return self.call('sistema-ts/1', 'RequestToken')

    def complete_letterhead(self, **more):
        """What the head of a white or a red recipe says of its doctor."""
        me = next(a for a in self.call('accounts/1', 'ListAccounts')['accounts'] if a['user_name'] == 'medico')
        me['doctor'].update(address='VIA DELLO STUDIO 1', postal_code='00185', municipality='ROMA', province='RM',
                            phone='0612345678', register_number='RM 12345')
        me['doctor'].update(more)
        self.call('accounts/1', 'SaveAccount', {'account': me})

    def admin_call(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.admin + path, data=data, method=method,
                                         headers={'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b'null')

    def fault(self, kind, **more):
        return self.admin_call('/faults', {'kind': kind, **more})

    # ---- practice

    def new_patient(self, last_name='Rossi', **more):
        """A patient without a codice fiscale that would have to agree with the name."""
        number = uuid.uuid4().int % 10_000_000
        patient = {'last_name': last_name, 'first_name': 'Maria', 'sex': 'F', 'birth_date': '1957-03-21',
                   'fiscal_code': f'STP120201{number:07d}', 'doctor': self.me()['account'], **more}
        return self.call('chart/1', 'SavePatient', {'patient': patient})

    def me(self):
        return self.call('accounts/1', 'WhoAmI')

    def drug(self, text='paracetamolo'):
        for drug in self.call('formulary/1', 'Search', {'text': text, 'limit': 50})['drugs']:
            if drug['drug_class'] == 'A' and not drug['notes']:
                return drug
        raise AssertionError('no plain drug found for ' + text)

    # Tests prescribe the same to the same patient on one day: that is to be confirmed with a reason.
    AGAIN = [{'code': 'prescribed-today', 'line': 1, 'reason': 'serve davvero'}]

    def draft(self, patient, drug=None, quantity=1):
        return {'id': str(uuid.uuid4()), 'patient': patient['id'], 'overrides': self.AGAIN,
                'lines': [{'aic': (drug or self.drug('ramipril'))['aic'], 'quantity': quantity, 'posology': '1 al giorno'}]}

    def issue(self, draft, **more):
        return self.call('prescribing/1', 'Issue', {'draft': draft}, **more)

    def settled(self, prescription, states=('accepted', 'refused', 'attention', 'withdrawn'), limit=60):
        """The prescription once all its recipes are in one of the states."""
        last = {}

        def there():
            last.update(self.call('prescribing/1', 'Get', {'prescription': prescription}))
            return all(r['state'] in states for r in last['recipes'])
        wait_until(there, limit, lambda: f'{[(r["state"], r["problem"]) for r in last["recipes"]]}')
        return last

    def promemoria(self, prescription):
        """The document of an accepted prescription's first recipe: it is made right after the acceptance."""
        found = []

        def there():
            found[:] = [self.call('prescribing/1', 'Get', {'prescription': prescription})['recipes'][0]['document']]
            return bool(found[0])
        wait_until(there)
        return found[0]

    def live_recipes(self):
        """What the simulator holds and would dispense."""
        return [r for r in self.admin_call('/recipes')['recipes'] if int(r['state']) == 3]


def wait_until(condition, limit=60, explain=lambda: ''):
    """Asks again until it is so: there is nothing outside the programs that could tell."""
    end = time.monotonic() + limit
    pause = threading.Event()
    while not condition():
        if time.monotonic() > end:
            raise AssertionError('it did not come to be: ' + explain())
        pause.wait(0.05)
