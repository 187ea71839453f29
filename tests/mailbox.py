"""A mail server that keeps what it is sent, or does with it what servers do."""

import asyncio
import socket
import ssl
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class Mailbox:
    """Listens on a free port of this machine while it is entered; `mails` is what has come.

    `answers` are given to the next recipients, and `verdicts` to the next texts, before it says yes to all others.
    A mail is kept when its text has come, whatever is answered to that.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.verdicts: list[str] = []
        # With which its clients have signed in.
        self.passwords: list[str] = []
        # How it encrypts, for those who connect from now on; None where it does not.
        self.encryption: ssl.SSLContext | None = None
        # The connection is lost as soon as the text is there.
        self.hangs_up = False
        # Cleared, it takes its time: before it answers a recipient, or a text.
        self.knows_recipient, self.has_read = threading.Event(), threading.Event()
        self.knows_recipient.set()
        self.has_read.set()
        # Set when somebody waits for it.
        self.is_asked = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> "Mailbox":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.knows_recipient.set()
        self.has_read.set()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._socket.close()

    async def handle_RCPT(  # noqa: N802  named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._wait_for(self.knows_recipient)
        answer = self.answers.pop(0) if self.answers else "250 ok"
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        content = cast(bytes, envelope.content)
        self.mails.append(cast(EmailMessage, message_from_bytes(content, policy=default)))
        await self._wait_for(self.has_read)
        if self.hangs_up and server.transport is not None:
            server.transport.abort()
        return self.verdicts.pop(0) if self.verdicts else "250 ok"

    def _let_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, told: LoginPassword
    ) -> AuthResult:
        self.passwords.append(told.password.decode())
        return AuthResult(success=True)

    def _talk(self) -> SMTP:
        # It takes a password however it comes: what is encrypted is the client's affair.
        return SMTP(
            self,
            loop=self._loop,
            hostname="here",
            tls_context=self.encryption,
            authenticator=self._let_in,
            auth_require_tls=False,
        )

    async def _wait_for(self, moment: threading.Event) -> None:
        if not moment.is_set():
            self.is_asked.set()
            await asyncio.to_thread(moment.wait)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self._loop.create_server(self._talk, sock=self._socket))
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
