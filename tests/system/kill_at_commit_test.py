# SPDX-License-Identifier: Apache-2.0
"""The host is killed between any two of its writes: no recipe is lost, none is there twice, each has a named state.

Each kill falls at a chosen commit after a doctor's «Invia»: just before PostgreSQL hears of it, or when it is done and the host
has not heard so. Electronic, red and white recipes take their turns. CURANTE_SEED chooses which commits; CURANTE_KILLS_AT=every
walks them all, each from rest, until a recipe comes to its end before the commit is reached. kill_acts_test.py does the same to
what becomes of a recipe later.
"""
import unittest

from killing import EVERY, Act, Killing


class Issue(Act):
    name = kind = 'ssn'
    commits = 4

    def ask(self):
        self.practice.issue(self.draft, limit=20)
        return True


class IssueRed(Issue):
    name = kind = 'red'
    commits = 18


class IssueWhite(Issue):
    name = kind = 'white'
    commits = 5


class KillAtCommit(Killing, unittest.TestCase):
    acts = (Issue, IssueRed, IssueWhite)

    def test_killed_at_a_sample_of_commits(self):
        self.kill_at_a_sample()

    @unittest.skipUnless(EVERY, 'CURANTE_KILLS_AT is not «every»')
    def test_killed_at_every_commit(self):
        self.kill_at_every_commit()


if __name__ == '__main__':
    unittest.main()
