"""A mail server that keeps what it is sent."""

import socket
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


class Mailbox:
    """Listens on a free port of this machine while it is entered; `mails` is what has come."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        # Closing alone would not wake who waits in accept().
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb", buffering=0) as line:
                self._talk(line)

    def _talk(self, line: socket.SocketIO) -> None:
        """As much of RFC 5321 as a sender needs who is asked for no name."""
        line.write(b"220 here\r\n")
        while command := line.readline():
            if command.upper().startswith(b"DATA"):
                line.write(b"354 go on\r\n")
                body = b"".join(iter(line.readline, b".\r\n"))
                self.mails.append(cast(EmailMessage, message_from_bytes(body, policy=default)))
            line.write(b"221 bye\r\n" if command.upper().startswith(b"QUIT") else b"250 ok\r\n")
