"""What links carry that open something without signing in: nobody but the site can make it.

A signed token lasts as long as the installation, for links that must work in old mails; what it names can be read. A
sealed one tells nothing and ends by itself, or with the key that it was sealed with.
"""

import base64
import hmac

from cryptography.fernet import InvalidToken

from blog.tools.crypto import keyed_digest, seal, unseal
from blog.tools.database import LARGEST_ID


def signed(purpose: str, *numbers: int, bound: str = "") -> str:
    """`numbers`, readable, and 24 characters that nobody else can make for them, for `purpose`, while `bound` stands.

    `bound` is not in it: a token that was made with another one is worthless.
    """
    digest = keyed_digest("link", purpose, bound, *numbers)
    return "~".join([*map(str, numbers), base64.urlsafe_b64encode(digest[:18]).decode()])


def numbers_in(token: str) -> tuple[int, ...]:
    """The numbers that `token` says; () where it is none. They are to be believed if `is_signed` says so."""
    *parts, _ = token.split("~")
    if not all(part.isascii() and part.isdigit() and len(part) <= len(str(LARGEST_ID)) for part in parts):
        return ()
    numbers = tuple(map(int, parts))
    return numbers if all(number <= LARGEST_ID for number in numbers) else ()


def is_signed(token: str, purpose: str, bound: str = "") -> bool:
    """Whether `signed` has made `token` for this purpose, bound to this."""
    wanted = signed(purpose, *numbers_in(token), bound=bound)
    return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), wanted.encode())


def sealed(purpose: str, text: str) -> str:
    """`text` for an address, where nobody can read it."""
    return seal(f"{purpose}\n{text}").decode()


def unsealed(purpose: str, token: str, seconds: int) -> str | None:
    """The text that was sealed for `purpose` within the last `seconds`; None for anything else."""
    try:
        named, _, text = unseal(token.encode("utf-8", "surrogatepass"), seconds).partition("\n")
    except InvalidToken:
        return None
    return text if named == purpose else None
