"""A news blog with comments. `create_app` is the whole wiring."""

from contextlib import suppress
from pathlib import Path
from shlex import quote

from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.middleware.proxy_fix import ProxyFix

from blog import cli, page_cache, web
from blog.accounts import security
from blog.settings import INSTANCE_VARIABLE, SetupError, instance_folder, load_settings
from blog.tools import database, migrating
from blog.tools.secret_keys import KeysDamaged, KeysMissing, SecretKeys, make_keys, read_keys

ROOT = Path(__file__).resolve().parent.parent


def create_app() -> Flask:
    """The application of one installation. Raises SetupError, whose message says what to do, if it cannot start."""
    app = Flask(
        __name__,
        instance_path=str(instance_folder()),
        template_folder=str(ROOT / "templates"),
        static_folder=None,
    )
    _make_folder(Path(app.instance_path))
    load_settings(app)
    database.init_app(app)
    migrating.init_app(app)
    app.config["SECRET_KEYS"] = _secret_keys(app)
    app.secret_key = app.config["SECRET_KEYS"].session_key
    # First, so that its checks of every request come before anything of a request's body is read.
    web.init_app(app)
    security.init_app(app)
    cli.init_app(app)
    page_cache.init_app(app, app.extensions["access_log"].write_kept)
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]
    return app


def _make_folder(instance: Path) -> None:
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"The folder {instance} cannot be made: {error.strerror}. Check {INSTANCE_VARIABLE}."
        ) from error


def _secret_keys(app: Flask) -> SecretKeys:
    file = Path(app.instance_path) / "secrets.toml"
    advice = (
        "Put back the copy that belongs to this database; new keys cannot read its addresses. A backup that was made"
        f" with --with-secrets has one: tar -xf BACKUP -C {quote(app.instance_path)} {file.name}"
    )
    try:
        return read_keys(file)
    except PermissionError as error:
        give = f"As root, give it to that one: chown USER {quote(str(file))}"
        raise SetupError(f"{file.name} may not be read by the user that runs this. {give}") from error
    except KeysDamaged as error:
        raise SetupError(f"{file.name} is damaged: {error}. {advice}") from error
    except KeysMissing:
        pass
    try:
        with app.app_context():
            first_start = database.is_empty()
    except DBAPIError as error:
        raise SetupError(f"The database cannot be opened: {database.reason(error)}. Check DATABASE_URL.") from error
    if not first_start:
        raise SetupError(f"{file.name} is missing, but the database is in use. {advice}")
    # Of two first starts at once, one makes them for both.
    try:
        with suppress(FileExistsError):
            make_keys(file)
    except OSError as error:
        raise SetupError(f"{file} cannot be written: {error.strerror}.") from error
    return read_keys(file)
