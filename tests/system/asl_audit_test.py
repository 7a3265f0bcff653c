# SPDX-License-Identifier: Apache-2.0
"""The ASL of several patients is put right while the host is killed between any two of its writes: the audit misses nobody."""
import unittest
import uuid

from killing import AWAY, MOMENTS, KilledPractice
from practice import Refused, wait_until

WRONG = {'province': 'RM', 'region_code': '120', 'asl_code': '998'}
RIGHT = {**WRONG, 'asl_code': '201'}
COMMITS = 5  # the replacement's own, what tells the audit, and what the host does beside


class AslAudit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = KilledPractice()
        cls.addClassCleanup(cls.practice.close)

    def wrong_patient(self):
        return self.practice.new_patient(address={'province': 'RM'}, region_code='120', asl_code='998')['id']

    def asked(self, call, **request):
        try:
            return self.practice.call('chart/1', call, request, limit=20)
        except AWAY:
            return None
        except Refused as e:
            if e.status < 500:
                raise
            return None

    def kill_at(self, moment, number, call, **request):
        """What is answered in the end, as a screen asks: the same again."""
        p = self.practice
        p.proxy.arm(number, moment, lambda: p.host.process.kill())
        answer = self.asked(call, **request)
        if p.proxy.disarm():
            wait_until(p.killed)
            p.start_host()
            p.sign_in()
            self.kills += 1
            answer = None
        while answer is None:
            answer = self.asked(call, **request)
        return answer

    def told(self, patient, action):
        entries = self.practice.call('audit/1', 'Query', {'patient': patient})['entries']
        return [(e['user'], e['role'], e['outcome']) for e in entries if e['action'] == action]

    def test_it_hears_of_each_wherever_the_host_is_killed(self):
        self.kills, doctor = 0, self.practice.me()['account']
        for moment in MOMENTS:
            for number in range(1, COMMITS + 1):
                people, replacement = [self.wrong_patient(), self.wrong_patient()], str(uuid.uuid4())
                for call, request, count in (
                        ('ReplaceAsl', {'id': replacement, 'from': WRONG, 'to': RIGHT, 'patients': people}, 'replaced'),
                        ('UndoAslReplacement', {'id': replacement}, 'restored')):
                    with self.subTest(moment=moment, number=number, call=call):
                        done = self.kill_at(moment, number, call, **request)
                        self.assertEqual(done[count], 2)
                        action = f'chart/1 {call} {replacement}'
                        for patient in people:
                            wait_until(lambda: self.told(patient, action))
                            self.assertEqual(set(self.told(patient, action)), {(doctor, 'titolare', 'ok')})
        self.assertGreaterEqual(self.kills, 8)
        self.assertEqual(self.practice.tool('audit', 'verify').returncode, 0)


if __name__ == '__main__':
    unittest.main()
