# SPDX-License-Identifier: Apache-2.0
"""The prescribing rules as a signed package: taken while people work, refused when it is not right."""
import subprocess
import unittest

from installation import CORE_KEY, Installation
from practice import BUILD

PLUGIN = 'curante.prescribing'
FIRST = 'la prescrizione non ha righe'


class RulesPackage(unittest.TestCase):
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


if __name__ == '__main__':
    unittest.main()
