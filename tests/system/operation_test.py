# SPDX-License-Identifier: Apache-2.0
"""What an operator meets: the tool, its exit codes, a host that cannot start."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from practice import BUILD, PASSWORD, Practice, Refused, wait_until


class Operation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = Practice()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def test_every_region_is_sound(self):
        done = self.practice.tool('regions', 'check', check=False)
        report = subprocess.run([BUILD / 'bin/curante', 'regions', 'check', '--json'], capture_output=True, text=True, check=False)
        self.assertEqual(report.returncode, 0, report.stdout + done.stdout)
        regions = json.loads(report.stdout)
        self.assertGreaterEqual(len(regions), 9)
        self.assertTrue(all(region['good'] for region in regions))

    def test_plugins_show_state_path_and_reason(self):
        directory = json.loads(self.practice.tool('plugins', '--json').stdout)
        states = {p['id']: p['state'] for p in directory['plugins']}
        self.assertEqual(set(states.values()), {'ready'}, states)
        bindings = [b for p in directory['plugins'] for b in p['bindings']]
        self.assertTrue(all(b['path'] in ('direct', 'marshalled') and b['reason'] for b in bindings), bindings)
        table = self.practice.tool('plugins').stdout
        self.assertRegex(table, r'(?m)^STATE +PLUGIN +VERSION +ISSUER +PATHS +RESTARTS +MEMORY +LAST CRASH$')
        self.assertRegex(table, r'(?m)^ready +curante\.sac +\S+ +this-build \(core\) +\d+ direct +')
        self.assertRegex(self.practice.tool('plugins', '--long').stdout, r'(?m)^    uses +clock/1 +direct +curante\.clock ')

    def test_a_call_as_a_user_needs_their_token(self):
        done = self.practice.tool('call', 'accounts/1', 'WhoAmI', '--as', 'medico', check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn('curante login medico', done.stderr)
        self.practice.tool('login', 'medico', '--password-file', str(self.practice.directory / 'password'))
        me = json.loads(self.practice.tool('call', 'accounts/1', 'WhoAmI', '--as', 'medico').stdout)
        self.assertEqual(me['user_name'], 'medico')
        now = json.loads(self.practice.tool('call', 'clock/1', 'Now', '-', stdin='{}').stdout)
        self.assertRegex(now['today'], '^20')

    def test_refusals_have_exit_codes_and_remedies(self):
        for words, code, text in ((('call', 'chart/1', 'SearchPatients'), 1, 'permission-denied'),
                                  (('call', 'chart/1', 'Nothing'), 1, 'call-not-public'),
                                  (('call', 'chart/9', 'GetChart'), 1, 'contract-unavailable'),
                                  (('call', 'clock/1', 'Now', '{broken'), 1, 'invalid-json'),
                                  (('call', 'clock/1'), 2, 'usage'),
                                  (('nonsense',), 1, 'verb-unknown')):
            done = self.practice.tool(*words, check=False)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(text, done.stderr)
        done = subprocess.run([BUILD / 'bin/curante', 'plugins', '--data', '/nonexistent'], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 5)
        self.assertIn('curante serve', done.stderr)

    def test_a_busy_port_is_named(self):
        with tempfile.TemporaryDirectory(prefix='curante-') as data:
            os.chmod(data, 0o777)
            command = self.practice.host_command()
            command[command.index('--data') + 1] = data + '/host'
            done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn(str(self.practice.port), done.stderr)
            self.assertIn('--port', done.stderr)

    def test_a_data_directory_that_cannot_be_written_is_named(self):
        command = self.practice.host_command()
        command[command.index('--data') + 1] = '/proc/curante'
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn('/proc/curante', done.stderr)

    def test_a_manifest_with_mistakes_lists_them_all(self):
        with tempfile.TemporaryDirectory(prefix='curante-') as copy:
            site = pathlib.Path(copy) / 'site.info'
            site.write_text('plugins\n{\n  curante.nothing\n}\ncolour blue\nsettings\n{\n  curante.sac { password x }\n}\n')
            done = subprocess.run([BUILD / 'bin/curante', 'regions', 'check', 'lazio', '--site', site],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 3)
            for text in ('line 5', 'colour', 'password_file'):
                self.assertIn(text, done.stdout)

    def test_the_audit_knows_who_did_what(self):
        patient = self.practice.new_patient()
        self.practice.call('chart/1', 'GetChart', {'patient': patient['id']}, headers={'X-Curante-Patient': patient['id']})
        entries = []

        def seen():
            entries[:] = self.practice.call('audit/1', 'Query', {'patient': patient['id']})['entries']
            return any(e['action'] == 'chart/1 GetChart' for e in entries)
        wait_until(seen)
        self.assertEqual(entries[0]['outcome'], 'ok')
        self.assertEqual(self.practice.tool('audit', 'verify').returncode, 0)
        self.assertNotIn(PASSWORD, json.dumps(entries))

    def test_the_audit_knows_who_signed_in(self):
        p = self.practice
        me = p.me()['account']
        with self.assertRaises(Refused):
            p.sign_in('medico', 'sbagliata')
        p.sign_in()
        told = [(e['user_name'], e['role'], e['outcome']) for e in p.call('audit/1', 'Query', {'user': me})['entries']
                if e['action'] == 'accounts/1 SignIn']
        self.assertEqual(told[:2], [('medico', 'titolare', 'ok'), ('medico', 'titolare', 'credentials-wrong')])

    def test_signing_out_ends_the_session_without_naming_it(self):
        p = self.practice
        token = p.call('accounts/1', 'SignIn', {'user_name': 'medico', 'password': PASSWORD},
                       headers={'X-Curante-Client': 'api'}, token=False)['token']
        p.call('accounts/1', 'SignOut', {}, token=token)
        with self.assertRaises(Refused) as refused:
            p.call('accounts/1', 'WhoAmI', token=token)
        self.assertEqual((refused.exception.status, refused.exception.code), (401, 'session-expired'))


if __name__ == '__main__':
    unittest.main()
