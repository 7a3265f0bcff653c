# SPDX-License-Identifier: Apache-2.0
"""A practice behind a proxy: all that goes to Sistema TS goes through it, and its password stays a secret."""
import base64
import contextlib
import os
import pwd
import select
import socket
import socketserver
import threading
import unittest

from practice import ROOT, Practice, Refused, wait_until

USER, SECRET = 'studio', 'Segreto-del-proxy'


class Tunnel(socketserver.StreamRequestHandler):
    """CONNECT and nothing else."""

    def handle(self):
        head = [line.decode('latin-1').strip() for line in iter(self.rfile.readline, b'\r\n')]
        wanted = 'Basic ' + base64.b64encode(f'{USER}:{SECRET}'.encode()).decode()
        if f'proxy-authorization: {wanted}'.lower() not in (line.lower() for line in head):
            self.server.rejected += 1
            self.wfile.write(b'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n')
            return
        if not self.server.open:
            self.wfile.write(b'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')
            return
        host, port = head[0].split()[1].rsplit(':', 1)
        with socket.create_connection((host, int(port))) as there:
            self.server.tunnels += 1
            self.server.alive.add(self)
            self.wfile.write(b'HTTP/1.1 200 Connection established\r\n\r\n')
            self.carry({self.connection: there, there: self.connection})

    def carry(self, ends):
        while self.server.open:
            for end in select.select(list(ends), [], [], 0.05)[0]:
                octets = end.recv(65536)
                if not octets:
                    return
                ends[end].sendall(octets)

    def finish(self):
        super().finish()
        with contextlib.suppress(OSError):  # its other end may have hung up
            self.connection.shutdown(socket.SHUT_RDWR)
        self.server.alive.discard(self)


class Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    tunnels = rejected = 0
    open = True  # closed: no new tunnel, and those there are end

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Tunnel)
        self.alive = set()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class BehindAProxy(Practice):
    def __init__(self, proxy, mode):
        self.proxy, self.mode = proxy, mode
        super().__init__()

    def host_command(self, *more):
        file = self.directory / 'proxy-password'
        file.write_text(SECRET + '\n')
        file.chmod(self.mode)
        if ROOT:
            nobody = pwd.getpwnam('nobody')
            os.chown(file, nobody.pw_uid, nobody.pw_gid)
        return super().host_command('--proxy', f'127.0.0.1:{self.proxy.server_address[1]}', '--proxy_user', USER,
                                    '--proxy_password_file', str(file), *more)


class ProxyTest(unittest.TestCase):
    def setUp(self):
        self.proxy = Proxy()
        self.addCleanup(self.proxy.server_close)
        self.addCleanup(self.proxy.shutdown)

    def started(self, mode=0o600):
        practice = BehindAProxy(self.proxy, mode)
        self.addCleanup(practice.close)
        return practice

    def test_a_recipe_goes_through_the_proxy(self):
        practice = self.started()
        practice.give_credentials()
        self.assertEqual(practice.call('sistema-ts/1', 'Verify')['verdict'], 'good')
        draft = practice.draft(practice.new_patient())
        practice.issue(draft)
        self.assertEqual(practice.settled(draft['id'])['recipes'][0]['state'], 'accepted')
        self.assertGreaterEqual(self.proxy.tunnels, 1)
        # There is no other way: with the proxy shut nothing leaves, and with it open again all does.
        self.proxy.open = False
        wait_until(lambda: not self.proxy.alive)
        held = practice.draft(practice.new_patient())
        practice.issue(held)
        last = {}

        def told():
            last.update(practice.call('prescribing/1', 'Get', {'prescription': held['id']})['recipes'][0])
            return last['problem']
        wait_until(told)
        self.assertEqual(last['state'], 'waiting')
        self.proxy.open = True
        self.assertEqual(practice.settled(held['id'])['recipes'][0]['state'], 'accepted')
        self.assertEqual(self.proxy.rejected, 0)
        self.assertNotIn(SECRET, practice.host.last_words())

    def test_a_password_file_open_to_others_is_refused(self):
        practice = self.started(0o644)
        said = practice.host.last_words()
        self.assertIn('password file', said)
        self.assertIn('0600', said)
        self.assertNotIn(SECRET, said)
        with self.assertRaises(Refused) as caught:
            practice.call('sistema-ts/1', 'GetAccess')
        self.assertEqual(caught.exception.code, 'contract-unavailable')


if __name__ == '__main__':
    unittest.main()
