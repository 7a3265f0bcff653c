# SPDX-License-Identifier: Apache-2.0
"""How fast recipes leave the house: what waits while the service is away, from the moment it is back.

Everything shares the machine: host, PostgreSQL, and the simulated service with its promemoria. Beside our figures stand the
limits of the same run: how many recipes the service takes when nobody else runs, and its answer time.

What a second host adds is measured twice. On the same processors it can add only what the first one left idle. On a machine of
its own, which is what a practice's second host is, it brings a processor: there each host has a fifth of one.
"""
import concurrent.futures
import contextlib
import pathlib
import signal
import statistics
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2] / 'system'), str(HERE.parent)]
import service_alone  # noqa: E402
from campaign_test import Broken  # noqa: E402
from processor_share import ProcessorShare, can_share  # noqa: E402
from practice import BUILD, DOCTOR, PASSWORD, wait_until  # noqa: E402

# Further doctors of the simulator (tests/simulators/data/identities.csv): rows of one doctor begin in order, eight at a time at most.
OTHERS = [{'user': 'MRNSFN66S05H501J', 'password': 'Lazio2026b', 'pincode': '1201000002', 'asl': '202', 'names': ('STEFANO', 'MARINELLI')},
          {'user': 'TMSCLD59A30D810V', 'password': 'Lazio2026d', 'pincode': '1201000004', 'asl': '112', 'names': ('CLAUDIO', 'TOMASSI')}]
# How long the service takes to answer: not at all, as a near one, as one across the Internet. The longer, the less of a machine
# one host needs for what it sends at a time, and the more a second one adds.
DELAYS_MS = (0, 20, 100)
# Of one processor, for each of hosts that stand for machines of their own.
OWN_SHARE = 0.2
# One host and two in turn, and turned round: the tables grow from stage to stage.
ROUNDS = (False, True, True, False)


class Bench(Broken):
    """A practice that is watched through one connection: a program for each look would cost as much as many recipes."""
    watcher = None
    watching = threading.Lock()

    def find_tables(self):
        super().find_tables()
        self.recipes = f"{self.schema_of('recipe')}.recipe"

    def look(self, text):
        """The first column of the first row."""
        with self.watching:
            if self.watcher is None:
                self.watcher = subprocess.Popen(self.psql(self.database), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd='/')
            self.watcher.stdin.write(text + ';\n')
            self.watcher.stdin.flush()
            return self.watcher.stdout.readline().strip()

    def close(self):
        if self.watcher is not None:
            self.watcher.communicate()
        super().close()

    def host_command(self, *more):
        # The figures are of a practice with its ordinary waits.
        return super().host_command('--set', 'curante.sac.timeout_ms=20000', '--set', 'curante.prescribing.lease_ms=180000', *more)


def add_doctors(practice):
    """A token for each doctor, the first one's included."""
    practice.give_credentials()
    tokens = [practice.token]
    for it in OTHERS:
        name = it['names'][1].lower()
        practice.call('accounts/1', 'SaveAccount', {'password': PASSWORD, 'account': {
            'user_name': name, 'display_name': name, 'role': 'titolare', 'doctor': {
                'first_name': it['names'][0], 'last_name': it['names'][1], 'fiscal_code': it['user'], 'region_code': '120',
                'asl_code': it['asl']}}})
        token = practice.sign_in(name)
        practice.call('sistema-ts/1', 'SaveCredentials', {key: it[key] for key in ('user', 'password', 'pincode')}, token=token)
        practice.call('sistema-ts/1', 'RequestToken', token=token)
        tokens.append(token)
    return tokens


def fill(practice, tokens, patients, aic, each):
    """At least `each` recipes of each doctor wait; the service must be away."""
    def issue(token):
        while counted(practice, 'waiting') < each * len(tokens):
            done = subprocess.run([BUILD / 'bin/bench-issue', practice.url, token, aic, '1', '1', *patients],
                                  capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise RuntimeError(done.stdout + done.stderr[:300])
    with concurrent.futures.ThreadPoolExecutor(len(tokens)) as pool:
        list(pool.map(issue, tokens))


def counted(practice, state):
    return int(practice.look(f"select count(*) from {practice.recipes} where state = '{state}'"))


def processors():
    """Ticks of all processors since the machine started: those of work, and all."""
    # Without what a virtual machine's host took for others.
    ticks = [int(it) for it in pathlib.Path('/proc/stat').read_text().splitlines()[0].split()[1:8]]
    idle = ticks[3] + ticks[4]
    return sum(ticks) - idle, sum(ticks)


@contextlib.contextmanager
def on_machines_of_their_own(practice):
    hosts = {'first': practice.host.process.pid, **{name: other.process.pid for name, (other, _) in practice.others.items()}}
    with contextlib.ExitStack() as shares:
        for name, pid in hosts.items():
            shares.callback(ProcessorShare(name, pid, OWN_SHARE).end)
        yield


def drained(practice, delay_ms=0, second=False, own=False):
    """Recipes a second between the tenth and the nine tenths of what waits, and the share of the processors that worked
    meanwhile: where it is near one, a further host has nothing left to take. Starts the service."""
    if second:
        practice.start_other('second')
    before, waiting = counted(practice, 'accepted'), counted(practice, 'waiting')
    with on_machines_of_their_own(practice) if own else contextlib.nullcontext():
        practice.start_simulator()
        if delay_ms:
            practice.fault('delay', times=0, delay_ms=delay_ms)
        marks = []
        for share in (0.1, 0.9):
            wait_until(lambda s=share: counted(practice, 'accepted') - before >= s * waiting, 600)
            marks.append((time.monotonic(), counted(practice, 'accepted'), *processors()))
    wait_until(lambda: counted(practice, 'waiting') == 0, 600)
    if second:
        practice.kill_other('second', signal.SIGTERM)
    (began, first, worked, ticks), (ended, last, worked_then, ticks_then) = marks
    return (last - first) / (ended - began), (worked_then - worked) / (ticks_then - ticks)


def hundred_of_one_doctor(practice, patients, aic):
    """Seconds until 100 prepared recipes of one doctor are accepted, in order, by a service that answers in 300 ms."""
    practice.fault('delay', times=0, delay_ms=300)
    before, began = counted(practice, 'accepted'), time.monotonic()
    for number in range(100):
        practice.issue(practice.draft({'id': patients[number % len(patients)]}, {'aic': aic}))
    wait_until(lambda: counted(practice, 'accepted') - before >= 100, 300)
    took = time.monotonic() - began
    practice.admin_call('/faults', method='DELETE')
    return took


def in_turn(stage):
    """The means of `stage(second)`, each figure by itself, for one host and for two."""
    of = {False: [], True: []}
    for second in ROUNDS:
        of[second].append(stage(second))
    return {second: tuple(map(statistics.mean, zip(*figures))) for second, figures in of.items()}


def measure(each=300):
    practice = Bench()
    try:
        practice.find_tables()
        tokens = add_doctors(practice)
        patients = [practice.new_patient()['id'] for _ in range(300)]
        aic = practice.drug('ramipril')['aic']

        def stage(second, delay_ms=0, own=False):
            practice.simulator.end()
            fill(practice, tokens, patients, aic, each)
            figures = drained(practice, delay_ms, second, own)
            practice.admin_call('/faults', method='DELETE')
            return figures

        figures = {'service_alone': service_alone.rate(practice, DOCTOR), 'hundred_s': hundred_of_one_doctor(practice, patients, aic)}
        for delay_ms in DELAYS_MS:
            figures[delay_ms] = in_turn(lambda second, delay_ms=delay_ms: stage(second, delay_ms))
        if can_share():
            figures['own'] = in_turn(lambda second: stage(second, own=True))
        return figures
    finally:
        for name in list(practice.others):
            practice.kill_other(name, signal.SIGKILL)
        practice.close()


def say_hosts(say, name, of, goals):
    """Of one host and of two: `goals` are of the one's rate, and of what the second adds."""
    (one, busy), (two, both_busy) = of[False], of[True]
    say(f'outbox_rate_{name}', one, 'recipes/s', goals[0])
    say(f'outbox_rate_{name}_busy', busy, 'share of processors', 'told for comparison')
    say(f'outbox_rate_{name}_two_hosts', two, 'recipes/s', 'told for comparison')
    say(f'outbox_rate_{name}_two_hosts_busy', both_busy, 'share of processors', 'told for comparison')
    say(f'outbox_second_host_gain_{name}', two / one, 'ratio', goals[1])


def say_all(say):
    figures = measure()
    say('service_alone', figures['service_alone'], 'recipes/s', 'limit of the same run: what the service takes with nobody beside it')
    for delay_ms in DELAYS_MS:
        say_hosts(say, f'{delay_ms}ms', figures[delay_ms],
                  ('told for comparison' if delay_ms else '>=200', '>1 where processors are left for it'))
    if 'own' in figures:
        say_hosts(say, '0ms_own_machine', figures['own'], ('told for comparison', '>1'))
    else:
        print('outbox on machines of their own: not measured, this machine lets no one set control groups', file=sys.stderr)
    say('outbox_share_of_service', figures[0][False][0] / figures['service_alone'], 'ratio', 'told for comparison')
    say('validate_100_at_300_ms', figures['hundred_s'], 's', '<=60 (one after the other: 30)')


if __name__ == '__main__':
    import json
    say_all(lambda name, value, unit, goal: print(json.dumps({'name': name, 'value': round(value, 3), 'unit': unit, 'goal': goal}), flush=True))
