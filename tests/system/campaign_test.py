# SPDX-License-Identifier: Apache-2.0
"""Many prescriptions of every kind while everything breaks: in the end none is lost, none is there twice, each has a named state.

CURANTE_CAMPAIGN_SENDS (default 200) and CURANTE_CAMPAIGN_SEED choose size and chance; both are printed. What breaks: the
services' answers, the services, the hosts, their database; a second host works on it for the middle third, a third for a while.
Each fault and each act falls at least once, and that is asserted. When all is whole again a person answers what only a person
can; then nothing is left that waits.
"""
import collections
import concurrent.futures
import functools
import itertools
import json
import os
import random
import signal
import threading
import time
import unittest

from campaign_faults import OPERATIONS, LineFaults, line_faults, named
from campaign_oracle import NAMED, Oracle
from campaign_person import Person
from campaign_plan import Plan
from campaign_practice import AWAY, Broken
from practice import Refused, wait_until

SENDS = int(os.environ.get('CURANTE_CAMPAIGN_SENDS', '200'))
SEED = int(os.environ.get('CURANTE_CAMPAIGN_SEED', str(random.SystemRandom().randrange(1_000_000))))
Broken.full = FULL = SENDS >= 2000
ISSUERS = 3
BACKLOG = 60  # as many wait at most, so that things break while they are sent and not only while they are written
BULK = 5  # prepared ones are validated so many at once


@unittest.skipIf(SENDS <= 0, 'CURANTE_CAMPAIGN_SENDS is 0')
class Campaign(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = Broken()
        cls.addClassCleanup(cls.close)
        p.find_tables()
        p.employ()
        cls.plan = Plan(p, SEED, SENDS)
        cls.oracle = Oracle(p, cls.plan)

    @classmethod
    def close(cls):
        for name in list(cls.practice.others):
            cls.practice.kill_other(name, signal.SIGKILL)
        cls.practice.close()

    def setUp(self):
        self.chance, self.done = random.Random(SEED), threading.Event()
        self.next, self.issued, self.lock = 0, {}, threading.Condition()
        self.allowed, self.gate = 0, BACKLOG
        self.waiting = []  # prepared, and not validated yet
        self.count, self.errors = collections.Counter(), []
        # Numbers of prescriptions: a withdrawal was asked for, and was promised; written while the doctor's unit was wrong.
        self.wished, self.promised, self.may_be_refused = set(), set(), set()
        self.wrong_units = itertools.count(1)
        self.unit = 0  # odd: it is wrong
        self.faults = LineFaults(self.practice)
        self.person = Person(self.practice, self.plan, self.oracle)

    # ---- what users do

    def issue_all(self):
        try:
            while True:
                with self.lock:
                    self.lock.wait_for(lambda: self.next < self.allowed or self.next == SENDS or self.done.is_set())
                    if self.done.is_set():
                        return
                    if self.next == SENDS:
                        break
                    self.next += 1
                    number = self.next
                self.prepare(number) if self.plan.kind(number) == 'prepared' else self.issue(number)
            self.validate_waiting(least=1)
        except Exception as e:  # pylint: disable=broad-except
            with self.lock:
                self.errors.append(repr(e))
                self.done.set()
                self.lock.notify_all()

    def let_more_be_issued(self):
        pause = threading.Event()
        while not self.over():
            red = sum(1 for number in list(self.issued) if self.plan.way(number) == 'red')
            with self.lock:
                # What was withdrawn before it was sent never arrives.
                self.allowed = min(self.oracle.judged() + red + BACKLOG + len(self.promised), self.gate)
                self.lock.notify_all()
            pause.wait(0.1)

    def call(self, number, name, body):
        return self.practice.asked(self.plan.author(number), 'prescribing/1', name, body)

    def issue(self, number):
        unit = self.unit
        recipe, = self.call(number, 'Issue', {'draft': self.plan.draft(number)})['recipes']
        if self.plan.way(number) == 'red':
            self.practice.printed(recipe)
        self.note(number, recipe['id'], unit)

    def note(self, number, recipe, unit):
        """It is issued. `unit`: as the doctor's local health unit was before."""
        with self.lock:
            if (unit % 2 or unit != self.unit) and self.plan.kind(number) != 'colleague' and self.plan.way(number) != 'red':
                self.may_be_refused.add(number)
            self.issued[number] = recipe
            self.lock.notify_all()

    def prepare(self, number):
        prepared = self.practice.asked('segreteria', 'prescribing/1', 'Prepare', {'draft': self.plan.draft(number)})
        with self.lock:
            self.waiting.append((number, prepared))
        self.validate_waiting(least=BULK)

    def validate_waiting(self, least):
        """The doctor approves of all that waits, in two windows at once."""
        with self.lock:
            if len(self.waiting) < least:
                return
            bulk, self.waiting = self.waiting, []
        unit, open_ = self.unit, {prepared['id']: prepared['seen'] for _, prepared in bulk}
        for _ in range(20):
            approvals = {'approvals': [{'prepared': it, 'seen': seen} for it, seen in open_.items()]}
            with concurrent.futures.ThreadPoolExecutor(2) as windows:
                both = list(windows.map(lambda _: self.call(bulk[0][0], 'Validate', approvals)['outcomes'], range(2)))
            for one, other in zip(*both):
                outcomes = {one['outcome'], other['outcome']}
                if outcomes & {'issued', 'already_issued'}:
                    open_.pop(one['prepared'])
                elif 'blocked' in outcomes:
                    open_[one['prepared']] = next(it['seen'] for it in (one, other) if it['outcome'] == 'blocked')
                elif outcomes != {'failed'}:
                    raise AssertionError(f'{one} {other}')
            if not open_:
                break
        else:
            raise AssertionError(f'not validated: {[it["code"] for it in both[0]]}')
        for number, prepared in bulk:
            recipe, = self.call(number, 'Get', {'prescription': prepared['id']})['recipes']
            self.note(number, recipe['id'], unit)

    def withdraw_one(self):
        with self.lock:
            number = self.chance.choice(sorted(self.issued)) if self.issued else None
        if number is None:
            return
        self.wished.add(number)
        try:
            self.practice.once(self.plan.author(number), 'prescribing/1', 'Withdraw', {'recipe': self.issued[number]})
            self.promised.add(number)
        except (Refused, *AWAY):
            pass  # it cannot be withdrawn, or nobody was there: no promise was made

    # ---- what breaks

    def break_line(self):
        self.faults.inject(self.chance.choice(line_faults(FULL)), self.chance.choice(OPERATIONS), self.chance.randint(1, 4))

    def break_sending(self, fault):
        """Of what is sent all the time. Whether it fell: else it is to fall later."""
        self.faults.inject(fault, 'InvioPrescritto', self.chance.randint(1, 3))
        wait = threading.Event()
        end = time.monotonic() + 10
        while not self.faults.has_fallen(fault):
            if time.monotonic() > end or self.done.is_set():
                return False
            wait.wait(0.1)
        return True

    def break_operation(self):
        """One operation is away for a while, and all else answers. Not for a number of requests: the practice makes few meanwhile."""
        operation = self.chance.choice(sorted(set(OPERATIONS)))
        kind, more = self.chance.choice((('gateway-timeout', {'processed': False}), ('gateway-timeout', {'processed': True}),
                                         ('no-answer', {'processed': True})))
        self.practice.fault(kind, times=1000, operation=operation, **more)
        with self.lock:
            self.lock.wait_for(self.over, self.chance.randint(2, 8 if FULL else 4))
        self.faults.clear()

    def kill_host(self):
        self.practice.host.end(signal.SIGKILL)
        self.practice.start_host()

    def kill_second(self):
        self.practice.kill_other('second', signal.SIGKILL)
        self.begin('second')

    def third_host(self):
        """For a short while three work on one database."""
        self.begin('third')
        self.more_is_issued(12)
        self.practice.kill_other('third', signal.SIGKILL)

    def begin(self, name):
        self.practice.patiently(lambda: self.practice.once('medico', 'database/1', 'CheckHealth'))
        self.practice.start_other(name)

    def kill_database(self):
        os.kill(self.practice.server()[0], signal.SIGKILL)

    def kill_service(self):
        self.faults.forget()
        self.practice.simulator.end(signal.SIGKILL)
        self.practice.start_simulator()

    def print_while_down(self):
        """The service is down: what waits is printed on red forms instead, some of it just when the service is back."""
        self.faults.forget()
        self.practice.simulator.end(signal.SIGKILL)
        marks = {self.plan.mark(n): n for n in self.plan.numbers() if self.plan.kind(n) == 'drug' and n not in self.plan.moved}
        with self.lock:
            self.gate = min(self.gate + 4, SENDS - 1)
        self.more_is_issued(2, 3)
        waiting = [(marks[mark], it.recipe) for mark, (it, *_) in self.oracle.kept().items() if it.state == 'waiting' and mark in marks]
        self.chance.shuffle(waiting)
        for left, (number, recipe) in zip(reversed(range(len(waiting[:6]))), waiting):
            if not left:
                self.practice.start_simulator()
            try:
                self.practice.asked('medico', 'prescribing/1', 'GoOnAsRed', {'recipe': recipe})
                self.plan.moved.add(number)
            except Refused as e:  # one that may just be on its way goes on so
                if e.code.startswith('block-'):
                    self.practice.next_pad_if_needed()
        if self.practice.simulator.process.poll() is not None:
            self.practice.start_simulator()
        return bool(self.plan.moved)

    def wrong_unit(self):
        """For a moment the doctor's local health unit is wrong: what is prescribed then is refused."""
        def save(asl):
            accounts = self.practice.once('medico', 'accounts/1', 'ListAccounts')['accounts']
            account = next(it for it in accounts if it['user_name'] == 'medico')
            account['doctor']['asl_code'] = asl
            self.practice.once('medico', 'accounts/1', 'SaveAccount', {'account': account})
        self.unit = next(self.wrong_units)
        self.practice.patiently(lambda: save('999'))
        self.more_is_issued(2)
        self.practice.patiently(lambda: save('201'))
        self.unit = next(self.wrong_units)

    def more_is_issued(self, many, limit=10):
        before = len(self.issued)
        with self.lock:
            self.lock.wait_for(lambda: len(self.issued) >= before + many or self.over(), limit)

    def people_answer(self):
        """A person answers what only a person can: when nothing of what they look for is on its way."""
        self.faults.clear()
        wait_until(self.nothing_is_held)
        with self.lock:
            self.lock.wait_for(self.done.is_set, 3)  # as long as an answer was delayed
        self.person.answer_all()

    def nothing_is_held(self):
        self.practice.admin_call('/held/deliver', {})
        return not self.practice.admin_call('/held')['held']

    def over(self):
        return len(self.issued) == SENDS or self.done.is_set()

    def break_things(self):
        usual = [(self.break_line, 60), (self.break_operation, 6), (self.withdraw_one, 18), (self.kill_host, 7), (self.kill_database, 5),
                 (self.kill_service, 4), (self.print_while_down, 3), (self.wrong_unit, 2), (self.people_answer, 4)]
        of_several_hosts = [(self.kill_second, 6), (self.third_host, 2)]
        # Chance alone might leave one out.
        first = [act for act, _ in usual] + [self.withdraw_one] * 4 + [functools.partial(self.break_sending, fault) for fault in line_faults(FULL)]
        self.chance.shuffle(first)
        longest = min(80 if FULL else 18, SENDS * 3 // 2 // (len(first) + len(of_several_hosts)))
        threshold, tried, several_hosts_first = 0, collections.Counter(), [act for act, _ in of_several_hosts]
        while not self.over():
            threshold += self.chance.randint(1, max(1, longest))
            with self.lock:
                # What is to fall at least once falls before all is issued.
                if first:
                    threshold = min(threshold, SENDS - len(first) - ISSUERS - BULK)
                self.gate = min(threshold + BACKLOG // 4, SENDS - len(first)) if first else SENDS
                self.lock.wait_for(lambda t=threshold: len(self.issued) >= t or self.over(), 60)
            if self.done.is_set():
                return
            middle = SENDS // 3 <= len(self.issued) < 2 * SENDS // 3 or bool(self.practice.others and several_hosts_first)
            if middle and not self.practice.others:
                self.begin('second')
            elif not middle and self.practice.others:
                self.practice.kill_other('second', signal.SIGKILL)
            acts = usual + (of_several_hosts if middle else [])
            forced = several_hosts_first if middle and several_hosts_first else first
            act = forced.pop() if forced else self.chance.choices([a for a, _ in acts], [w for _, w in acts])[0]
            if act() is False and tried[act] < 5:
                tried[act] += 1
                first.insert(0, act)
            self.count[getattr(act, '__name__', 'break_sending')] += 1

    # ---- what came of it

    def settle(self):
        """All is whole again; what waits goes on by itself, and a person answers what only a person can."""
        for name in list(self.practice.others):
            self.practice.kill_other(name, signal.SIGKILL)
        self.practice.give_all_credentials()
        began = time.monotonic()
        self.people_answer()
        limit = 900 if FULL else 120
        pause = threading.Event()
        while self.unsettled() or any(self.oracle.differences()):
            if time.monotonic() - began > limit:
                return  # what is wrong is told below
            pause.wait(1)
            self.person.answer_all()

    def unsettled(self):
        return [it for several in self.oracle.kept().values() for it in several if it.state not in NAMED]

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
                with self.lock:
                    self.lock.notify_all()
            for it in issuers:
                it.join()
        self.assertEqual(self.errors, [])
        sent = time.monotonic() - began
        self.settle()
        wrong = self.oracle.faults()
        kept = self.oracle.kept()
        states = collections.Counter(f'{self.plan.kind(n)}: {it.state}' for n in self.plan.numbers() for it in kept[self.plan.mark(n)])
        live = collections.Counter(it.way for it in self.oracle.live())
        print(json.dumps({'seed': SEED, 'sends': SENDS, 'seconds': round(sent, 1), 'settled_after_s': round(time.monotonic() - began, 1),
                          'states': dict(sorted(states.items())), 'live': live, 'wrong': len(wrong), 'acts': self.count,
                          'faults_that_fell': self.faults.fell, 'done_by_persons': self.person.did,
                          'withdrawals_promised': len(self.promised), 'went_on_as_red': len(self.plan.moved), 'under_the_wrong_unit': len(self.may_be_refused)}), flush=True)
        self.assertEqual(wrong[:20], [])
        self.judge_ends({n: kept[self.plan.mark(n)][0] for n in self.plan.numbers()})
        for fault in line_faults(FULL):
            self.assertGreater(self.faults.fell[named(fault)], 0, f'{named(fault)} never fell')
        self.assertTrue(self.plan.moved, 'none went on as red')
        for act in ('break_line', 'break_operation', 'withdraw_one', 'kill_host', 'kill_second', 'third_host', 'kill_database',
                    'kill_service', 'print_while_down', 'wrong_unit', 'people_answer'):
            self.assertGreater(self.count[act], 0, f'{act} never happened')

    def judge_ends(self, kept):
        """What the plan does not make refused is accepted, or withdrawn as somebody wished; who was promised a withdrawal has it."""
        for number, it in kept.items():
            name = f'{self.plan.mark(number)} ({self.plan.kind(number)}): {it}'
            if it.state == 'refused':
                self.assertIn(number, self.may_be_refused, name)
                self.assertIn('1020', it.reasons, name)
            elif it.state == 'withdrawn':
                self.assertIn(number, self.wished, name)
            elif number in self.promised:
                self.assertIn('annullamento rifiutato', it.problem, name)
        ends = collections.Counter(it.state for it in kept.values())
        self.assertGreaterEqual(ends['accepted'] + ends['printed'] + ends['withdrawn'], SENDS * 9 // 10, ends)
        self.assertGreater(ends['refused'], 0, 'the wrong unit was never seen')
        self.assertGreater(ends['withdrawn'], 0, 'nothing was withdrawn')


if __name__ == '__main__':
    unittest.main()
