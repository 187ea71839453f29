"""Settings come from the environment, then from the instance's file, then from the defaults; mistakes are named."""

import os
from pathlib import Path

import pytest

from blog import create_app
from blog.settings import SetupError


def test_the_environment_is_stronger_than_the_file_and_the_file_than_the_default(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance / "settings.toml").write_text('site_name = "The Tidings"\nport = 9000\n')
    monkeypatch.setenv("PORT", "9001")
    config = create_app().config
    assert (config["SITE_NAME"], config["PORT"], config["HOST"]) == ("The Tidings", 9001, "127.0.0.1")


def test_the_site_s_address_follows_host_and_port_until_it_is_set(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "9001")
    assert create_app().config["SITE_URL"] == "http://127.0.0.1:9001"
    monkeypatch.setenv("HOST", "::1")
    assert create_app().config["SITE_URL"] == "http://[::1]:9001"
    monkeypatch.setenv("BLOG_SITE_URL", "https://news.example.org/")
    assert create_app().config["SITE_URL"] == "https://news.example.org"


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ("https://News.Example.org", "https://news.example.org"),
        ("https://news.example.org:443/", "https://news.example.org"),
        ("http://news.example.org:443", "http://news.example.org:443"),
        ("https://küste.example:8443", "https://xn--kste-0ra.example:8443"),
        ("http://[2001:DB8::1]:80", "http://[2001:db8::1]"),
    ],
)
def test_the_site_s_address_is_written_as_browsers_write_it(
    instance: Path, monkeypatch: pytest.MonkeyPatch, told: str, origin: str
) -> None:
    monkeypatch.setenv("BLOG_SITE_URL", told)
    assert create_app().config["SITE_URL"] == origin


def test_an_https_site_marks_its_cookie_as_its_own(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLOG_SITE_URL", "https://news.example.org")
    config = create_app().config
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_SECURE"]
    assert config["SESSION_COOKIE_HTTPONLY"]
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


@pytest.mark.parametrize(("word", "value"), [("0", False), ("no", False), ("", False), ("1", True), ("Yes", True)])
def test_yes_and_no_may_be_said_in_the_usual_ways(
    instance: Path, monkeypatch: pytest.MonkeyPatch, word: str, value: bool
) -> None:
    monkeypatch.setenv("DEMO", word)
    assert create_app().config["DEMO"] is value


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("PORT", "http", "PORT is not a whole number from 1 to 65,535: http."),
        ("PORT", "-1", "PORT is not a whole number"),
        (
            "BLOG_COMMENTS_CLOSE_AFTER_DAYS",
            "3000000",
            "COMMENTS_CLOSE_AFTER_DAYS is not a whole number from 0 to 36,500",
        ),
        ("BLOG_ORIGIN_DAYS", "36501", "ORIGIN_DAYS is not a whole number from 0 to 36,500"),
        ("BLOG_SPAM_DAYS", "36501", "SPAM_DAYS is not a whole number from 0 to 36,500"),
        ("PORT", "70000", "PORT is not a whole number from 1 to 65,535: 70000."),
        ("BLOG_MAIL_PORT", "0", "MAIL_PORT is not a whole number from 1 to 65,535: 0."),
        ("BLOG_REPLY_SECONDS", "-1", "REPLY_SECONDS is not a whole number of 0 or more: -1."),
        ("HOST", "", "HOST is not an address as in 127.0.0.1: ."),
        ("HOST", "localhost:80", "HOST is not an address"),
        ("HOST", "localhost/news", "HOST is not an address"),
        ("DEMO", "perhaps", "DEMO is not yes or no: perhaps."),
        ("BLOG_SITE_URL", "news.example.org", "SITE_URL is not an address as in https://news.example.org: news."),
        ("BLOG_SITE_URL", "ftp://news.example.org", "SITE_URL is not an address"),
        ("BLOG_SITE_URL", "https://", "SITE_URL is not an address"),
        ("BLOG_SITE_URL", "http://news.example.org:x", "SITE_URL is not an address"),
        ("BLOG_SITE_URL", "http://news.example.org:0", "SITE_URL is not an address"),
        ("BLOG_SITE_URL", f"https://{'x' * 64}.example", "SITE_URL is not an address"),
        ("BLOG_SITE_URL", "https://example.org/news", "SITE_URL says more than where the site is"),
        ("BLOG_SITE_URL", "https://news.example.org?x", "SITE_URL says more than where the site is"),
        ("BLOG_SITE_URL", "https://me@news.example.org", "SITE_URL says more than where the site is"),
        ("BLOG_TIMEZONE", "Atlantis/Tolm", "TIMEZONE is not a known time zone: Atlantis/Tolm."),
        ("BLOG_TIMEZONE", "../../etc/passwd", "TIMEZONE is not a known time zone"),
        (
            "BLOG_MAIL_SENDER",
            "The Desk <desk@küste.example>",
            "MAIL_SENDER has letters that a mail server cannot be told",
        ),
        ("BLOG_MAIL_SENDER", "nonsense", "MAIL_SENDER has no address as in news@example.org or "),
        ("BLOG_MAIL_SENDER", "The Newsroom", "MAIL_SENDER has no address"),
        ("BLOG_MAIL_SENDER", "The News, Team <desk@news.example>", "MAIL_SENDER has no address"),
        ("BLOG_MAIL_USERNAME", "küste", "MAIL_USERNAME has letters that a mail server cannot be told"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(
    instance: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SetupError, match=message.replace(".", r"\.")):
        create_app()


def test_a_password_that_no_mail_server_can_be_told_is_not_shown(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOG_MAIL_PASSWORD", "grüne Küste")
    with pytest.raises(SetupError, match="MAIL_PASSWORD has letters that a mail server cannot be told") as refused:
        create_app()
    assert "Küste" not in refused.value.message


@pytest.mark.parametrize("sender", ["Die Küste <desk@news.example>", '"The News, Team" <desk@news.example>'])
def test_the_name_of_the_newsroom_that_sends_mail_may_have_any_letters(
    instance: Path, monkeypatch: pytest.MonkeyPatch, sender: str
) -> None:
    monkeypatch.setenv("BLOG_MAIL_SENDER", sender)
    assert create_app().config["MAIL_SENDER"] == sender


@pytest.mark.parametrize(
    "url",
    [
        "localhost/news",
        "mysql://localhost/news",
        "postgresql+asyncpg://localhost/news",
        "postgresql://localhost:secret/news",
        "nonsense://secret@localhost/news",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
    ],
)
def test_a_database_that_there_is_no_way_to_is_refused_and_no_password_shown(
    instance: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SetupError, match="DATABASE_URL is not a database as in postgresql://") as refused:
        create_app()
    assert "secret" not in refused.value.message


def test_a_file_that_is_no_database_is_not_started_on(instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (instance / "secrets.toml").unlink()
    (instance / "letter.txt").write_text("Dear newsroom, " * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{instance}/letter.txt")
    with pytest.raises(SetupError, match=r"The database cannot be opened: .*\. Check DATABASE_URL\."):
        create_app()


def test_a_folder_that_cannot_be_made_is_named(instance: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "instance"):
        monkeypatch.setenv("BLOG_INSTANCE", str(folder))
        with pytest.raises(SetupError, match=r"The folder .* cannot be made: .*\. Check BLOG_INSTANCE\."):
            create_app()


def test_keys_that_cannot_be_written_are_named(instance: Path) -> None:
    (instance / "secrets.toml").unlink()
    (instance / f".secrets.toml.{os.getpid()}").mkdir()
    with pytest.raises(SetupError, match=r"/secrets\.toml cannot be written: "):
        create_app()


def test_settings_that_cannot_be_read_are_named(instance: Path) -> None:
    (instance / "settings.toml").mkdir()
    with pytest.raises(SetupError, match=r"/settings\.toml cannot be read: Is a directory\."):
        create_app()


@pytest.mark.parametrize(
    ("text", "message"),
    [("site_nam = 'x'", "settings that do not exist: site_nam"), ("site_name =", "not valid TOML")],
)
def test_a_mistake_in_the_file_is_named(instance: Path, text: str, message: str) -> None:
    (instance / "settings.toml").write_text(text)
    with pytest.raises(SetupError, match=message):
        create_app()
