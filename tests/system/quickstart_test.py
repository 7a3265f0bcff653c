# SPDX-License-Identifier: Apache-2.0
"""The first of the two commands, as a newcomer uses it."""
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.request

PROJECT = pathlib.Path(__file__).resolve().parents[2]
QUICKSTART = PROJECT / 'packaging/quickstart'
READY = re.compile(r'^ready (https://127\.0\.0\.1:\d+)  user (\S+)  password (\S+)$')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def call(url, name, body, token=None):
    request = urllib.request.Request(f'{url}/api/{name}', data=json.dumps(body).encode(), headers={
        'Content-Type': 'application/json', 'X-Curante-Client': 'api', **({'Authorization': 'Bearer ' + token} if token else {})})
    with urllib.request.urlopen(request, timeout=30, context=ssl._create_unverified_context()) as answer:
        return json.load(answer)


def processes_of(data):
    """Command lines of what still runs for this data directory, but for this test."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                line = (entry / 'cmdline').read_bytes().replace(b'\0', b' ').decode(errors='replace')
            except OSError:
                continue
            if str(data) in line:
                found.append(line)
    return found


class Quickstart(unittest.TestCase):
    def setUp(self):
        self.data = pathlib.Path(tempfile.mkdtemp(prefix='curante-quickstart-'))
        self.addCleanup(shutil.rmtree, self.data, ignore_errors=True)

    def run_it(self, *words):
        return subprocess.run([QUICKSTART, *words], capture_output=True, text=True, timeout=280, check=False)

    def start(self, *words):
        """A quickstart in the foreground: its process, and what its ready line says."""
        process = subprocess.Popen([QUICKSTART, '--data', self.data, '--port', str(free_port()), '--patients', '20', *words],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        line = process.stdout.readline()
        ready = READY.match(line)
        if not ready:
            self.fail(line + process.communicate()[1])
        return process, ready.groups()

    def interrupt(self, process):
        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does
        with process:
            self.assertEqual(process.wait(60), 0, process.stderr.read())
        self.assertEqual(processes_of(self.data), [])

    def patients(self, ready):
        url, user, password = ready
        token = call(url, 'accounts/1/SignIn', {'user_name': user, 'password': password})['token']
        found = call(url, 'chart/1/SearchPatients', {'text': 'provastress'}, token)['patients']
        return {it['id'] for it in found}

    def test_starts_keeps_its_data_and_begins_afresh(self):
        process, ready = self.start()
        first = self.patients(ready)
        self.assertEqual(len(first), 1)
        self.interrupt(process)
        began = time.monotonic()
        process, again = self.start()
        print(f'second start: {time.monotonic() - began:.1f} s')
        self.assertEqual(again[1:], ready[1:])
        self.assertEqual(self.patients(again), first)
        second = self.run_it('--data', str(self.data))
        self.assertEqual(second.returncode, 1)
        self.assertIn('already runs', second.stderr)
        self.interrupt(process)
        process, afresh = self.start('--fresh')
        self.assertNotEqual(afresh[2], ready[2])
        self.interrupt(process)

    def test_runs_detached_in_another_region(self):
        started = self.run_it('--data', str(self.data), '--port', str(free_port()), '--patients', '5', '--region', 'molise', '--detach')
        self.assertEqual(started.returncode, 0, started.stderr)
        ready = READY.match(started.stdout)
        self.assertTrue(ready, started.stdout)
        self.assertEqual(len(self.patients(ready.groups())), 1)
        stopped = self.run_it('--data', str(self.data), '--stop')
        self.assertEqual((stopped.returncode, stopped.stdout), (0, 'stopped\n'))
        self.assertEqual(processes_of(self.data), [])
        self.assertEqual(self.run_it('--data', str(self.data), '--stop').returncode, 1)

    def test_says_what_is_wrong(self):
        self.assertEqual(self.run_it('--colour').returncode, 2)
        unknown = self.run_it('--data', str(self.data), '--region', 'atlantide')
        self.assertEqual(unknown.returncode, 1)
        self.assertIn('no region «atlantide»', unknown.stderr)
        with socket.socket() as taken:
            taken.bind(('127.0.0.1', 0))
            taken.listen()
            busy = self.run_it('--data', str(self.data), '--port', str(taken.getsockname()[1]))
        self.assertEqual(busy.returncode, 1)
        self.assertRegex(busy.stderr, r'port|porta')


if __name__ == '__main__':
    unittest.main()
