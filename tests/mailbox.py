"""A mail server that keeps what it is sent."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message
from email.policy import default
from types import TracebackType


class Mailbox:
    """Runs on a free port of this machine while it is entered; `mails` is what has come."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._talk_to)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> "Mailbox":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _talk_to(self, connection: object, _address: object, _server: object) -> socketserver.BaseRequestHandler:
        return _Conversation(connection, self.mails)


class _Conversation(socketserver.BaseRequestHandler):
    """As much of RFC 5321 as a sender needs who offers no name and no encryption."""
