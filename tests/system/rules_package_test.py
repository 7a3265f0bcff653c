# SPDX-License-Identifier: Apache-2.0
"""The prescribing rules as a signed package: taken while people work, refused when it is not right."""
import subprocess
import unittest

from installation import CORE_KEY, Installation
from practice import BUILD

PLUGIN = 'curante.prescribing'
FIRST = 'la prescrizione non ha righe'


class PackageTest(unittest.TestCase):
    """An installation of its own for each class: of the packages that were installed the newest counts."""
    @classmethod
    def setUpClass(cls):
        cls.practice = Installation()
        cls.patient = cls.practice.new_patient()
        cls.package = cls.practice.copy / 'share/curante/data/italia.rules'
        cls.text = cls.package.read_text(encoding='utf-8')

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()

    def install(self, text, data='curante.prescribing.rules', key=CORE_KEY):
        self.package.write_text(text, encoding='utf-8')
        self.package.chmod(0o644)
        signed = subprocess.run([BUILD / 'bin/curante', 'plugin', 'sign', self.package, '--data', data, '--key', key],
                                capture_output=True, text=True, check=True)
        self.assertIn(f'signed   {data}', signed.stdout)


class RulesPackage(PackageTest):
    def named(self, version, says):
        head, rest = self.text.split('\n', 1)
        return head.rsplit(' ', 1)[0] + f' {version}\n' + rest.replace(FIRST, says)

    def said(self):
        """What the rules say of an empty draft, after the plugin took what is installed now."""
        self.practice.tool('plugins', 'replace', PLUGIN)
        draft = self.practice.draft(self.patient)
        draft['lines'] = []
        found = self.practice.call('prescribing/1', 'Assess', {'draft': draft})['findings']
        return [it['text'] for it in found if it['code'] == 'draft-empty'][0]

    def log(self):
        return (self.practice.directory / 'host.log').read_text(encoding='utf-8', errors='replace')

    def test_is_taken_when_right_and_else_the_last_good_one_stays(self):
        self.assertEqual(self.said(), FIRST)
        self.install(self.named('2099.1.1', 'REGOLE NUOVE'))
        self.assertEqual(self.said(), 'REGOLE NUOVE')
        self.package.write_text(self.named('2099.2.1', 'REGOLE ALTERATE'), encoding='utf-8')
        self.assertEqual(self.said(), 'REGOLE NUOVE')
        self.assertIn('[data-other]', self.log())
        self.install(self.text)
        self.assertEqual(self.said(), 'REGOLE NUOVE')
        self.assertIn('[data-older]', self.log())
        self.package.with_name('italia.rules.sig').unlink()
        self.assertEqual(self.said(), 'REGOLE NUOVE')
        self.assertIn('[data-missing]', self.log())
        self.install(self.named('2099.3.1', 'REGOLE NUOVISSIME'))
        self.assertEqual(self.said(), 'REGOLE NUOVISSIME')

    def test_is_checked_by_a_verb(self):
        wrong = self.practice.directory / 'wrong.rules'
        wrong.write_text(self.text + '\nrule strange\n  colour red\n', encoding='utf-8')
        wrong.chmod(0o644)
        refused = self.practice.tool('rules', 'check', str(wrong), check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn('wrong.rules riga', refused.stdout)
        good = self.practice.tool('rules', 'check', str(BUILD / 'share/curante/data/italia.rules'))
        self.assertIn('good     italia', good.stdout)


class WhiteTerms(PackageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        me = next(a for a in cls.practice.call('accounts/1', 'ListAccounts')['accounts'] if a['user_name'] == 'medico')
        me['doctor'].update(address='VIA DELLO STUDIO 1', postal_code='00185', municipality='ROMA', province='RM',
                            phone='0612345678', register_number='RM 12345')
        cls.practice.call('accounts/1', 'SaveAccount', {'account': me})

    def limited(self, version, *limits):
        """The package with other numbers: (limit, its value, the new one)."""
        head, rest = self.text.split('\n', 1)
        for name, value, other in limits:
            before = f'limit {name}\n  value      {value}\n'
            self.assertIn(before, rest)  # of the SSN's recipes, too, where they have the same number
            rest = rest.replace(before, f'limit {name}\n  value      {other}\n')
        return head.rsplit(' ', 1)[0] + f' {version}\n' + rest

    def printed(self, drug=None, **line):
        """What the paper of a white recipe says of how long and how often."""
        draft = self.practice.draft(self.practice.new_patient(), drug)
        draft['on_paper'] = True
        draft['lines'][0].update(white=True, **line)
        self.practice.issue(draft)
        kept = self.practice.settled(draft['id'], ('printed',))['recipes'][0]['lines'][0]
        pdf = self.practice.request(f"/files/documents/1/Read?document={self.practice.promemoria(draft['id'])}")[0]
        text = subprocess.run(['pdftotext', '-layout', '-', '-'], input=pdf, capture_output=True, check=True).stdout
        says = next(row.strip() for row in text.decode().splitlines() if 'ipetibile (R' in row)
        return says, (kept['validity_days'], kept['dispensings'])

    def test_how_long_a_white_recipe_is_good_is_what_the_package_says_that_day(self):
        self.assertEqual(self.printed(), ('Ripetibile (RR): valida 6 mesi, dispensabile al massimo 10 volte', (180, 10)))
        self.install(self.limited('2099.1.1', ('white-repetitions', 10, 5), ('white-repetitions', 3, 2),
                                  ('validity-days', 180, 100), ('validity-days', 30, 20)))
        self.practice.tool('plugins', 'replace', PLUGIN)
        self.assertEqual(self.printed(), ('Ripetibile (RR): valida 100 giorni, dispensabile al massimo 5 volte', (100, 5)))
        self.assertEqual(self.printed(repeatable=False),
                         ('Non ripetibile (RNR): valida 20 giorni, per una sola dispensazione', (20, 1)))
        lorazepam = next(d for d in self.practice.call('formulary/1', 'Search', {'text': 'lorazepam'})['drugs']
                         if d['drug_class'] == 'C')
        draft = self.practice.draft(self.practice.new_patient(), lorazepam)
        told = self.practice.call('prescribing/1', 'Assess', {'draft': draft})['findings']
        self.assertIn('ricetta valida 20 giorni, al massimo 2 volte',
                      next(it['text'] for it in told if it['code'] == 'white-psychotropic'))
        self.assertEqual(self.printed(lorazepam),
                         ('Ripetibile (RR): valida 20 giorni, dispensabile al massimo 2 volte', (20, 2)))


if __name__ == '__main__':
    unittest.main()
