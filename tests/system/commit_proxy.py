# SPDX-License-Identifier: Apache-2.0
"""A line to PostgreSQL that breaks at a chosen commit: just before the server hears of it, or just after it is done."""
import socket
import struct
import threading

STARTUP = 196608  # protocol 3.0; other first messages (encryption, cancelling) are answered before it


class CommitProxy:
    """Listens on 127.0.0.1:`port` for a server on the Unix socket `server`. `arm` chooses the commit and what is done there."""

    def __init__(self, server):
        self.server, self.lock, self.left, self.moment, self.strike = server, threading.Lock(), -1, 'before', None
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=200)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def arm(self, number, moment, strike):
        """At the `number`th commit from now on `strike` is called, once, and that connection ends.

        `moment`: «before», and the server never hears of the commit; «after», and the program never hears that it is done.
        """
        with self.lock:
            self.left, self.moment, self.strike = number, moment, strike

    def disarm(self):
        """Whether the commit was reached: then `strike` was called, or is about to be."""
        with self.lock:
            reached, self.left = self.left == 0, -1
            return reached

    def close(self):
        self.listener.close()

    def listen(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=Link(self, client).run, daemon=True).start()

    def chosen(self):
        """Whether the commit that is just asked for is the one; tells the moment."""
        with self.lock:
            if self.left <= 0:
                return None
            self.left -= 1
            return self.moment if self.left == 0 else None


class Link:
    """One connection, both ways."""

    def __init__(self, proxy, client):
        self.proxy, self.client = proxy, client
        self.server = socket.socket(socket.AF_UNIX)
        self.started, self.strike_at_answer = False, False

    def run(self):
        answers = threading.Thread(target=self.answers, daemon=True)
        with self.client, self.server:
            try:
                self.server.connect(self.proxy.server)
                answers.start()
                self.requests()
            except OSError:
                pass  # one side is gone
            self.end()
            if answers.ident:
                answers.join()

    def end(self):
        for side in (self.client, self.server):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # ended by the other thread

    def answers(self):
        try:
            while data := self.server.recv(65536):
                if self.strike_at_answer:
                    self.proxy.strike()
                    break
                self.client.sendall(data)
        except OSError:
            pass
        self.end()

    def requests(self):
        buffer = b''
        while data := self.client.recv(65536):
            buffer += data
            while message := self.first_message(buffer):
                buffer = buffer[len(message):]
                moment = self.proxy.chosen() if self.is_commit(message) else None
                if moment == 'before':
                    self.proxy.strike()
                    return
                self.strike_at_answer = moment == 'after'
                self.server.sendall(message)

    def first_message(self, buffer):
        """The first whole message, or nothing. Those before the session begins have no type."""
        head = 1 if self.started else 0
        if len(buffer) < head + 4:
            return b''
        size = head + struct.unpack_from('!I', buffer, head)[0]
        if len(buffer) < size:
            return b''
        if not self.started:
            self.started = struct.unpack_from('!I', buffer, 4)[0] == STARTUP
        return buffer[:size]

    @staticmethod
    def is_commit(message):
        return message[:1] == b'Q' and message[5:].upper().startswith((b'COMMIT', b'END'))
