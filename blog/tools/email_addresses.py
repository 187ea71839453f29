"""E-mail addresses: which there can be, and which are the same."""

from typing import Any

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

# The domain is not looked up: nobody waits for a name server. Those set apart for examples and tests are let through:
# no mail gets anywhere there.
RULES: dict[str, Any] = {"check_deliverability": False, "test_environment": True}
WRONG = "Enter an email address in the correct format, like name@example.com"


class NotAnAddress(ValueError):
    """There can be no such address; the message says what one looks like."""


def parse(address: str) -> ValidatedEmail:
    """`address` in its normal spelling, and in ASCII where it has one. Raises NotAnAddress."""
    try:
        return validate_email(address, **RULES)
    except EmailNotValidError:
        # Without the cause, which may hold what was typed.
        raise NotAnAddress(WRONG) from None


def folded(address: str) -> str:
    """`address` as it is compared: capitals, and what surrounds it, make no other one."""
    return address.strip().lower()
