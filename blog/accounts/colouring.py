"""The colour of the letter that stands for somebody without a photo."""

from blog.tools.crypto import keyed_digest
from blog.tools.email_addresses import folded

HUES = 8


def hue(address: str) -> int:
    """One of eight colours: the same for the same address, and no way back to it."""
    return keyed_digest("hue", folded(address))[0] % HUES
