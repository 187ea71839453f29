"""Mail to people about their accounts: by the outbox, so that it is tried again where a server cannot take it yet."""

from uuid import uuid4

from blog.tools import mail, outbox


def notify(address: str, subject: str, body: str) -> bool:
    """Put a mail into the outbox, in the caller's transaction; False, and nothing happens, where none is sent."""
    key = f"account {uuid4().hex}"
    return mail.is_configured() and outbox.put(address, subject, body, key=key, to_commenter=False)
