# SPDX-License-Identifier: Apache-2.0
"""Every region of the national service sends a recipe; one without its transmitter says so and goes on."""
import concurrent.futures
import json
import shutil
import subprocess
import unittest

from practice import BUILD, Practice, Refused, wait_until
from red_recipes_test import code as form_code

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


class Rounds:
    """What a doctor of a region does: each kind of recipe once."""

    def __init__(self, practice):
        self.practice = practice

    def all(self):
        came = self.service()
        came['white'] = self.sent(lambda draft: draft['lines'][0].update(white=True))
        came |= self.red()
        came['drug'] = self.sent(lambda draft: None)
        came['dispensing'] = self.dispensing(came['drug'])
        return came

    def sent(self, change):
        draft = self.practice.draft(self.practice.new_patient())
        change(draft)
        self.practice.issue(draft)
        return self.practice.settled(draft['id'])['recipes'][0]

    def dispensing(self, recipe):
        """What the practice is told while a pharmacy works."""
        told = [self.practice.call('prescribing/1', 'Dispensing', {'recipe': recipe['id']})['state']]
        for act in ('take', 'dispense'):
            self.practice.admin_call('/pharmacy', {'nre': recipe['nre'], 'act': act})
            told.append(self.practice.call('prescribing/1', 'Dispensing', {'recipe': recipe['id']})['state'])
        return told

    def service(self):
        """A visit with its priority, which is withdrawn."""
        p, prescription = self.practice, ''
        visit = p.call('terminology/1', 'SearchServices', {'text': '89.7A.3', 'limit': 3})['services'][0]

        def change(draft):
            nonlocal prescription
            prescription = draft['id']
            draft['lines'] = [{'kind': 'service', 'service_code': visit['code'], 'quantity': 1, 'priority': 'B', 'first_access': True}]
            draft['diagnosis_text'] = 'dolore toracico'
        recipe = self.sent(change)
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        gone = p.settled(prescription, states=('withdrawn',))['recipes'][0]
        return {'service': recipe, 'gone': gone}

    def red(self):
        """On a pad whose first digits are those that the region's doctor is offered."""
        p = self.practice
        p.call('red-recipes/1', 'SavePrinter', {'printer': {'name': 'Rossa', 'barcodes': True}})
        pad = p.call('red-recipes/1', 'ListBlocks')['blocks'][0]['usual_start']
        p.call('red-recipes/1', 'SetBlock', {'printer': 'Rossa', 'first_code': form_code(0, pad + '1234567'), 'confirmed': False})
        recipe = p.issue(dict(p.draft(p.new_patient()), on_paper=True))['recipes'][0]

        def form():
            return p.call('red-recipes/1', 'GetForm', {'recipe': recipe['id']})
        wait_until(lambda: form()['outcome_text'], 90, lambda: str(form()))
        return {'pad': pad, 'red': form()}


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

    def run_region(self, region, code):
        """All a region's practice sends, end to end; what came of each."""
        practice = self.lazio if region == 'lazio' else RegionPractice(region, self.doctors[code], self.lazio)
        try:
            practice.give_credentials()
            practice.complete_letterhead()
            return Rounds(practice).all()
        finally:
            if practice is not self.lazio:
                practice.close()

    def test_the_nine_regions_of_the_national_service_work_end_to_end(self):
        codes = {'abruzzo': '130', 'basilicata': '170', 'calabria': '180', 'campania': '150', 'lazio': '120', 'marche': '110',
                 'molise': '140', 'sicilia': '190', 'valle-d-aosta': '020'}
        self.assertEqual(sorted(codes), sorted(SAC))
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            came = dict(zip(codes, pool.map(self.run_region, codes.keys(), codes.values())))
        held = {it['nre']: it for it in self.lazio.admin_call('/recipes')['recipes']}
        white = [it['nrbe'] for it in self.lazio.admin_call('/white')['recipes'] if int(it['state']) == 3]
        for region, code in codes.items():
            with self.subTest(region):
                self.check_region(code, came[region], held, white)
        self.assertEqual(len(held), 2 * len(SAC), 'a drug and a service of each')
        self.assertEqual(self.lazio.live_recipes(), [], 'dispensed or withdrawn')

    def check_region(self, code, came, held, white):
        for kind in ('drug', 'service'):
            recipe = came[kind]
            self.assertEqual((recipe['state'], recipe['nre'][:3]), ('accepted', code), recipe)
            self.assertEqual(held[recipe['nre']]['header']['codRegione'], code)
        self.assertEqual(came['dispensing'], ['to_dispense', 'taken', 'dispensed'])
        self.assertEqual(held[came['service']['nre']]['header']['classePriorita'], 'B')
        self.assertEqual(came['gone']['state'], 'withdrawn', came['gone'])
        self.assertEqual(int(held[came['service']['nre']]['state']), 4, 'withdrawn at the service')
        self.assertEqual(came['white']['state'], 'accepted', came['white'])
        self.assertIn(came['white']['white_number'], white)
        red = came['red']
        self.assertEqual((red['state'], red['outcome'], red['code'][:5]), ('sent', 'clean', came['pad']), red)
        self.assertEqual(came['pad'][:3], code)
        self.assertIn(red['code'], self.lazio.admin_call('/red/live')['codes'])

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
