"""The password at the SMTP server goes to nobody who listens on the way."""

import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from blog.cli import upkeep
from blog.tools.clock import now
from blog.tools.delivering import deliver
from blog.tools.outbox import SENT, WAITING
from tests.mailbox import Mailbox
from tests.tools.delivering.conftest import put, with_mail

# It is this machine, under an address that need not be.
ELSEWHERE = "0.0.0.0"  # noqa: S104  nobody listens there

pytestmark = [with_mail, pytest.mark.settings(MAIL_USERNAME="desk", MAIL_PASSWORD="from the desk")]

elsewhere = pytest.mark.settings(MAIL_SERVER=ELSEWHERE)


@elsewhere
def test_a_server_that_encrypts_nothing_is_told_no_password_and_mail_waits(app: Flask, mailbox: Mailbox) -> None:
    put()
    assert deliver() == {WAITING: 1}
    assert (mailbox.passwords, mailbox.mails) == ([], [])
    with pytest.raises(upkeep.Trouble, match=r"offers no encryption \(STARTTLS\), so it is not told"):
        upkeep.CHECKS["mail"]()


@elsewhere
def test_a_server_that_encrypts_is_told_the_password(
    app: Flask, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path)
    mailbox.encryption = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    mailbox.encryption.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    put()
    assert deliver() == {SENT: 1}
    assert mailbox.passwords == ["from the desk"]


def test_a_server_on_this_machine_need_not_encrypt(app: Flask, mailbox: Mailbox) -> None:
    put()
    assert deliver() == {SENT: 1}
    assert mailbox.passwords == ["from the desk"]


@pytest.mark.settings(MAIL_SERVER=ELSEWHERE, MAIL_USERNAME="", MAIL_PASSWORD="")
def test_where_no_password_is_set_mail_goes_as_the_server_takes_it(app: Flask, mailbox: Mailbox) -> None:
    put()
    assert deliver() == {SENT: 1}


def _certificate(folder: Path) -> Path:
    """A file with a certificate for `ELSEWHERE`, signed by itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ELSEWHERE))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(certificate.public_bytes(pem) + private)
    return file
