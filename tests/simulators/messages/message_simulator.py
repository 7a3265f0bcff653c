# SPDX-License-Identifier: Apache-2.0
"""A mail server and an SMS gateway to send to: see README.md beside this file. Shares no code with the client."""
import argparse
import json
import pathlib
import signal
import ssl
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from faults import Faults
from mail_reader import read_mail
from smtp_server import SmtpServer

USER, PASSWORD, SECRET = 'studio@studio.example', 'Posta-2026', 'chiave-sms-2026'


class State:
    def __init__(self):
        self.lock, self.mail, self.sms, self.faults = threading.Lock(), [], [], Faults()

    def keep_mail(self, sender, recipients, content):
        with self.lock:
            self.mail.append(read_mail(sender, recipients, content))

    def keep_sms(self, message):
        """True when the id was there already: then no telephone rings a second time."""
        with self.lock:
            again = any(it['id'] == message['id'] for it in self.sms)
            self.sms.append({**message, 'again': again})
            return again

    def reset(self):
        with self.lock:
            self.mail.clear()
            self.sms.clear()
        self.faults.clear()


def certificates(folder):
    """An authority and a certificate of localhost, made once."""
    if not (folder / 'server.pem').exists():
        def openssl(*words):
            subprocess.run(['openssl', *words], cwd=folder, check=True, capture_output=True)
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=Messages simulator',
                '-keyout', 'ca.key', '-out', 'ca.pem')
        openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr')
        (folder / 'names').write_text('subjectAltName=DNS:localhost\n')
        openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '3650',
                '-extfile', 'names', '-out', 'server.pem')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / 'server.pem', folder / 'server.key')
    return context


class Quiet(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    state = None

    def log_message(self, *_):
        pass

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get('Content-Length', 0))) or b'null')


class Gateway(Quiet):
    def do_POST(self):
        message, faults = self.body(), self.state.faults
        if self.headers.get('Authorization') != 'Bearer ' + SECRET or faults.take('sms-unauthorized'):
            return self.answer(401, {'error': 'unauthorized'})
        if faults.take('sms-refuse'):
            return self.answer(422, {'error': 'number'})
        if faults.take('sms-busy'):
            return self.answer(503, {'error': 'busy'})
        if status := faults.one_of('sms', (402, 404, 408, 429, 500)):
            return self.answer(status, {'error': 'fault'})
        if self.path != '/sms' or set(message) != {'id', 'to', 'from', 'text'} or self.headers.get('Idempotency-Key') != message['id']:
            return self.answer(400, {'error': 'malformed'})
        again = self.state.keep_sms(message)
        faults.hold('sms-hold')
        if faults.take('sms-cut'):
            self.close_connection = True
            return self.connection.close()
        return self.answer(409 if again else 202, {'id': message['id']})


class Admin(Quiet):
    def do_GET(self):
        with self.state.lock:
            found = {'/mail': self.state.mail, '/sms': self.state.sms}.get(self.path)
            if self.path == '/held':
                found = self.state.faults.held
            self.answer(200 if found is not None else 404, found)

    def do_POST(self):
        if self.path == '/reset':
            self.state.reset()
        elif self.path == '/faults':
            fault = self.body()
            self.state.faults.add(fault['kind'], fault.get('times', 1), fault.get('seconds'))
        self.answer(200, None)

    def do_DELETE(self):
        self.state.faults.clear()
        self.answer(200, None)


class HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """A client that does not trust the certificate, or goes away, is part of the play."""


def serve_http(handler, state, port, tls=None):
    server = HttpServer(('127.0.0.1', port), type(handler.__name__, (handler,), {'state': state}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def main():
    words = argparse.ArgumentParser()
    words.add_argument('--state', required=True, type=pathlib.Path)
    words.add_argument('--ports', default='0,0,0,0', help='SMTP with STARTTLS, SMTP over TLS, SMS, admin')
    given = words.parse_args()
    starttls, tls, sms, admin = (int(it) for it in given.ports.split(','))
    given.state.mkdir(parents=True, exist_ok=True)
    context, state = certificates(given.state), State()
    mail = [SmtpServer(state, context, (USER, PASSWORD), port, at_once) for port, at_once in ((starttls, False), (tls, True))]
    sms = serve_http(Gateway, state, sms, context)
    admin = serve_http(Admin, state, admin)
    print(f'ready {mail[0].port} {mail[1].port} https://localhost:{sms}/sms http://127.0.0.1:{admin}', flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        signal.pause()
    except KeyboardInterrupt:
        pass


if __name__ == '__main__':
    main()
