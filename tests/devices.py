"""What people have in their pockets: the app that shows codes, and a device that keeps passkeys."""

import hashlib
import json
import os
import time
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from passlib.totp import TOTP

# Bits of the authenticator's data (WebAuthn, 6.1): somebody touched it, it knows who, a new key is attached.
PRESENT, VERIFIED, ATTACHED = 0x01, 0x04, 0x40


def code_of(key: str, half_minutes: int = 0) -> str:
    """What an app with `key` shows now, or showed and will show so many half minutes from now."""
    return str(TOTP(key).generate(int(time.time()) + half_minutes * 30).token)


class Device:
    """A device with one passkey, which answers as a browser on a page of `origin` would pass it on."""

    def __init__(
        self, origin: str = "http://localhost:8000", *, knows_its_owner: bool = True, counts: bool = True
    ) -> None:
        self.origin = origin
        self.host = origin.split("/")[2].split(":")[0]
        self.flags = PRESENT | (VERIFIED if knows_its_owner else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.counts = counts
        self.signed = 0

    def create(self, options: str) -> str:
        """The answer to a page that adds a passkey."""
        numbers = self.key.public_key().public_numbers()
        public_key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        attached = bytes(16) + len(self.id).to_bytes(2) + self.id + public_key
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTACHED) + attached}
        client = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=client, attestationObject=cbor2.dumps(attestation))

    def sign(self, options: str) -> str:
        """The answer to a page that asks for a passkey."""
        self.signed += self.counts
        client, data = self._client("webauthn.get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + self.signed.to_bytes(4)

    def _answer(self, **response: bytes) -> str:
        answer: dict[str, Any] = {"id": _text(self.id), "rawId": _text(self.id), "type": "public-key"}
        return json.dumps(answer | {"response": {name: _text(value) for name, value in response.items()}})


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
