# SPDX-License-Identifier: Apache-2.0
"""From the template to the patient's page: a stranger's plugin, made, signed, packed and unpacked, seen in a real browser."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from installation import Installation
from installed_sdk import PROJECT, InstalledSdk
from practice import PASSWORD

PLUGIN = 'it.example.wounds'


class ThirdPartyPanel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = pathlib.Path(tempfile.mkdtemp(prefix='curante-panel-', dir='/tmp'))
        cls.package, cls.entry = cls.make_package(InstalledSdk(cls.scratch))
        cls.practice = p = Installation()
        assert p.host.end() == 0
        trust = p.copy / 'share/curante/trust/example.info'
        shutil.copy(cls.entry, trust)
        trust.chmod(0o644)
        subprocess.run([p.copy / 'bin/curante', 'plugin', 'unpack', cls.package], check=True, capture_output=True)
        region = p.copy / 'share/curante/regions/lazio.info'
        region.write_text(region.read_text() + f'plugins\n{{\n  {PLUGIN}\n}}\n')
        p.start_host()
        p.sign_in()

    @classmethod
    def tearDownClass(cls):
        cls.practice.close()
        shutil.rmtree(cls.scratch)

    @classmethod
    def make_package(cls, sdk):
        """What its maker does, with nothing but the installed SDK."""
        project = sdk.scaffold(cls.scratch, PLUGIN, '--uses', 'clock/1')
        library = f'build/dev/lib/curante/{PLUGIN}.so'
        for line in (['cmake', '--preset', 'dev'], ['cmake', '--build', '--preset', 'dev'],
                     [sdk.tool, 'plugin', 'keygen', 'example.key', '--name', 'example', '--kind', 'third-party',
                      '--plugins', 'it.example', '--contracts', 'wounds', '--uses', 'clock'],
                     [sdk.tool, 'plugin', 'sign', library, '--key', 'example.key', '--ui', 'ui'],
                     [sdk.tool, 'plugin', 'pack', library, '--ui', 'ui', '--trust', 'example.key.info']):
            done = sdk.run(line, project)
            if done.returncode != 0:
                raise AssertionError(f'{line}\n{done.stdout}\n{done.stderr}')
        return next(project.glob('*.curante')), project / 'example.key.info'

    def test_its_panel_stands_in_the_page_of_the_patient(self):
        p = self.practice
        patient = p.new_patient(last_name='Ferita')['id']
        environment = dict(os.environ, CURANTE_URL=p.url, CURANTE_USER='medico', CURANTE_PASSWORD=PASSWORD,
                           CURANTE_THIRD_PARTY=PLUGIN, CURANTE_PATIENT=patient)
        done = subprocess.run([PROJECT / 'tests/browser/run', 'third-party.spec.ts'], env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('2 passed', done.stdout)


if __name__ == '__main__':
    unittest.main()
