# SPDX-License-Identifier: Apache-2.0
"""The server's side of RFC 5321 with STARTTLS (3207) and AUTH PLAIN and LOGIN (4954), as mail providers have it:
nothing is accepted before TLS and a sign-in."""
import base64
import re
import socketserver
import threading

ADDRESS = re.compile(r'(FROM|TO):\s*<([^<>\s]+@[^<>\s]+)>', re.IGNORECASE)


class Conversation(socketserver.StreamRequestHandler):
    def setup(self):
        self.secure = False
        if self.server.at_once:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            self.secure = True
        super().setup()

    def handle(self):
        self.signed_in, self.sender, self.recipients = False, None, []
        try:
            if self.server.state.faults.take('trickle'):
                return self.trickle()
            self.say(220, 'simulator ESMTP')
            while (line := self.rfile.readline(4096)):
                verb, _, rest = line.decode('latin-1').strip().partition(' ')
                if self.obey(verb.upper(), rest) == 'end':
                    return
        except OSError:
            return

    def trickle(self):
        """A greeting that never ends, octet by octet, until the client goes."""
        self.wfile.write(b'220-')
        while not self.server.ended.wait(0.02):
            self.wfile.write(b'x\r\n220-')
            self.wfile.flush()

    def close_cleanly(self):
        """As a server does that restarts: TLS ends as it should, the conversation does not."""
        self.connection.unwrap()
        return 'end'

    def say(self, status, *lines):
        for at, line in enumerate(lines):
            mark = ' ' if at == len(lines) - 1 else '-'
            self.wfile.write(f'{status}{mark}{line}\r\n'.encode())
        self.wfile.flush()

    def obey(self, verb, rest):
        if verb in ('EHLO', 'HELO'):
            offers = ['simulator', 'SIZE 20000000', '8BITMIME']
            if not self.secure and not self.server.state.faults.take('no-starttls'):
                offers.append('STARTTLS')
            if self.secure:
                offers.append('AUTH LOGIN' if self.server.state.faults.take('login-only') else 'AUTH PLAIN LOGIN')
                if self.server.state.faults.take('close-in-reply'):
                    self.wfile.write(b'250-simulator\r\n')
                    self.wfile.flush()
                    return self.close_cleanly()
            return self.say(250, *offers)
        if verb == 'STARTTLS' and not self.secure:
            return self.start_tls()
        if verb == 'QUIT':
            self.say(221, 'bye')
            return 'end'
        if verb in ('RSET', 'NOOP'):
            self.sender, self.recipients = None, []
            return self.say(250, 'ok')
        if not self.secure:
            return self.say(530, 'must issue a STARTTLS command first')
        if verb == 'AUTH':
            return self.sign_in(rest)
        if not self.signed_in:
            return self.say(530, 'authentication required')
        return self.envelope(verb, rest)

    def start_tls(self):
        self.say(220, 'go ahead')
        if self.server.state.faults.take('break-handshake'):
            return 'end'
        self.request = self.connection = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.connection.makefile('rb'), self.connection.makefile('wb')
        self.secure = True

    def sign_in(self, rest):
        kind, _, first = rest.partition(' ')
        if kind.upper() == 'PLAIN':
            _, user, password = base64.b64decode(first or self.ask('')).decode().split('\0')
        else:
            user = base64.b64decode(first or self.ask('VXNlcm5hbWU6')).decode()
            password = base64.b64decode(self.ask('UGFzc3dvcmQ6')).decode()
        if (user, password) != self.server.account or self.server.state.faults.take('refuse-auth'):
            return self.say(535, 'authentication credentials invalid')
        self.signed_in = True
        return self.say(235, 'authentication succeeded')

    def ask(self, what):
        self.say(334, what)
        return self.rfile.readline(4096).strip()

    def envelope(self, verb, rest):
        faults, address = self.server.state.faults, ADDRESS.match(rest)
        if verb == 'MAIL' and address:
            if faults.take('temporary'):
                return self.say(451, 'try again later')
            if faults.take('refuse-sender'):
                return self.say(553, 'sender not allowed')
            self.sender = address[2]
            return self.say(250, 'ok')
        if verb == 'RCPT' and address and self.sender:
            if faults.take('refuse-recipient'):
                return self.say(550, '5.1.1 no such user')
            if faults.take('no-relay'):
                return self.say(550, '5.7.1 Relaying denied')
            if faults.take('no-such-domain'):
                return self.say(554, '5.1.2 no such domain')
            if faults.take('close-at-rcpt'):
                return self.close_cleanly()
            if status := faults.one_of('rcpt', (503, 530, 535, 554)):
                return self.say(status, 'not by this account')
            self.recipients.append(address[2])
            return self.say(250, 'ok')
        if verb == 'DATA' and self.recipients:
            return self.take_content()
        return self.say(503 if verb in ('MAIL', 'RCPT', 'DATA') else 500, 'bad sequence or unknown command')

    def take_content(self):
        faults = self.server.state.faults
        if faults.take('cut-before-data'):
            return 'end'
        if faults.take('close-at-data'):
            return self.close_cleanly()
        if status := faults.one_of('data', (250, 530, 554)):
            return self.say(status, 'not like this')
        faults.hold('hold-before-data')
        self.say(354, 'end with <CRLF>.<CRLF>')
        content = b''
        while (line := self.rfile.readline(65536)) != b'.\r\n':
            if not line:
                return 'end'
            if faults.take('cut-in-data'):
                return 'end'
            content += line[1:] if line.startswith(b'.') else line
        if faults.take('refuse-content'):
            return self.say(554, 'message rejected')
        self.server.state.keep_mail(self.sender, self.recipients, content)
        faults.hold('hold-after-data')
        if faults.take('cut-after-data'):
            return 'end'
        if faults.take('close-after-data'):
            return self.close_cleanly()
        self.sender, self.recipients = None, []
        return self.say(250, 'queued')


class SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, state, tls, account, port, at_once):
        super().__init__(('127.0.0.1', port), Conversation)
        self.state, self.tls, self.account, self.at_once = state, tls, account, at_once
        self.ended = threading.Event()
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """A client that does not trust the certificate, or goes away, is part of the play."""
