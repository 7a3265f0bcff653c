# SPDX-License-Identifier: Apache-2.0
"""How accepted recipes reach their patients: each by the way that was chosen, once or recognisably again, and never when withdrawn."""
import base64
import ctypes
import ctypes.util
import io
import re
import signal
import subprocess
import unittest
import uuid
import zipfile

from messages_simulator import MessagesSimulator
from practice import Practice, Refused, wait_until

MAIL, PHONE = 'maria.rossi@example.it', '333 1234567'
MODES = 'print, none, sms-number, mail-number, mail-memo'


class DeliveringPractice(Practice):
    """A practice with a mail account and an SMS gateway."""
    more = {}

    def start_simulator(self):
        super().start_simulator()
        self.messages = MessagesSimulator(self.directory / 'messages')

    def host_command(self, *words):
        settings = {'curante.prescribing.delivery_ssn': MODES, 'curante.prescribing.delivery_white': MODES,
                    **self.messages.settings(**self.more)}
        return super().host_command(*words) + [word for name, value in settings.items() for word in ('--set', f'{name}={value}')]

    def close(self):
        self.messages.end()
        super().close()


def opened(zipped, password):
    """The first file of an AES-encrypted ZIP, read by libarchive; None when the password does not open it."""
    lib = ctypes.CDLL(ctypes.util.find_library('archive') or 'libarchive.so.13')
    lib.archive_read_new.restype = ctypes.c_void_p
    archive, entry = ctypes.c_void_p(lib.archive_read_new()), ctypes.c_void_p()
    lib.archive_read_support_format_zip(archive)
    lib.archive_read_add_passphrase(archive, password.encode())
    if lib.archive_read_open_memory(archive, zipped, ctypes.c_size_t(len(zipped))) or \
       lib.archive_read_next_header(archive, ctypes.byref(entry)):
        return None
    space = ctypes.create_string_buffer(5_000_000)
    lib.archive_read_data.restype = ctypes.c_ssize_t
    size = lib.archive_read_data(archive, space, ctypes.c_size_t(len(space)))
    lib.archive_read_free(archive)
    return space.raw[:size] if size >= 0 else None


class Delivery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.practice = p = DeliveringPractice()
        p.give_credentials()
        p.complete_letterhead()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def setUp(self):
        self.practice.messages.ask('/reset', {})

    def tearDown(self):
        self.practice.messages.clear_faults()

    def patient(self, confirmed=True, email=MAIL, phone=PHONE):
        p, it = self.practice, self.practice.new_patient(email=email, phone=phone)
        if confirmed:
            for channel, address in (('email', email), ('sms', phone)):
                p.call('messages/1', 'ConfirmAddress', {'patient': it['id'], 'channel': channel, 'address': address})
        return it

    def issue(self, mode, patient=None, lines=1, white=False):
        p, draft = self.practice, self.practice.draft(patient or self.patient())
        draft['lines'][0]['white'] = white
        if lines == 2:
            draft['lines'].append({**draft['lines'][0], 'aic': p.drug('metformina')['aic'], 'white': True})
        draft['delivery'] = mode
        p.issue(draft)
        return p.settled(draft['id'])

    def delivered(self, prescription, state='delivered', limit=60):
        last = {}

        def there():
            last.update(self.practice.call('prescribing/1', 'Get', {'prescription': prescription['id']}))
            return all(r['delivery']['state'] == state for r in last['recipes'])
        wait_until(there, limit, lambda: f'{[r["delivery"] for r in last["recipes"]]}')
        return last['recipes']

    def deliver(self, recipe, mode, request=None, **more):
        return self.practice.call('prescribing/1', 'Deliver',
                                  {'recipe': recipe['id'], 'mode': mode, 'request': request or str(uuid.uuid4())}, **more)

    def mail(self):
        return self.practice.messages.ask('/mail')

    def sms(self):
        return self.practice.messages.ask('/sms')

    def test_a_number_goes_by_sms(self):
        recipe = self.delivered(self.issue('sms-number'))[0]
        sent = self.sms()
        self.assertEqual([m['to'] for m in sent], ['+393331234567'])
        self.assertIn(recipe['nre'], sent[0]['text'])
        self.assertLessEqual(len(sent[0]['text']), 160)
        self.assertNotIn('RAMIPRIL', sent[0]['text'].upper())
        self.assertEqual(self.mail(), [])

    def test_numbers_go_by_mail_with_barcodes(self):
        recipe = self.delivered(self.issue('mail-number'))[0]
        mail, = self.mail()
        self.assertEqual((mail['envelope_from'], mail['envelope_to']), ('studio@studio.example', [MAIL]))
        self.assertIn(recipe['nre'], mail['text'])
        self.assertNotIn('ramipril', mail['raw'].lower())
        self.assertNotIn('Rossi', mail['text'])
        self.assertTrue(base64.b64decode(mail['attachments'][0]['content']).startswith(b'%PDF'))

    def test_a_promemoria_goes_in_a_zip_and_its_password_to_the_telephone(self):
        self.delivered(self.issue('mail-memo'))
        wait_until(self.sms, 30, lambda: 'no password came')
        mail, sms = self.mail()[0], self.sms()[0]
        zipped = base64.b64decode(mail['attachments'][0]['content'])
        password = re.search(r'([a-z0-9]{4}-){2}[a-z0-9]{4}', sms['text'])[0]
        self.assertNotIn(password, mail['raw'])
        self.assertTrue(opened(zipped, password).startswith(b'%PDF'))
        self.assertIsNone(opened(zipped, 'altra'))

    def test_without_a_telephone_the_password_is_a_second_mail(self):
        patient = self.practice.new_patient(email=MAIL)
        self.practice.call('messages/1', 'ConfirmAddress', {'patient': patient['id'], 'channel': 'email', 'address': MAIL})
        self.delivered(self.issue('mail-memo', patient))
        wait_until(lambda: len(self.mail()) == 2, 30, lambda: f'{len(self.mail())} mails')
        self.assertEqual([len(m['attachments']) for m in self.mail()], [1, 0])

    def test_each_recipe_of_a_prescription_is_in_one_mail(self):
        """They wait for each other for some seconds: whether there is one mail or two is the machine's speed."""
        recipes = self.delivered(self.issue('mail-number', lines=2))
        self.assertEqual(len(recipes), 2)
        for recipe in recipes:
            number = recipe['white_number'] or recipe['nre']
            self.assertEqual(sum(number in mail['text'] for mail in self.mail()), 1)

    def test_a_white_recipe_goes_each_way_with_what_its_pharmacy_needs(self):
        """The NRBE in what anybody may read; with its PIN on the promemoria alone, which is encrypted."""
        recipe = self.delivered(self.issue('sms-number', white=True))[0]
        text = self.sms()[0]['text']
        self.assertIn(f'NRBE {recipe["white_number"]}', text)
        self.assertIn('tessera sanitaria', text)
        self.assertNotIn(recipe['white_pin'], text.replace(recipe['white_number'], ''))
        recipe = self.delivered(self.issue('mail-number', white=True))[0]
        text = self.mail()[0]['text']
        self.assertIn(f'NRBE {recipe["white_number"]}', text)
        self.assertNotIn(recipe['white_pin'], text.replace(recipe['white_number'], ''))
        listed = self.words_of(base64.b64decode(self.mail()[0]['attachments'][0]['content']))
        self.assertIn(recipe['white_number'], listed)
        self.assertEqual(self.issue('none', white=True)['recipes'][0]['delivery']['state'], 'to_deliver')
        self.assertEqual((len(self.mail()), len(self.sms())), (1, 1))

    def test_a_white_promemoria_goes_encrypted_with_number_and_pin(self):
        recipe = self.delivered(self.issue('mail-memo', white=True))[0]
        wait_until(self.sms, 30, lambda: 'no password came')
        mail = self.mail()[0]
        self.assertNotIn(recipe['white_number'], mail['text'])
        password = re.search(r'([a-z0-9]{4}-){2}[a-z0-9]{4}', self.sms()[0]['text'])[0]
        memo = self.words_of(opened(base64.b64decode(mail['attachments'][0]['content']), password))
        for said in (recipe['white_number'], recipe['white_pin']):
            self.assertIn(said, memo)

    @staticmethod
    def words_of(pdf):
        return subprocess.run(['pdftotext', '-layout', '-', '-'], input=pdf, capture_output=True, check=True).stdout.decode()

    def test_an_address_that_nobody_checked_gets_nothing(self):
        patient = self.patient(confirmed=False)
        with self.assertRaises(Refused) as refused:
            self.issue('mail-memo', patient)
        self.assertEqual(refused.exception.code, 'delivery-address-unconfirmed')
        draft = self.practice.draft(patient)
        choices = self.practice.call('prescribing/1', 'Assess', {'draft': draft})['deliveries']
        self.assertEqual([(c['mode'], c['offered'], c['confirmed']) for c in choices][2], ('sms-number', True, False))
        with self.assertRaises(Refused) as refused:
            self.issue('sms-number', self.practice.new_patient(phone='06 123456'))
        self.assertEqual(refused.exception.code, 'delivery-not-allowed')

    def test_a_host_killed_before_the_mail_left_sends_one(self):
        self.killed('hold-before-data')
        self.assertEqual(len(self.mail()), 1)

    def test_a_host_killed_after_the_mail_left_sends_the_same_again(self):
        self.killed('hold-after-data')
        self.assertGreaterEqual(len(self.mail()), 2)

    def killed(self, where):
        p = self.practice
        p.messages.fault(where)
        prescription = self.issue('mail-number')
        wait_until(lambda: p.messages.ask('/held') == [where], 30, lambda: 'nothing is held')
        p.host.end(signal.SIGKILL)
        p.messages.clear_faults()
        p.start_host()
        p.sign_in()
        self.delivered(prescription, limit=240)  # the dead host's lease runs out first
        self.assertEqual(len({m['message_id'] for m in self.mail()}), 1)
        self.assertEqual(len({m['date'] for m in self.mail()}), 1)

    def test_a_refused_address_is_told_and_the_recipe_goes_another_way(self):
        self.practice.messages.fault('refuse-recipient')
        recipe = self.delivered(self.issue('mail-number'), 'failed')[0]
        self.assertIn("rifiuta l'indirizzo del destinatario", recipe['delivery']['problem'])
        row = next(r for r in self.practice.call('studio/1', 'GetDay')['rows'] if r['recipe'] == recipe['id'])
        self.assertEqual((row['colour'], row['can_deliver']), ('amber', True))
        failed = self.practice.call('messages/1', 'ListFailed')['messages']
        self.assertIn('m…i@example.it', [m['to_hint'] for m in failed])
        request = str(uuid.uuid4())
        self.deliver(recipe, 'sms-number', request)
        self.deliver(recipe, 'sms-number', request)
        self.delivered({'id': row['prescription']})
        self.assertEqual(len(self.sms()), 1)

    def test_what_a_provider_puts_off_is_tried_again(self):
        prescription = self.put_off()
        self.practice.messages.clear_faults()
        recipe = self.delivered(prescription, limit=300)[0]
        self.assertEqual(recipe['delivery']['problem'], '')
        self.assertEqual(len(self.mail()), 1)

    def put_off(self, patient=None):
        """A prescription whose mail was tried, and is put off until the faults are cleared."""
        self.practice.messages.fault('temporary', times=0)
        prescription = self.issue('mail-number', patient)
        wait_until(lambda: self.practice.call('prescribing/1', 'Get', {'prescription': prescription['id']})
                   ['recipes'][0]['delivery']['problem'], 120, lambda: 'no problem was told')
        return prescription

    def test_a_corrected_address_gets_it_and_the_mistyped_one_nothing(self):
        p, right = self.practice, 'anna.rossi@example.it'
        patient = self.patient()
        recipe = self.put_off(patient)['recipes'][0]
        p.call('chart/1', 'SavePatient', {'patient': {**patient, 'email': right}, 'confirmed': True})
        p.call('messages/1', 'ConfirmAddress', {'patient': patient['id'], 'channel': 'email', 'address': right})
        self.deliver(recipe, 'mail-number')
        p.messages.clear_faults()
        wait_until(self.mail, 300, lambda: 'no mail came')
        self.delivered(p.call('prescribing/1', 'ListForPatient', {'patient': patient['id']})['prescriptions'][0])
        self.assertEqual([m['envelope_to'] for m in self.mail()], [[right]])

    def test_a_password_that_does_not_leave_is_told_and_all_goes_again(self):
        self.practice.messages.fault('sms-refuse')
        prescription = self.issue('mail-memo')
        recipe = self.delivered(prescription, 'failed')[0]
        self.assertIn('la password non è partita', recipe['delivery']['problem'])
        self.deliver(recipe, 'mail-memo')
        self.delivered(prescription)
        mail, sms = self.mail(), self.sms()
        self.assertEqual((len(mail), len(sms)), (2, 1))
        password = re.search(r'([a-z0-9]{4}-){2}[a-z0-9]{4}', sms[0]['text'])[0]
        self.assertTrue(opened(base64.b64decode(mail[1]['attachments'][0]['content']), password).startswith(b'%PDF'))

    def test_a_withdrawn_recipe_is_not_delivered(self):
        p = self.practice
        prescription = self.put_off()
        recipe = prescription['recipes'][0]
        p.call('prescribing/1', 'Withdraw', {'recipe': recipe['id']})
        p.settled(prescription['id'], states=('withdrawn',))
        # What is handed over later is handed over after the mail of the withdrawn one was taken back.
        self.delivered(self.issue('sms-number'))
        p.messages.clear_faults()
        with self.assertRaises(Refused) as refused:
            self.deliver(recipe, 'mail-number')
        self.assertEqual(refused.exception.code, 'recipe-not-deliverable')
        other = self.delivered(self.issue('mail-number'))[0]
        self.assertEqual([other['nre'] in m['text'] for m in self.mail()], [True])

    def together(self, prescriptions, mode, request=None):
        return self.practice.call('prescribing/1', 'DeliverTogether', {
            'recipes': [it['recipes'][0]['id'] for it in prescriptions], 'mode': mode, 'request': request or str(uuid.uuid4())})

    def waiting(self, count):
        """Prescriptions of one patient, accepted and with a promemoria that nobody has got."""
        patient = self.patient()
        all_of_them = [self.issue('none', patient) for _ in range(count)]
        for it in all_of_them:
            self.practice.promemoria(it['id'])
        return all_of_them

    def test_several_promemoria_go_in_one_mail(self):
        prescriptions, request = self.waiting(3), str(uuid.uuid4())
        for _ in range(2):
            self.together(prescriptions, 'mail-memo', request)
        numbers = [self.delivered(it)[0]['nre'] for it in prescriptions]
        mail, = self.mail()
        sms, = self.sms()
        zipped = base64.b64decode(mail['attachments'][0]['content'])
        names = zipfile.ZipFile(io.BytesIO(zipped)).namelist()
        self.assertEqual(sorted(names), sorted(f'promemoria-{number}.pdf' for number in numbers))
        password = re.search(r'([a-z0-9]{4}-){2}[a-z0-9]{4}', sms['text'])[0]
        self.assertTrue(opened(zipped, password).startswith(b'%PDF'))
        entries = [e for e in self.practice.call('audit/1', 'Query', {'patient': prescriptions[0]['patient']})['entries']
                   if e['action'].startswith('prescribing/1 DeliverTogether ')]
        for it in prescriptions:
            self.assertTrue(any(it['recipes'][0]['id'] in e['action'] for e in entries))

    def test_one_that_is_withdrawn_is_taken_out_of_the_mail(self):
        p, prescriptions = self.practice, self.waiting(3)
        p.messages.fault('temporary', times=0)
        self.together(prescriptions, 'mail-number')
        last = prescriptions[2]['id']
        wait_until(lambda: p.call('prescribing/1', 'Get', {'prescription': last})['recipes'][0]['delivery']['problem'], 120)
        p.call('prescribing/1', 'Withdraw', {'recipe': prescriptions[1]['recipes'][0]['id']})
        p.settled(prescriptions[1]['id'], states=('withdrawn',))
        # What is handed over later is handed over after the mail with the withdrawn one was taken back.
        self.delivered(self.issue('sms-number'))
        p.messages.clear_faults()
        kept = [self.delivered(prescriptions[at], limit=300)[0]['nre'] for at in (0, 2)]
        mail, = self.mail()
        self.assertEqual([number in mail['text'] for number in kept], [True, True])
        self.assertNotIn(prescriptions[1]['recipes'][0]['nre'], mail['text'])

    def test_recipes_of_two_patients_do_not_go_together(self):
        with self.assertRaises(Refused) as refused:
            self.together([*self.waiting(1), *self.waiting(1)], 'mail-number')
        self.assertEqual(refused.exception.code, 'delivery-patients-differ')
        self.assertEqual(self.mail(), [])

    def test_staff_deliver_and_others_do_not(self):
        p = self.practice
        for user, role in (('segreteria', 'collaboratore'), ('tecnico', 'amministratore')):
            p.call('accounts/1', 'SaveAccount', {'account': {'id': str(uuid.uuid4()), 'user_name': user, 'display_name': user,
                                                             'role': role}, 'password': 'Tre-parole-a-caso'})
        recipe = self.issue('none')['recipes'][0]
        staff, other = (p.sign_in(user, 'Tre-parole-a-caso') for user in ('segreteria', 'tecnico'))
        p.sign_in()
        with self.assertRaises(Refused) as refused:
            self.deliver(recipe, 'sms-number', token=other)
        self.assertEqual(refused.exception.status, 403)
        self.assertEqual(self.deliver(recipe, 'print', token=staff)['delivery']['state'], 'delivered')

    def test_nothing_of_a_patient_stands_in_the_log(self):
        self.practice.messages.fault('refuse-recipient')
        self.delivered(self.issue('mail-number'), 'failed')
        log = self.practice.host.last_words() + '\n'.join(it or '' for it in self.practice.host.lines)
        for secret in (MAIL, '3331234567', 'Posta-2026', 'chiave-sms'):
            self.assertNotIn(secret, log)


class WithoutMessages(unittest.TestCase):
    def test_a_practice_that_configured_nothing_is_told_why(self):
        practice = Practice()
        self.addCleanup(practice.close)
        choices = practice.call('prescribing/1', 'Assess', {'draft': practice.draft(practice.new_patient())})['deliveries']
        closed = [c for c in choices if not c['offered']]
        self.assertTrue(closed)
        for choice in closed:
            self.assertIn('non è configurat', choice['reason'])


if __name__ == '__main__':
    unittest.main()
