"""Sealing addresses, finding them again without reading them, and signing links."""

import hashlib
import hmac
from typing import cast

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app

from blog.tools.secret_keys import SecretKeys


def seal(text: str) -> bytes:
    """`text` encrypted for storage; `unseal` reads it back."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """The text that was sealed. Raises cryptography.fernet.InvalidToken where no key fits."""
    return _fernet().decrypt(sealed).decode()


def keyed_digest(purpose: str, *parts: object) -> bytes:
    """32 bytes that stand for `parts`, equal for equal parts, telling nothing to who has not the key.

    `purpose` keeps digests that are made for different ends apart.
    """
    message = "\0".join([purpose, *(str(len(str(part))) + ":" + str(part) for part in parts)])
    return hmac.digest(_keys().index_key.encode(), message.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in _keys().address_keys])


def _keys() -> SecretKeys:
    return cast(SecretKeys, current_app.config["SECRET_KEYS"])
