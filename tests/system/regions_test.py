# SPDX-License-Identifier: Apache-2.0
"""Every region of the national service sends a recipe; one without its transmitter says so and goes on."""
import concurrent.futures
import json
import shutil
import subprocess
import unittest

from practice import BUILD, Practice, Refused, wait_until

SAC = ('abruzzo', 'basilicata', 'calabria', 'campania', 'lazio', 'marche', 'molise', 'sicilia', 'valle-d-aosta')
SAR = ('bolzano', 'emilia-romagna', 'friuli-venezia-giulia', 'liguria', 'lombardia', 'piemonte', 'puglia', 'sardegna',
       'toscana', 'trento', 'umbria', 'veneto')


class RegionPractice(Practice):
    """A practice of a region, with one of the simulator's doctors, before a simulator that others use, too."""

    def __init__(self, region, doctor, shared):
        self.doctor, self.shared = doctor, shared
        super().__init__(region=region)

    def start_simulator(self):
        for name in ('sanitel.pem', 'ca.pem'):
            copy = self.directory / 'simulator' / name
            shutil.copyfile(self.shared.directory / 'simulator' / name, copy)
            copy.chmod(0o644)
        self.sts, self.admin = self.shared.sts, self.shared.admin

    def host_command(self, *more):
        own = {'fiscal_code': self.doctor['fiscal_code'], 'asl_code': self.doctor['local_health_unit'],
               'first_name': self.doctor['name'], 'last_name': self.doctor['surname']}
        # The last of two settings of one name counts.
        for name, value in own.items():
            more += ('--set', f'curante.accounts.bootstrap_{name}={value}')
        return super().host_command(*more)

    def give_credentials(self):
        self.call('sistema-ts/1', 'SaveCredentials', {k: self.doctor[k] for k in ('user', 'password', 'pincode')})
        return self.call('sistema-ts/1', 'RequestToken')


class Regions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        report = subprocess.run([BUILD / 'bin/curante', 'regions', 'check', '--json'], capture_output=True, text=True, check=False)
        cls.regions = {it['region']: it for it in json.loads(report.stdout)}
        cls.lazio = Practice()
        identities = cls.lazio.admin_call('/identities')['identities']
        cls.doctors = {it['region']: it for it in reversed(identities) if not it['substitute'] and it['user'][:5] != 'PROVA'}

    @classmethod
    def tearDownClass(cls):
        cls.lazio.close()

    def test_all_twenty_one_regions_are_sound(self):
        self.assertEqual(sorted(self.regions), sorted(SAC + SAR))
        for name, region in self.regions.items():
            self.assertTrue(region['good'], region['report'])
            self.assertEqual(region['base'], 'sac' if name in SAC else 'sar')
            need, = region['needs']
            self.assertEqual(need['contract'], 'recipe-transmitter/1')
            self.assertEqual(need['provider'], 'curante.sac' if name in SAC else 'curante.sar-' + name)
            self.assertEqual(need['state'], 'installed' if name in SAC else 'needed')
            self.assertTrue(need['supplier'])

    def send_one(self, region, code):
        practice = self.lazio if region == 'lazio' else RegionPractice(region, self.doctors[code], self.lazio)
        try:
            practice.give_credentials()
            draft = practice.draft(practice.new_patient())
            practice.issue(draft)
            return region, code, practice.settled(draft['id'])['recipes'][0]
        finally:
            if practice is not self.lazio:
                practice.close()

    def test_the_nine_regions_of_the_national_service_send_a_recipe(self):
        codes = {'abruzzo': '130', 'basilicata': '170', 'calabria': '180', 'campania': '150', 'lazio': '120', 'marche': '110',
                 'molise': '140', 'sicilia': '190', 'valle-d-aosta': '020'}
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            sent = list(pool.map(self.send_one, codes.keys(), codes.values()))
        held = {it['nre']: it for it in self.lazio.live_recipes()}
        for region, code, recipe in sent:
            self.assertEqual(recipe['state'], 'accepted', (region, recipe))
            self.assertEqual(recipe['nre'][:3], code)
            self.assertEqual(held[recipe['nre']]['header']['codRegione'], code)
        self.assertEqual(len(held), len(SAC))

    def test_without_its_transmitter_a_region_says_so_and_goes_on(self):
        doctor = dict(self.doctors['120'], local_health_unit='321')
        practice = RegionPractice('lombardia', doctor, self.lazio)
        try:
            said = (practice.directory / 'host.log').read_text()
            for text in ('missing  recipe-transmitter/1   need-missing', 'needs    curante.sar-lombardia',
                         'from     Regione Lombardia (SISS)', 'everything else works'):
                self.assertIn(text, said)
            self.assertEqual(said.count('refused  '), 0, said)
            states = json.loads(practice.tool('plugins', '--json').stdout)['plugins']
            self.assertEqual({it['state'] for it in states}, {'ready'})
            draft = practice.draft(practice.new_patient())
            practice.issue(draft)

            def recipe():
                return practice.call('prescribing/1', 'Get', {'prescription': draft['id']})['recipes'][0]
            wait_until(lambda: recipe()['problem'])
            self.assertEqual(recipe()['state'], 'waiting')
            self.assertIn('canale', recipe()['problem'])
            self.assertIn('carta', recipe()['problem'])
            with self.assertRaises(Refused) as caught:
                practice.call('sistema-ts/1', 'GetAccess')
            self.assertEqual(caught.exception.code, 'contract-unavailable')
        finally:
            practice.close()


if __name__ == '__main__':
    unittest.main()
