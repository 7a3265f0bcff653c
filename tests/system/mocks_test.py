# SPDX-License-Identifier: Apache-2.0
"""QA swaps a provider by a line of the manifest: a scripted mock answers in its place."""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import unittest

from practice import BUILD, ROOT, Program, wait_until

REGION = '''region { name "Prova"  code 999 }
plugins
{
  curante.clock
  curante.chart
  curante.mock-identity
}
choose { identity/1 curante.mock-identity }
'''
PROFILE = '''%s
replace
{
  curante.chart curante.mock-chart
}
'''
PATIENT = '11111111-1111-4111-8111-111111111111'
CHART = [{'call': 'GetPatient', 'when': {'patient': PATIENT.upper()}, 'reply': {'last_name': 'Rossi', 'sex': 'M'}},
         {'call': 'GetPatient', 'error': {'code': 'patient-unknown', 'message': 'nessuno', 'remedy': 'cercare'}},
         {'call': 'SearchPatients', 'times': 1, 'reply': {'patients': [{'last_name': 'Primo'}], 'more': True}},
         {'call': 'SearchPatients', 'reply': {'patients': []}}]
IDENTITY = [{'call': 'Authenticate', 'when': {'token': 'right'},
             'reply': {'user': 'u', 'user_name': 'ada', 'role': 'titolare', 'permissions': ['chart.read', 'chart.write']}}]


class Mocks(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='curante-mocks-'))
        self.root.chmod(0o755)
        share = self.root / 'share/curante'
        for folder in (self.root / 'bin', share / 'regions', self.root / 'data', self.root / '.config/curante'):
            folder.mkdir(parents=True)
        shutil.copy2(BUILD / 'bin/curante', self.root / 'bin')
        (self.root / 'lib').symlink_to(BUILD / 'lib')
        for name in ('config', 'trust'):
            (share / name).symlink_to(BUILD / 'share/curante' / name)
        (share / 'regions/prova.info').write_text(REGION)
        (share / 'regions/profile-qa.info').write_text(PROFILE % 'mocks true')
        (share / 'regions/profile-demo.info').write_text(PROFILE % '')
        if ROOT:
            nobody = pwd.getpwnam('nobody')
            os.chown(self.root / 'data', nobody.pw_uid, nobody.pw_gid)
        self.host = None

    def tearDown(self):
        if self.host and self.host.process.poll() is None:
            self.assertEqual(self.host.end(), 0, self.host.last_words())
        shutil.rmtree(self.root)

    def script(self, name, lines):
        path = self.root / f'{name}.jsonl'
        path.write_text('\n\n'.join(line if isinstance(line, str) else json.dumps(line) for line in lines) + '\n')
        return f'curante.mock-{name}.script={path}'

    def serve(self, profile, *settings):
        command = [str(self.root / 'bin/curante'), 'serve', '--region', 'prova', '--profile', profile, '--data', str(self.root / 'data'),
                   *(['--user', 'nobody'] if ROOT else [])]
        for setting in settings:
            command += ['--set', setting]
        self.host = Program(command, self.root / 'host.log')
        wait_until(lambda: self.host.process.poll() is not None or self.tool('plugins').returncode == 0)

    def tool(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith('XDG')}
        return subprocess.run([self.root / 'bin/curante', *words, '--data', self.root / 'data'], capture_output=True, text=True,
                              env={**environment, 'HOME': str(self.root)}, check=False)

    def ask(self, call, request):
        (self.root / '.config/curante/token-ada').write_text('right')
        return self.tool('call', 'chart/1', call, json.dumps(request), '--as', 'ada')

    def reply(self, call, request):
        done = self.ask(call, request)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_a_line_swaps_the_provider_and_its_script_answers(self):
        self.serve('qa', self.script('chart', CHART), self.script('identity', IDENTITY))
        states = {p['id']: p['state'] for p in json.loads(self.tool('plugins', '--json').stdout)['plugins']}
        self.assertEqual(states, {'curante.host': 'ready', 'curante.clock': 'ready', 'curante.mock-chart': 'ready',
                                  'curante.mock-identity': 'ready'})
        found = self.reply('GetPatient', {'patient': PATIENT})
        self.assertEqual((found['last_name'], found['sex']), ('Rossi', 'M'))
        refused = self.ask('GetPatient', {'patient': PATIENT.replace('1', '2')})
        self.assertIn('patient-unknown', refused.stderr)
        self.assertEqual([p['last_name'] for p in self.reply('SearchPatients', {'text': 'a'})['patients']], ['Primo'])
        self.assertEqual(self.reply('SearchPatients', {'text': 'a'})['patients'], [])
        unscripted = self.ask('GetChart', {'patient': PATIENT})
        self.assertIn('mock-unscripted', unscripted.stderr)
        self.assertIn('chart/1', unscripted.stderr)

    def test_without_a_script_defaults_answer(self):
        self.serve('qa', self.script('identity', IDENTITY))
        self.assertEqual(self.reply('SearchPatients', {'text': 'a'}), {'patients': [], 'more': False})

    def test_a_script_with_a_fault_stops_the_mock_and_names_the_line(self):
        for line, said in (('{"call":"GetPatient"', 'chart.jsonl line 3'),
                           ('{"call":"Fly","reply":{}}', '«Fly» is no call of chart/1'),
                           ('{"call":"GetPatient"}', 'neither «reply» nor «error»'),
                           ('{"call":"GetPatient","reply":{"surname":"Rossi"}}', '«reply.surname» is no member of Patient'),
                           ('{"call":"GetPatient","reply":{"version":"x"}}', '«reply.version» should be'),
                           ('{"call":"GetPatient","when":{"id":"x"},"reply":{}}', '«when.id» is no member of GetPatient'),
                           ('{"call":"GetPatient","times":0,"reply":{}}', '«times» is less than 1'),
                           ('{"call":"GetPatient","time":1,"reply":{}}', '«time» is not known here'),
                           ('{"call":"GetPatient","error":{"message":"m"}}', '«error» has no «code»')):
            with self.subTest(line):
                self.serve('qa', self.script('chart', [CHART[0], line]), self.script('identity', IDENTITY))
                shown = self.tool('plugins').stdout
                self.assertRegex(shown, 'failed +curante.mock-chart')
                self.assertIn('line 3', shown)
                self.assertIn(said, shown)
                self.assertEqual(self.host.end(), 0, self.host.last_words())
        self.serve('qa', 'curante.mock-chart.script=/nonexistent')
        self.assertIn('/nonexistent cannot be read', self.tool('plugins').stdout)

    def test_a_profile_without_mocks_refuses_them(self):
        self.serve('demo')
        said = self.host.last_words()
        self.assertRegex(said, r'refused +curante\.mock-chart +')
        self.assertIn('issuer-profile', said)
        running = [p['id'] for p in json.loads(self.tool('plugins', '--json').stdout)['plugins'] if p['state'] == 'ready']
        self.assertEqual(running, ['curante.host', 'curante.clock'])


if __name__ == '__main__':
    unittest.main()
