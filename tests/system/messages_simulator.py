# SPDX-License-Identifier: Apache-2.0
"""The messages simulator as a program of its own, and the settings of a practice that uses it."""
import json
import os
import pathlib
import pwd
import sys
import urllib.request

from practice import Program, ROOT

PROGRAM = pathlib.Path(__file__).parent.parent / 'simulators/messages/message_simulator.py'


class MessagesSimulator:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.program = Program([sys.executable, str(PROGRAM), '--state', str(folder / 'state')], folder / 'log')
        _, self.starttls, self.tls, self.sms_url, self.admin = self.program.ready_line().split()
        for name, secret in (('mail', 'Posta-2026'), ('sms', 'chiave-sms-2026')):
            file = folder / name
            file.write_text(secret + '\n')
            file.chmod(0o600)
            if ROOT:
                nobody = pwd.getpwnam('nobody')
                os.chown(file, nobody.pw_uid, nobody.pw_gid)

    def settings(self, **more):
        prefix = 'curante.messages.'
        given = {'smtp_host': 'localhost', 'smtp_port': self.starttls, 'smtp_user': 'studio@studio.example',
                 'smtp_password_file': self.folder / 'mail', 'sender_address': 'studio@studio.example',
                 'sender_name': 'Studio medico Fabbri', 'sms_url': self.sms_url, 'sms_secret_file': self.folder / 'sms',
                 'sms_sender': 'Studio', 'ca_file': self.folder / 'state/ca.pem', 'timeout_ms': 1000, 'acceptance_ms': 10000, **more}
        return {prefix + name: value for name, value in given.items()}

    def ask(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.admin + path, data=data, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b'null')

    def fault(self, kind, times=1):
        return self.ask('/faults', {'kind': kind, 'times': times})

    def clear_faults(self):
        return self.ask('/faults', method='DELETE')

    def end(self):
        self.program.end()
