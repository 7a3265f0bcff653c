# SPDX-License-Identifier: Apache-2.0
"""What contract-locks tells who changed a contract, and what it refuses to accept."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ['CONTRACT_LOCKS']
LOCAL_TIME = ',\n      {"name":"local_time","type":"string","optional":false,"list":false}'
CONTRACTS = pathlib.Path(__file__).resolve().parents[1] / 'contracts'


class ContractLocks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='curante-locks-')
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name) / 'contracts'
        shutil.copytree(CONTRACTS, self.folder)
        self.clock = self.folder / 'clock.lock'

    def run_program(self, option):
        done = subprocess.run([PROGRAM, option, self.folder], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()

    def relock(self, old, new):
        text = self.clock.read_text()
        self.assertEqual(text.count(old), 1, text)
        self.clock.write_text(text.replace(old, new))

    def test_an_addition_is_told_and_accepted_on_request(self):
        self.relock(LOCAL_TIME, '')
        self.assertEqual(self.run_program('--check'), (1, [
            'clock.lock: additive: member local_time of Reading',
            'clock.lock: accept with contract-locks --write sdk/contracts']))
        self.assertEqual(self.run_program('--write')[0], 0)
        self.assertEqual(self.clock.read_text(), (CONTRACTS / 'clock.lock').read_text())
        self.assertEqual(self.run_program('--check'), (0, []))

    def test_a_removed_member_is_told_and_never_accepted(self):
        self.relock('"name":"local_time"', '"name":"summer_time"')
        before = self.clock.read_text()
        for option in ('--check', '--write'):
            code, lines = self.run_program(option)
            self.assertEqual(code, 1)
            self.assertIn('clock.lock: breaking: member summer_time of Reading removed, bump to /2', lines)
            self.assertEqual(lines[-1], 'clock.lock: make a new revision of the contract beside this one')
        self.assertEqual(self.clock.read_text(), before)

    def test_a_new_contract_is_additive(self):
        self.clock.unlink()
        self.assertEqual(self.run_program('--check'), (1, [
            'clock.lock: additive: the contract is new',
            'clock.lock: accept with contract-locks --write sdk/contracts']))


if __name__ == '__main__':
    unittest.main()
