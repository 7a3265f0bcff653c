# SPDX-License-Identifier: Apache-2.0
"""A disk that is full, at the start and while the practice works. Needs the right to mount a small one."""
import shutil
import subprocess
import unittest

from practice import ROOT, Practice, Refused, wait_until

DISK = '160m'


class SmallDisk(Practice):
    """A practice whose host keeps its data on a disk of its own."""

    def start_host(self):
        if not self.host:
            subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={DISK},mode=777', 'tmpfs', self.directory / 'host'], check=True)
        super().start_host()

    def fill(self):
        with open(self.directory / 'host/filler', 'wb', buffering=0) as filler:
            try:
                while True:
                    filler.write(b'x' * 65536)
            except OSError:
                pass

    def make_room(self):
        (self.directory / 'host/filler').unlink()

    def close(self):
        try:
            super().close()
        finally:
            subprocess.run(['umount', '-l', self.directory / 'host'], check=False)
            shutil.rmtree(self.directory, ignore_errors=True)


def can_mount():
    return ROOT and subprocess.run(['unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], capture_output=True, check=False).returncode == 0


@unittest.skipUnless(can_mount(), 'only root may mount a small disk')
class FullDisk(unittest.TestCase):
    def setUp(self):
        self.practice = SmallDisk()
        self.addCleanup(self.practice.close)

    def test_what_cannot_be_kept_is_refused_and_what_was_kept_stays(self):
        p = self.practice
        p.give_credentials()
        patient = p.new_patient('Rossi')
        kept = p.draft(patient)
        p.issue(kept)
        p.settled(kept['id'])
        p.fill()
        saved, refusal = [patient['id']], None
        for number in range(2000):  # space inside the tables is used up first
            try:
                saved.append(p.new_patient('Lungo' * 40)['id'])
            except Refused as refused:
                refusal = refused
                break
        self.assertIsNotNone(refusal, 'the disk was never full')
        self.assertIn((refusal.status, refusal.code), [(507, 'database-full'), (503, 'database-unavailable'), (503, 'outcome-unknown')])
        self.assertTrue(refusal.message and refusal.remedy)
        p.make_room()
        wait_until(lambda: self.works())
        for identifier in saved:
            self.assertEqual(p.call('chart/1', 'GetChart', {'patient': identifier})['patient']['id'], identifier)
        again = p.draft(patient)
        p.issue(again)
        self.assertEqual(p.settled(again['id'])['recipes'][0]['state'], 'accepted')
        self.assertEqual(len(p.live_recipes()), 2)

    def works(self):
        try:
            return self.practice.new_patient('Verdi')
        except Refused:
            return False

    def test_a_host_cannot_start_on_a_full_disk_and_says_so(self):
        p = self.practice
        p.host.end()
        p.fill()
        done = subprocess.run(p.host_command(), capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertRegex(done.stderr, r'(?i)space|spazio')
        p.make_room()
        p.start_host()
        self.assertEqual(p.me()['user_name'], 'medico')


if __name__ == '__main__':
    unittest.main()
