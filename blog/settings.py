"""Every setting of an installation: its default, the environment variable that overrides it, and what it does.

Order, strongest first: the environment, `settings.toml` in the instance folder, the default below.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click
from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from blog.tools.email_addresses import NotAnAddress, parse

# The instance folder holds all that one installation owns, and nothing else does.
INSTANCE_VARIABLE = "BLOG_INSTANCE"

# The schemes that SITE_URL may have, and the port that an address with each need not name.
USUAL_PORTS = {"http": 80, "https": 443}

# What DATABASE_URL may begin with.
DRIVERS = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")

Value = str | int | bool

ANY = range(2**31)
# A century: a time that is so far from another is one still.
DAYS = range(36_501)
PORTS = range(1, 65_536)


@dataclass(frozen=True)
class Setting:
    """One row of the settings table in the README."""

    name: str
    variable: str
    default: Value
    about: str
    # What a number may be.
    allowed: range = ANY

    @property
    def bounds(self) -> str:
        """The numbers that are allowed, in words."""
        first, last = self.allowed[0], self.allowed[-1]
        return f"of {first} or more" if self.allowed == ANY else f"from {first:,} to {last:,}"


SETTINGS = (
    Setting("HOST", "HOST", "127.0.0.1", "Address that the server listens on."),
    Setting("PORT", "PORT", 8000, "Port that the server listens on, 1 to 65,535.", PORTS),
    Setting("DATABASE_URL", "DATABASE_URL", "", "Database; empty means SQLite in the instance folder."),
    Setting("DEMO", "DEMO", True, "Load the demonstration newsroom when the database is empty."),
    Setting("SITE_URL", "BLOG_SITE_URL", "", "The site's own address, without a path; empty means http://HOST:PORT."),
    Setting("SITE_NAME", "BLOG_SITE_NAME", "The Meridian", "Name in the masthead and in titles."),
    Setting("SITE_CLAIM", "BLOG_SITE_CLAIM", "news from the coast and the hills", "What the site is about."),
    Setting("TIMEZONE", "BLOG_TIMEZONE", "UTC", "Time zone of all times shown and typed, as in Europe/Lisbon."),
    Setting(
        "COMMENTS_CLOSE_AFTER_DAYS",
        "BLOG_COMMENTS_CLOSE_AFTER_DAYS",
        0,
        "Days after publication, up to 36,500; 0 means never.",
        DAYS,
    ),
    Setting(
        "REPLY_SECONDS", "BLOG_REPLY_SECONDS", 15, "Seconds between replies of one network or sender; 0: no limit."
    ),
    Setting("REPLIES_AN_HOUR", "BLOG_REPLIES_AN_HOUR", 10, "Replies of one network or sender an hour; 0: no limit."),
    Setting(
        "SESSION_IDLE_HOURS",
        "BLOG_SESSION_IDLE_HOURS",
        12,
        "Hours without a visit that end a session, 1 to 8,760.",
        range(1, 8_761),
    ),
    Setting(
        "SESSION_DAYS",
        "BLOG_SESSION_DAYS",
        14,
        "Days after signing in that end a session, 1 to 366.",
        range(1, 367),
    ),
    Setting(
        "ORIGIN_DAYS",
        "BLOG_ORIGIN_DAYS",
        30,
        "Days that IP and browser of a commenter are kept, up to 36,500; 0: not at all.",
        DAYS,
    ),
    Setting("SPAM_DAYS", "BLOG_SPAM_DAYS", 30, "Days that spam and trash are kept, up to 36,500; 0: for ever.", DAYS),
    Setting("DIGEST_HOUR", "BLOG_DIGEST_HOUR", 8, "Hour, 0 to 23, at which admins are mailed what waits.", range(24)),
    Setting("TRUSTED_PROXIES", "BLOG_TRUSTED_PROXIES", 0, "Proxies in front whose X-Forwarded-For counts."),
    Setting(
        "PAGE_CACHE_MB",
        "BLOG_PAGE_CACHE_MB",
        16,
        "Memory for readers' pages, in MB, in each of the two processes, 1 to 4,096.",
        range(1, 4_097),
    ),
    Setting("MAIL_SERVER", "BLOG_MAIL_SERVER", "", "SMTP server; empty means that no mail is sent."),
    Setting("MAIL_PORT", "BLOG_MAIL_PORT", 587, "Port of the SMTP server; STARTTLS is used where offered.", PORTS),
    Setting("MAIL_USERNAME", "BLOG_MAIL_USERNAME", "", "User name at the SMTP server; empty means none."),
    Setting("MAIL_PASSWORD", "BLOG_MAIL_PASSWORD", "", "Password there; told with STARTTLS, or to this machine alone."),
    Setting("MAIL_SENDER", "BLOG_MAIL_SENDER", "", "Address that mail is sent from."),
)


class SetupError(click.ClickException):
    """The installation cannot start; the message says what to do. The commands print it without a stack trace."""


def instance_folder() -> Path:
    """The folder of this installation: `instance/` beside the code, or what BLOG_INSTANCE names."""
    named = os.environ.get(INSTANCE_VARIABLE)
    return Path(named).resolve() if named else Path(__file__).resolve().parent.parent / "instance"


def load_settings(app: Flask) -> None:
    """Put every setting into `app.config`. Raises SetupError for a value that cannot be used."""
    file = Path(app.instance_path) / "settings.toml"
    written = _read(file)
    for setting in SETTINGS:
        given = os.environ.get(setting.variable, written.pop(setting.name.lower(), None))
        app.config[setting.name] = setting.default if given is None else _parse(setting, given)
    if written:
        raise SetupError(f"{file.name} has settings that do not exist: {', '.join(sorted(written))}.")
    _check_database(app.config["DATABASE_URL"])
    app.config["SITE_URL"] = _site_url(app.config)
    _check_mail(app.config)
    app.config["ZONE"] = _zone(app.config["TIMEZONE"])


def _read(file: Path) -> dict[str, Value]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{file.name} is not valid TOML: {error}.") from error


def _parse(setting: Setting, given: Value) -> Value:
    text = str(given).strip()
    if isinstance(setting.default, bool):
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("0", "false", "no", "off", ""):
            return False
        raise SetupError(f"{setting.name} is not yes or no: {text}.")
    if isinstance(setting.default, int):
        if text.isascii() and text.isdigit() and int(text) in setting.allowed:
            return int(text)
        raise SetupError(f"{setting.name} is not a whole number {setting.bounds}: {text}.")
    return text


def _check_database(text: str) -> None:
    if text and not _is_database(text):
        # Not shown: there may be a password in it.
        raise SetupError("DATABASE_URL is not a database as in postgresql://user:password@host/name, nor empty.")


def _is_database(text: str) -> bool:
    """Whether `text` names a database that there is a driver for, and not one that is nowhere but in memory."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return False
    in_memory = url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")
    return url.drivername in DRIVERS and not in_memory


def _site_url(config: Mapping[str, Any]) -> str:
    """The origin of the site, as browsers write it: in small letters, without the port that its scheme implies."""
    host = config["HOST"]
    told = config["SITE_URL"] or f"http://{f'[{host}]' if ':' in host else host}:{config['PORT']}"
    try:
        address = urlsplit(told.rstrip("/"))
        name, port = (address.hostname or "").encode("idna").decode(), address.port
    except ValueError:
        name = ""
    usable = name and address.scheme in USUAL_PORTS and port != 0
    more = usable and (address.path or address.query or address.fragment or address.username)
    if not config["SITE_URL"] and (more or not usable):
        raise SetupError(f"HOST is not an address as in 127.0.0.1: {host}.")
    if not usable:
        raise SetupError(f"SITE_URL is not an address as in https://news.example.org: {told}.")
    if more:
        raise SetupError(f"SITE_URL says more than where the site is, as https://news.example.org does: {told}.")
    host = f"[{name}]" if ":" in name else name
    return f"{address.scheme}://{host}" + ("" if port in (None, USUAL_PORTS[address.scheme]) else f":{port}")


def _check_mail(config: Mapping[str, Any]) -> None:
    # smtplib tells a server nothing else. Found out only then, it would cost each mail that waits.
    told = {name: config[name] for name in ("MAIL_USERNAME", "MAIL_PASSWORD")}
    sender = parseaddr(config["MAIL_SENDER"])[1]
    for name, text in {**told, "MAIL_SENDER": sender}.items():
        if not text.isascii():
            raise SetupError(f"{name} has letters that a mail server cannot be told: they have to be ASCII.")
    try:
        if config["MAIL_SENDER"]:
            parse(sender)
    except NotAnAddress as error:
        example = 'news@example.org or "The News, Team" <news@example.org>'
        raise SetupError(f"MAIL_SENDER has no address as in {example}: {config['MAIL_SENDER']}.") from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SetupError(f"TIMEZONE is not a known time zone: {name}.") from error
