"""A mail server of a few lines, spoken to through a real socket."""

import contextlib
import socket
from threading import Thread

CLOSE, STALL = "close", "stall"
USUAL = {
    "EHLO": "250-fake.example\r\n250-AUTH LOGIN PLAIN\r\n250 SIZE 50000000",
    "AUTH": "235 2.7.0 Accepted",
    "DATA": "354 Go on",
    "QUIT": "221 Bye",
    "hello": "220 fake.example",
    "mail": "250 2.0.0 Ok: queued as 53E8B2BD44",
}


class FakeServer:
    """
    :param answers: by the first word of what is said, what is answered: a line,
        ``CLOSE`` or ``STALL``; "hello" is said to who comes, "mail" to a mail
    """

    def __init__(self, **answers):
        self.answers, self.mails = {**USUAL, **answers}, []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._held = []

    def __enter__(self):
        Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._socket.close()
        for connection in self._held:
            connection.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                self._held.append(connection)
                Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), connection.makefile("rb") as lines:
            is_open = self._answer(connection, "hello")
            while is_open and (line := lines.readline()):
                word = line.split()[0].decode().upper() if line.strip() else ""
                is_open = self._answer(connection, word)
                if word == "DATA" and self.answers["DATA"].startswith("354"):
                    self.mails.append(self._read_mail(lines))
                    is_open = is_open and self._answer(connection, "mail")

    def _read_mail(self, lines):
        content = []
        while (line := lines.readline()) not in (b".\r\n", b""):
            content.append(line)
        return b"".join(content)

    def _answer(self, connection, word):
        """Whether the session goes on."""
        answer = self.answers.get(word, "250 2.1.0 Ok")
        if answer == CLOSE:
            connection.shutdown(socket.SHUT_RDWR)
            return False
        if answer != STALL:
            connection.sendall(f"{answer}\r\n".encode())
        return True
