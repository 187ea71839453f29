"""Sealing addresses, finding them again without reading them, and signing links."""

import hashlib
import hmac
from functools import lru_cache
from typing import cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from blog.tools.secret_keys import SecretKeys, renewed


def seal(text: str) -> bytes:
    """`text` encrypted for storage; `unseal` reads it back."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes, seconds: int | None = None) -> str:
    """The text that was sealed, where `seconds` are given within them. Raises InvalidToken where no key fits."""
    return _fernet().decrypt(sealed, seconds).decode()


def unsealed(sealed: bytes) -> str | None:
    """The text that was sealed; None where no key fits any more."""
    try:
        return unseal(sealed)
    except InvalidToken:
        return None


def is_newest(sealed: bytes) -> bool:
    """Whether it was sealed with the newest key there is."""
    try:
        _fernet_of(_keys().address_keys[:1]).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def keyed_digest(purpose: str, *parts: object) -> bytes:
    """32 bytes that stand for `parts`, equal for equal parts, that tell nothing to anyone without the key.

    `purpose` keeps digests that are made for different ends apart.
    """
    message = "\0".join([purpose, *(str(len(str(part))) + ":" + str(part) for part in parts)])
    return hmac.digest(_keys().index_key.encode(), message.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _fernet() -> MultiFernet:
    return _fernet_of(_keys().address_keys)


# Made once for the same keys: that takes as long as the sealing.
@lru_cache(maxsize=4)
def _fernet_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _keys() -> SecretKeys:
    # Asked of the file each time, which costs some microseconds: `flask upkeep rotate-keys` may have changed it.
    keys = current_app.config["SECRET_KEYS"] = renewed(cast(SecretKeys, current_app.config["SECRET_KEYS"]))
    return keys
