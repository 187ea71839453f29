"""Passkeys (WebAuthn): a device signs a challenge that the site has made up."""

import secrets
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from sqlalchemy import or_, select, update
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from blog.accounts.factors import queries
from blog.accounts.factors.models import Passkey
from blog.accounts.models import User
from blog.tools.clock import now
from blog.tools.crypto import keyed_digest
from blog.tools.database import db

# Minutes from showing the page to the answer of the device.
MINUTES = 10

# What the library raises about an answer that is none: its own errors, and Python's where it takes apart what it got.
_NO_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


class Refused(ValueError):
    """The passkey cannot be added; the message says why."""


def host() -> str | None:
    """The host name that passkeys are tied to; None where the site is at a bare IP address, which browsers refuse."""
    name = urlsplit(str(current_app.config["SITE_URL"])).hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return name or None
    return None


def usable_by(user: User) -> bool:
    """Whether `user` has a passkey that works here."""
    return host() is not None and bool(queries.passkeys_of(user))


def new_challenge() -> bytes:
    """Bytes for a device to sign. The first eight are the time in microseconds, the rest nobody can guess."""
    return int(now().timestamp() * 1_000_000).to_bytes(8) + secrets.token_bytes(24)


def creation_options(user: User, challenge: bytes) -> str:
    """What the browser of `user` needs to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=host() or "",
        rp_name=str(current_app.config["SITE_NAME"]),
        # Tells whoever finds the device nothing about its owner.
        user_id=keyed_digest("passkey", user.id),
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge,
        exclude_credentials=_descriptors(user),
        authenticator_selection=AuthenticatorSelectionCriteria(
            # The password comes first, so the device need not be able to find the passkey by itself.
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def request_options(user: User, challenge: bytes, *, alone: bool = False) -> str:
    """What the browser of `user` needs to use a passkey, as JSON. `alone`: as in `accept`."""
    options = webauthn.generate_authentication_options(
        rp_id=host() or "",
        challenge=challenge,
        allow_credentials=_descriptors(user),
        user_verification=UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.DISCOURAGED,
    )
    return webauthn.options_to_json(options)


def add(user: User, name: str, answer: str, challenge: bytes) -> Passkey:
    """A passkey for `user` out of what their browser has answered to the challenge. Raises Refused."""
    if name in [passkey.name for passkey in queries.passkeys_of(user)]:
        raise Refused("You have a passkey of this name. Choose another")
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=_in_time(challenge),
            expected_rp_id=host() or "",
            expected_origin=current_app.config["SITE_URL"],
        )
    except _NO_ANSWER as error:
        raise Refused("The passkey could not be made. Try again") from error
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == verified.credential_id)):
        raise Refused("This passkey is in use already")
    passkey = Passkey(
        user_id=user.id,
        name=name,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
    )
    db.session.add(passkey)
    db.session.flush()
    return passkey


def accept(user: User, answer: str, challenge: bytes, *, alone: bool = False) -> bool:
    """Whether a passkey of `user` has signed the challenge, which is used up by that.

    `alone`: it stands for the password too, so its device must have checked who holds it, by a PIN or a finger.
    """
    try:
        wanted = webauthn.base64url_to_bytes(webauthn.helpers.parse_authentication_credential_json(answer).id)
        passkey = db.session.scalar(select(Passkey).where(Passkey.user_id == user.id, Passkey.credential_id == wanted))
        verified = _verify(passkey, answer, challenge, alone=alone) if passkey else None
    except _NO_ANSWER:
        return False
    return bool(passkey and verified and _spend(passkey, challenge, verified.new_sign_count))


def _verify(passkey: Passkey, answer: str, challenge: bytes, *, alone: bool) -> VerifiedAuthentication:
    return webauthn.verify_authentication_response(
        credential=answer,
        expected_challenge=_in_time(challenge),
        expected_rp_id=host() or "",
        expected_origin=current_app.config["SITE_URL"],
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
        require_user_verification=alone,
    )


def _spend(passkey: Passkey, challenge: bytes, sign_count: int) -> bool:
    # Looked at and written in one statement: an answer that was taken once is older than the last use.
    unused = or_(Passkey.used_at.is_(None), Passkey.used_at < _made_at(challenge))
    spend = update(Passkey).where(Passkey.id == passkey.id, unused).values(used_at=now(), sign_count=sign_count)
    return db.session.scalar(spend.returning(Passkey.id)) is not None


def _descriptors(user: User) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in queries.passkeys_of(user)]


def _in_time(challenge: bytes) -> bytes:
    if (now() - _made_at(challenge)).total_seconds() > MINUTES * 60:
        raise ValueError("the challenge is too old")
    return challenge


def _made_at(challenge: bytes) -> datetime:
    return datetime.fromtimestamp(int.from_bytes(challenge[:8]) / 1_000_000, UTC)
