# SPDX-License-Identifier: Apache-2.0
"""Plugins stopped, started and replaced while people work; and what a monitoring system reads of it."""
import re
import threading
import unittest

from installation import Installation
from practice import Practice, Refused, wait_until

PLUGIN = 'curante.formulary'


def search(practice):
    return practice.call('formulary/1', 'Search', {'text': 'ramipril', 'limit': 5})


class Crowd:
    """Four users who search all the time, and write down how each search ended."""

    def __init__(self, practice):
        self.practice, self.over = practice, threading.Event()
        self.asked, self.answers = [0] * 4, [[] for _ in range(4)]
        self.threads = [threading.Thread(target=self.work, args=(i,)) for i in range(4)]

    def work(self, who):
        while not self.over.is_set():
            self.asked[who] += 1
            try:
                told = 'ok' if search(self.practice)['drugs'] else 'nothing'
            except Refused as refused:
                told = refused.code
            except Exception as broken:  # what is no answer at all
                told = repr(broken)
            self.answers[who].append(told)

    def next(self):
        """How each user's next search ends that begins from now on."""
        begun = list(self.asked)
        wait_until(lambda: all(len(told) > before for told, before in zip(self.answers, begun)))
        return {told[before] for told, before in zip(self.answers, begun)}

    def all(self):
        """How all ended; once they are over, each that was begun has ended."""
        assert [len(told) for told in self.answers] == self.asked
        return {one for told in self.answers for one in told}

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Changes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Installation()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def change(self, call, **more):
        return self.practice.call('hosting/1', call, {'plugin': PLUGIN, **more})

    def plugin(self):
        return next(p for p in self.practice.call('hosting/1', 'ListPlugins')['plugins'] if p['id'] == PLUGIN)

    def test_a_plugin_stops_and_starts_while_others_ask_it(self):
        with Crowd(self.practice) as crowd:
            self.assertEqual(crowd.next(), {'ok'})
            with self.assertRaises(Refused) as refused:
                self.change('DisablePlugin')
            self.assertEqual((refused.exception.status, refused.exception.code), (409, 'plugin-needed'))
            self.assertIn('curante.prescribing', refused.exception.message)
            change = self.change('DisablePlugin', confirmed=True)
            self.assertEqual((change['state_before'], change['state']), ('ready', 'disabled'))
            self.assertIn('curante.prescribing', change['affected'])
            self.assertEqual(crowd.next(), {'contract-unavailable'})
            self.assertEqual(self.practice.me()['user_name'], 'medico')
            self.assertEqual(self.change('EnablePlugin')['state'], 'ready')
            self.assertEqual(crowd.next(), {'ok'})
        self.assertEqual(crowd.all(), {'ok', 'contract-unavailable'})
        self.assertEqual(len(self.plugin()['needed_by']), len(set(self.plugin()['needed_by'])))

    def test_a_newer_version_takes_over_and_no_request_is_lost(self):
        with Crowd(self.practice) as crowd:
            crowd.next()
            for version in ('0.1.1', '0.1.2', '0.1.3'):
                self.practice.install(PLUGIN, version)
                change = self.change('ReplacePlugin')
                self.assertEqual((change['version'], change['state']), (version, 'ready'))
                self.assertEqual(crowd.next(), {'ok'})
        self.assertEqual(crowd.all(), {'ok'})
        self.assertEqual(self.plugin()['version'], '0.1.3')

    def test_what_nobody_vouches_for_does_not_take_over(self):
        before = self.plugin()['version']
        self.practice.install(PLUGIN, '9.9.9', sign=False)
        with self.assertRaises(Refused) as refused:
            self.change('ReplacePlugin')
        self.assertEqual(refused.exception.code, 'plugin-not-admitted')
        self.assertIn('signature', refused.exception.message)
        self.assertEqual((self.plugin()['version'], self.plugin()['state']), (before, 'ready'))
        self.assertTrue(search(self.practice)['drugs'])

    def test_the_tool_changes_plugins_too(self):
        refused = self.practice.tool('plugins', 'disable', 'curante.studio', check=False)
        self.assertEqual(refused.returncode, 0, refused.stderr)
        self.assertRegex(self.practice.tool('plugins').stdout, r'(?m)^disabled +curante\.studio ')
        self.assertRegex(self.practice.tool('plugins', 'enable', 'curante.studio').stdout, r'disabled .* -> ready ')
        refused = self.practice.tool('plugins', 'disable', 'curante.database', check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn('[plugin-needed]', refused.stderr)
        self.assertIn('--yes', refused.stderr)
        refused = self.practice.tool('plugins', 'replace', 'curante.web', check=False)
        self.assertIn('[plugin-is-entry]', refused.stderr)

    def test_who_lacks_the_permission_changes_nothing(self):
        self.practice.call('accounts/1', 'SaveAccount', {
            'account': {'user_name': 'segreteria', 'display_name': 'Segreteria', 'role': 'collaboratore'},
            'password': 'Tre-parole-a-caso'})
        token = self.practice.sign_in('segreteria', 'Tre-parole-a-caso')
        for call in ('ListPlugins', 'DisablePlugin', 'EnablePlugin', 'ReplacePlugin', 'Metrics'):
            with self.assertRaises(Refused) as refused:
                self.practice.call('hosting/1', call, {'plugin': PLUGIN, 'confirmed': True}, token=token)
            self.assertEqual((refused.exception.status, refused.exception.code), (403, 'permission-denied'))
        with self.assertRaises(Refused) as refused:
            self.practice.request('/api/metrics', token=token)
        self.assertEqual(refused.exception.status, 403)
        self.assertEqual(self.plugin()['state'], 'ready')


class Metrics(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def scrape(self, token=True):
        body, headers = self.practice.request('/api/metrics', token=token)
        self.assertTrue(headers['Content-Type'].startswith('text/plain; version=0.0.4'), headers['Content-Type'])
        return read(body.decode())

    def test_nobody_reads_them_without_a_token(self):
        for token, status in ((False, 401), ('A' * 64, 401)):
            with self.assertRaises(Refused) as refused:
                self.practice.request('/api/metrics', token=token)
            self.assertEqual(refused.exception.status, status)

    def test_the_scrape_token_is_durable_and_reads_nothing_else(self):
        file = self.practice.directory / 'host/metrics.token'
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        token = file.read_text().strip()
        self.assertIn(('curante_plugin_up', (('plugin', 'curante.chart'),)), self.scrape(token))
        with self.assertRaises(Refused) as refused:
            self.practice.call('accounts/1', 'WhoAmI', token=token)
        self.assertEqual(refused.exception.status, 401)
        self.practice.host.end()
        self.practice.start_host()
        self.practice.sign_in()
        self.scrape(token)

    def test_they_tell_of_plugins_bindings_and_calls(self):
        p = self.practice
        last_name = 'Metricucci'
        patient = p.new_patient(last_name)
        with self.assertRaises(Refused):
            p.call('chart/1', 'GetChart', {'patient': 'nobody'})
        samples = self.scrape()
        value = lambda name, **labels: samples[(name, tuple(sorted(labels.items())))]
        self.assertEqual(value('curante_plugin_info', plugin='curante.chart', version='0.1.0', issuer='this-build', state='ready'), 1)
        self.assertEqual(value('curante_plugin_restarts_total', plugin='curante.chart'), 0)
        self.assertGreater(value('curante_plugin_start_seconds', plugin='curante.database'), 0)
        self.assertEqual(value('curante_binding_path', consumer='curante.studio', contract='chart/1', provider='curante.chart', path='direct'), 1)
        self.assertEqual(value('curante_calls_total', contract='chart/1', call='SavePatient', outcome='ok'), 1)
        self.assertEqual(value('curante_call_duration_seconds_count', contract='chart/1', call='SavePatient'), 1)
        self.assertGreater(value('process_resident_memory_bytes'), 1e6)
        self.assertGreater(value('curante_uptime_seconds'), 0)
        text = p.request('/api/metrics')[0].decode()
        for personal in (last_name, patient['id'], patient['fiscal_code'], 'medico'):
            self.assertNotIn(personal, text)

    def test_a_scrape_leaves_no_trail_in_the_audit(self):
        token = (self.practice.directory / 'host/metrics.token').read_text().strip()
        before = self.practice.call('audit/1', 'Query', {'limit': 1})['entries'][0]['number']
        self.scrape(token)
        self.practice.call('clock/1', 'Now')
        newer = lambda: [e for e in self.practice.call('audit/1', 'Query')['entries'] if e['number'] > before]
        wait_until(lambda: any(e['action'] == 'clock/1 Now' for e in newer()))
        self.assertFalse(any(e['action'] == 'hosting/1 Metrics' for e in newer()))


NAME = r'[a-zA-Z_:][a-zA-Z0-9_:]*'
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"'
SAMPLE = re.compile(rf'({NAME})(?:\{{((?:{LABEL},?)+)\}})? (\S+)')
SUFFIXES = {'histogram': ('_bucket', '_sum', '_count'), 'counter': ('',), 'gauge': ('',)}


def read(text):
    """Prometheus' text format, read more strictly than Prometheus does: {(name, sorted labels): value}."""
    assert text.endswith('\n') and '\n\n' not in text
    samples, family, kind, told = {}, None, None, set()
    for line in text.splitlines():
        if line.startswith('# HELP '):
            family, kind = line.split(' ', 3)[2], None
            assert re.fullmatch(NAME, family) and family not in told and len(line.split(' ', 3)) == 4, line
            told.add(family)
        elif line.startswith('# TYPE '):
            _, _, name, kind = line.split(' ')
            assert name == family and kind in SUFFIXES, line
            assert (kind == 'counter') == name.endswith('_total'), line
        else:
            found = SAMPLE.fullmatch(line)
            assert found and found[1] in [family + suffix for suffix in SUFFIXES[kind]], line
            assert not (found[2] or '').endswith(','), line
            labels = [(label[0], label[1]) for label in re.findall(LABEL, found[2] or '')]
            assert len({name for name, _ in labels}) == len(labels), line
            key = (found[1], tuple(sorted(labels)))
            assert key not in samples, line
            samples[key] = float(found[5])
    check_histograms(samples)
    return samples


def check_histograms(samples):
    series = {}
    for (name, labels), value in samples.items():
        if name.endswith('_bucket'):
            rest = tuple(label for label in labels if label[0] != 'le')
            series.setdefault((name[:-len('_bucket')], rest), []).append((float(dict(labels)['le']), value))
    for (name, labels), buckets in series.items():
        bounds, counts = zip(*buckets)
        assert list(bounds) == sorted(set(bounds)) and list(counts) == sorted(counts), (name, buckets)
        assert bounds[-1] == float('inf') and counts[-1] == samples[(name + '_count', labels)], (name, buckets)
        assert samples[(name + '_sum', labels)] >= 0


if __name__ == '__main__':
    unittest.main()
