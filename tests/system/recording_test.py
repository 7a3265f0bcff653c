# SPDX-License-Identifier: Apache-2.0
"""QA swaps a real service for what it once answered: a line of the site file records, another one replays."""
import json
import unittest

from practice import Practice, Refused


class Recording(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice(profile='qa')

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def start_with(self, lines):
        """Starts the practice anew with this site file."""
        p = self.practice
        self.assertEqual(p.host.end(), 0)
        site = p.directory / 'site.info'
        site.write_text(lines)
        command = p.host_command
        p.host_command = lambda: command('--site', str(site))
        try:
            p.start_host()
        finally:
            p.host_command = command
        p.sign_in()

    def test_a_recording_stands_for_its_service(self):
        p = self.practice
        patient = p.new_patient()
        p.tool('demo', 'seed', '--patients', '3', '--lines-per-patient', '1')
        self.start_with('record\n{\n  formulary/1  host/drugs.jsonl\n  chart/1  host/charts.jsonl\n}\n')
        found = p.call('formulary/1', 'Search', {'text': 'rami'})
        self.assertTrue(found['drugs'])
        p.call('chart/1', 'GetPatient', {'patient': patient['id']})
        bindings = [b for plugin in json.loads(p.tool('plugins', '--json').stdout)['plugins'] for b in plugin['bindings']]
        reasons = {b['reason'] for b in bindings if b['contract'] == 'formulary/1'}
        self.assertEqual(reasons, {'a recorder is in between'})

        charts = (p.directory / 'host/charts.jsonl').read_text()
        self.assertIn('"GetPatient"', charts)
        for member in ('last_name', 'first_name', 'fiscal_code'):
            self.assertNotIn(patient[member], charts)

        self.start_with('replay\n{\n  formulary/1  host/drugs.jsonl\n}\n')
        self.assertEqual(p.call('formulary/1', 'Search', {'text': 'rami'}), found)
        with self.assertRaises(Refused) as refused:
            p.call('formulary/1', 'Search', {'text': 'never asked'})
        self.assertEqual(refused.exception.code, 'replay-unmatched')
        self.assertIn('replay.formulary', p.tool('plugins').stdout)


if __name__ == '__main__':
    unittest.main()
