"""People somewhere on the internet who try to sign in."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import PASSWORD
from tests.pages import Client

HOME = "192.0.2.10"


class Guesser:
    """Somebody at an IP address, with a browser of their own."""

    def __init__(self, app: Flask, ip: str = HOME) -> None:
        self.client: Client = app.test_client()
        self.client.environ_base["REMOTE_ADDR"] = ip
        self._form = self.client.page("/login")

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """What the sign-in form answers."""
        return self.client.press(self._form, "Sign in", email=email, password=password)

    def guess(self, email: str) -> int:
        """The status of the answer to a wrong password."""
        return self.sign_in(email, "not the right one").status_code
