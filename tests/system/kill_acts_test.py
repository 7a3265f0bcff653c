# SPDX-License-Identifier: Apache-2.0
"""The host is killed between any two writes of what becomes of a recipe after «Invia», or before it: withdrawing, going on as red,
validating what staff prepared, deciding a doubt, annulling what arrived late. As in kill_at_commit_test.py.
"""
import unittest

from killing import EVERY, Act, Killing
from practice import PASSWORD, Refused, wait_until


class Withdraw(Act):
    """An accepted one is taken back."""
    name, kind, commits, withdraws = 'withdraw ssn', 'ssn', 5, True

    def __init__(self, case):
        super().__init__(case)
        self.id = self.issued_at_rest()['id']

    def ask(self):
        try:
            self.practice.call('prescribing/1', 'Withdraw', {'recipe': self.id}, limit=20)
        except Refused as e:
            if e.code != 'recipe-not-withdrawable' or self.recipe()['state'] != 'withdrawn':
                raise
        return True

    def ended(self):
        return self.case.at_its_end(self.prescription) and self.case.practice.database.rows(
            f"select state from {self.case.prescribing}.recipe where id = '{self.id}'") == [['withdrawn']]


class WithdrawRed(Withdraw):
    """A form that was told: its cancellation is told, too."""
    name, kind, commits = 'withdraw red', 'red', 12


class WithdrawWhite(Withdraw):
    name, kind = 'withdraw white', 'white'


class GoOnAsRed(Act):
    """One that waits for a service that is down is printed instead; then the service is back. It goes one way, never both."""
    name, commits = 'go on as red', 16

    def __init__(self, case):
        super().__init__(case)
        self.practice.simulator.end()
        self.practice.issue(self.draft)
        self.id = self.practice.settled(self.prescription, states=('waiting',))['recipes'][0]['id']
        wait_until(self.may_be_asked, 30)

    def may_be_asked(self):
        """No attempt to send it is under way, which none would dare to overtake."""
        return self.practice.database.rows(f'select 1 from {self.case.prescribing}.outbox '
                                           f"where recipe = '{self.id}' and attempts > 0 and lease is null") == [['1']]

    def ask(self):
        try:
            self.practice.call('prescribing/1', 'GoOnAsRed', {'recipe': self.id}, limit=20)
        except Refused as e:
            if e.code in ('recipe-uncertain', 'red-form-unfinished'):
                return False
            if e.code != 'recipe-not-printable' or self.recipe()['state'] != 'accepted':
                raise
        return True

    def go_on(self):
        self.practice.start_simulator()


class GoOnAsPaper(GoOnAsRed):
    """A white one is written on its doctor's paper instead: there, or at the service, never both."""
    name, kind, commits = 'go on as paper', 'white', 8

    def ask(self):
        try:
            self.practice.call('prescribing/1', 'GoOnAsPaper', {'recipe': self.id}, limit=20)
        except Refused as e:
            if e.code == 'recipe-uncertain':
                return self.recipe()['state'] == 'attention'
            if e.code != 'recipe-not-printable' or self.recipe()['state'] != 'accepted':
                raise
        return True


class Validate(Act):
    """Staff prepared it, a doctor approves of it."""
    name, kind, commits = 'validate', 'ssn', 5

    def __init__(self, case):
        super().__init__(case)
        secretary = self.practice.sign_in('segreteria', PASSWORD)
        self.prepared = self.practice.call('prescribing/1', 'Prepare', {'draft': self.draft}, token=secretary)

    def ask(self):
        approvals = [{'prepared': self.prepared['id'], 'seen': self.prepared['seen']}]
        outcome, = self.practice.call('prescribing/1', 'Validate', {'approvals': approvals}, limit=20)['outcomes']
        self.case.assertIn(outcome['outcome'], ('issued', 'already_issued', 'failed'), outcome)
        return outcome['outcome'] != 'failed'


class ValidateRed(Validate):
    """… and it is printed."""
    name, kind, commits = 'validate red', 'red', 18


class DecideThere(Act):
    """It arrived without an answer, and nobody can find that out but the doctor, who says so; then the service is whole again."""
    name, kind, there, commits, fewest = 'decide: there', 'ssn', True, 4, 1

    def __init__(self, case):
        super().__init__(case)
        self.practice.fault('gateway-timeout', times=0, operation='VisualizzaPrescritto')
        if self.there:
            self.practice.fault('no-answer', times=1, operation='InvioPrescritto', processed=True)
        else:
            self.practice.fault('gateway-timeout', times=0, operation='InvioPrescritto', processed=False)
        self.practice.issue(self.draft)
        doubtful = self.practice.settled(self.prescription, states=('checking', 'attention'))['recipes'][0]
        self.id, self.nre = doubtful['id'], doubtful['nre']
        case.assertTrue(self.nre)
        held = [it['nre'] for it in self.practice.live_recipes()]
        case.assertEqual(self.nre in held, self.there)

    def ask(self):
        try:
            self.practice.call('sistema-ts/1', 'DecideRecipe', {'recipe': self.id, 'there': self.there, 'number': self.nre}, limit=20)
        except Refused as e:
            # Of a request of the host before, or since it is decided.
            if e.code != 'recipe-not-undecided':
                raise
            return self.recipe()['state'] == 'accepted'
        self.practice.call('prescribing/1', 'Retry', {'recipe': self.id}, limit=20)
        return True

    def go_on(self):
        self.practice.admin_call('/faults', method='DELETE')


class DecideNotThere(DecideThere):
    """… or that it did not: it goes under another number."""
    name, there, commits = 'decide: not there', False, 6


class ArrivesLate(Act):
    """Believed lost and sent under another number it arrives after all: what came late is annulled."""
    name, kind, commits, fewest = 'late arrival', 'ssn', 4, 1

    def __init__(self, case):
        super().__init__(case)
        self.practice.fault('deliver-late', times=1, operation='InvioPrescritto')
        self.id = self.issued_at_rest()['id']
        case.assertTrue(self.watched())

    def watched(self):
        return self.practice.database.rows(f"select 1 from {self.case.sac}.nre_use where recipe_id = '{self.id}' and state = 'burnt'")

    def ask(self):
        self.practice.admin_call('/held/deliver', {})
        return True

    def ended(self):
        return not self.watched()


class KillActs(Killing, unittest.TestCase):
    acts = (Withdraw, WithdrawRed, WithdrawWhite, GoOnAsRed, GoOnAsPaper, Validate, ValidateRed, DecideThere, DecideNotThere,
            ArrivesLate)

    def test_killed_at_a_sample_of_commits(self):
        self.kill_at_a_sample()

    @unittest.skipUnless(EVERY, 'CURANTE_KILLS_AT is not «every»')
    def test_killed_at_every_commit(self):
        self.kill_at_every_commit()


if __name__ == '__main__':
    unittest.main()
