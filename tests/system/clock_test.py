# SPDX-License-Identifier: Apache-2.0
"""The computer's clock goes back: no recipe of any kind gets a day that it was wrong about."""
import json
import unittest

from copies import Copies
from practice import Practice, Refused, wait_until

DAY_MS = 86_400_000


class MovableClock(Practice):
    """The real channel, by a clock that obeys."""

    def __init__(self):
        super().__init__(profile='qa')

    def host_command(self, *more):
        site = self.directory / 'site.info'
        site.write_text('needs { recipe-transmitter/1 { plugin curante.sac } }\n')
        return super().host_command('--site', str(site), *more)

    def move(self, days):
        self.tool('call', 'clock/1', 'Move', json.dumps({'by_ms': days * DAY_MS}))

    def sent(self):
        stats = self.admin_call('/stats')['requests']
        return sum(int(it['count']) for it in stats if it['operation'] in ('InvioPrescritto', 'InvioPrescrittoRicettaBianca'))

    def issue_unseen(self, draft):
        """While nobody can tell that the clock is behind."""
        self.tool('plugins', 'disable', 'curante.sac')
        self.issue(draft)
        self.tool('plugins', 'enable', 'curante.sac')

    def hurried(self, draft, condition):
        """The recipe, asked to go on until it is so."""
        last = {}

        def there():
            last.update(self.call('prescribing/1', 'Get', {'prescription': draft['id']})['recipes'][0])
            if condition(last):
                return True
            self.call('prescribing/1', 'Retry', {'recipe': last['id']})
            return False
        wait_until(there, 120, lambda: str((last['state'], last['problem'])))
        return last

    def prescriptions(self, patient):
        return self.call('prescribing/1', 'ListForPatient', {'patient': patient['id']})['prescriptions']


class Clock(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = MovableClock()
        p.give_credentials()
        p.complete_letterhead()
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': '120260000001001', 'confirmed': True})
        draft = p.draft(p.new_patient())
        p.issue(draft)
        p.settled(draft['id'], ('accepted',))

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        self.moved = 0

    def tearDown(self):
        self.move(-self.moved)

    def move(self, days):
        self.practice.move(days)
        self.moved += days

    def kinds(self, patient):
        """A draft of each kind: electronic, white, white on paper, red."""
        p = self.practice
        electronic, white, white_paper, red = (p.draft(patient) for _ in range(4))
        white['lines'][0]['white'] = white_paper['lines'][0]['white'] = True
        white_paper['on_paper'] = red['on_paper'] = True
        return {'electronic': electronic, 'white': white, 'white on paper': white_paper, 'red': red}

    def test_nothing_is_issued_until_the_clock_is_right_and_then_all_of_it(self):
        p, patient = self.practice, self.practice.new_patient()
        kinds, sent = self.kinds(patient), p.sent()
        self.move(-3)
        for name, draft in kinds.items():
            with self.subTest(name), self.assertRaises(Refused) as refused:
                p.issue(draft)
            self.assertEqual(refused.exception.code, 'clock-behind')
        self.assertEqual(p.prescriptions(patient), [])
        self.assertEqual(p.sent(), sent)
        self.assertEqual(p.call('red-recipes/1', 'ListForms', {'limit': 10})['forms'], [])
        self.move(3)
        for name, draft in kinds.items():
            with self.subTest(name):
                p.issue(draft)
                recipe, = p.settled(draft['id'], ('accepted', 'printed'))['recipes']
                self.assertEqual(recipe['state'], 'printed' if draft.get('on_paper') else 'accepted')
        self.assertEqual(p.sent(), sent + 2)

    def test_one_that_nobody_could_stop_waits_for_its_doctor(self):
        p, patient = self.practice, self.practice.new_patient()
        sent = p.sent()
        self.move(-3)
        draft = p.draft(patient)
        p.issue_unseen(draft)
        recipe = p.hurried(draft, lambda it: 'orologio' in it['problem'])
        self.assertEqual(recipe['state'], 'waiting')
        self.move(3)
        recipe = p.hurried(draft, lambda it: it['state'] == 'attention')
        self.assertRegex(recipe['problem'], r'data sbagliata del \d\d/\d\d/\d{4}.*prescrivere di nuovo')
        with self.assertRaises(Refused) as refused:
            p.call('prescribing/1', 'GoOnAsRed', {'recipe': recipe['id']})
        self.assertEqual(refused.exception.code, 'recipe-misdated')
        self.assertEqual(p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})['state'], 'withdrawn')
        self.assertEqual(p.sent(), sent)
        anew = p.draft(patient)
        p.issue(anew)
        p.settled(anew['id'], ('accepted',))
        self.assertEqual(p.sent(), sent + 1)


class RestoredClock(Copies, unittest.TestCase):
    def test_one_of_a_wrong_day_that_may_have_left_since_a_copy_does_not_leave_now(self):
        self.practice = p = MovableClock()
        self.addCleanup(p.close)
        p.give_credentials()

        def accepted():
            draft = p.draft(p.new_patient())
            p.issue(draft)
            p.settled(draft['id'], ('accepted',), 90)
        accepted()
        p.move(-3)
        draft = p.draft(p.new_patient())
        p.issue_unseen(draft)
        recipe = p.hurried(draft, lambda it: 'orologio' in it['problem'])
        p.host.end()
        self.copy()
        self.restart()  # by the right clock
        accepted()
        p.host.end()
        self.restore()
        self.restart()
        sent = p.sent()
        asked = p.hurried(draft, lambda it: it['state'] == 'attention')
        self.assertRegex(asked['problem'], r'data sbagliata del .*può essere già partita.*«Ritira»')
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        p.settled(draft['id'], ('withdrawn',), 90)
        self.assertEqual(p.sent(), sent)


if __name__ == '__main__':
    unittest.main()
