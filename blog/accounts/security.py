"""Signing in and out, by Flask-Security, on the staff side only."""

from datetime import timedelta
from functools import partial
from typing import Any, cast

from flask import Flask, request, session
from flask_login import user_logged_out
from flask_security import MailUtil, Security, current_user, user_authenticated
from flask_wtf import CSRFProtect

from blog.accounts import guessing, hashing, proving, sessions, signing_in
from blog.accounts.factors import second_step
from blog.accounts.inviting import LINK_HOURS
from blog.accounts.models import Role, User
from blog.accounts.notifying import notify
from blog.accounts.passwords import SHORTEST, PasswordRules
from blog.tools import email_addresses
from blog.tools.afterwards import afterwards
from blog.tools.clock import now
from blog.tools.database import db

csrf = CSRFProtect()

# For how long after signing in what cannot be undone may be done without entering the password again.
FRESH = timedelta(minutes=15)

# Said wherever it leads: to the page that asked, or to the desk where a page in another tab did.
STILL_YOU = "You have shown that it is you. If a form waits in another tab, go back there and send it again"

SETTINGS: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # argon2 salts each hash by itself; an HMAC besides would only be one more key to lose.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    # What a link holds of the password's hash, which is as good as random: a slow digest of it would protect nothing.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
    "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
    "SECURITY_PASSWORD_NORMALIZE_FORM": "NFKC",
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/desk/password",
    "SECURITY_VERIFY_URL": "/verify",
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=LINK_HOURS),
    "SECURITY_FRESHNESS": FRESH,
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_STATIC_FOLDER": None,
    # `flask people` keeps the rules that theirs know nothing of: that there is always an admin, for one.
    "SECURITY_CLI_USERS_NAME": False,
    "SECURITY_CLI_ROLES_NAME": False,
    "SECURITY_POST_LOGIN_VIEW": "/desk/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_POST_VERIFY_VIEW": "/desk/",
    "SECURITY_POST_CHANGE_VIEW": "/desk/profile",
    "SECURITY_POST_RESET_VIEW": "/login",
    # What it would set is no rule that a browser knows; every page is private where it does not say otherwise.
    "SECURITY_CACHE_CONTROL": {},
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": email_addresses.RULES,
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Enter an email address", "error"),
    "SECURITY_MSG_INVALID_EMAIL_ADDRESS": ("Enter an email address like name@example.com", "error"),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter your password", "error"),
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("Email or password is not correct", "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("The two passwords are not the same", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("Password is not correct", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("The new password must differ from the present one", "error"),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": ("This link is older than %(within)s. Ask for a new one", "error"),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        "This link does not work any more, or is incomplete. Ask for a new one",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": ("If there is an account for %(email)s, a mail is on its way to it", "info"),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": ("Your password is saved. Sign in with it", "success"),
    "SECURITY_MSG_PASSWORD_CHANGE": ("Your password is changed. Other devices are signed out", "success"),
    # The sign-in page says it all; no page needs "please log in" on top.
    "SECURITY_MSG_UNAUTHENTICATED": ("Sign in to go on", "info"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": (STILL_YOU, "success"),
    "SECURITY_MSG_REAUTHENTICATION_REQUIRED": ("Enter your password to go on", "info"),
    # Tokens are asked for by the doors that use a session; readers' pages have none.
    "WTF_CSRF_CHECK_DEFAULT": False,
    # As long as the session.
    "WTF_CSRF_TIME_LIMIT": None,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}


FORMS: dict[str, Any] = {
    "login_form": signing_in.SignInForm,
    "verify_form": signing_in.PasswordAgainForm,
    "change_password_form": signing_in.OwnPasswordForm,
    "reset_password_form": signing_in.NewPasswordForm,
    "forgot_password_form": signing_in.LinkForm,
}


class _MailUtil(MailUtil):
    """How Flask-Security sends mail: by ours."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, *_html: Any, **_: Any
    ) -> None:
        afterwards(partial(notify, recipient, subject, body))


def init_app(app: Flask) -> None:
    """Give `app` its accounts and the pages of signing in."""
    app.config.update(SETTINGS)
    https = app.config["SITE_URL"].startswith("https://")
    app.config["SESSION_COOKIE_SECURE"] = https
    # The prefix makes browsers refuse the cookie from any other host or from http.
    app.config["SESSION_COOKIE_NAME"] = "__Host-session" if https else "session"
    # Flask lets no cookie be older than this.
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(days=app.config["SESSION_DAYS"])
    csrf.init_app(app)
    security = Security(
        app,
        sessions.Accounts(db, User, Role),
        mail_util_cls=_MailUtil,
        password_util_cls=PasswordRules,
        render_template=proving.show,  # type: ignore[arg-type]
        **FORMS,
    )
    hashing.init_app(app, security)
    second_step.init_app(app)
    # Flask-Security answers JSON with tokens to those who ask for JSON: nobody here does.
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    app.login_manager.user_loader(sessions.load)  # type: ignore[attr-defined]
    app.before_request(_require_form)
    user_logged_out.connect(_sign_out, app)
    user_authenticated.connect(_sign_in, app)
    user_authenticated.connect(guessing.remember_network, app)


def signed_in() -> User | None:
    """The person that this request's session belongs to."""
    return cast(User, current_user._get_current_object()) if current_user.is_authenticated else None


def _require_form() -> None:
    if request.blueprint == "security" and request.method == "POST":
        csrf.protect()


def _sign_out(_app: Flask, user: User, **_more: Any) -> None:
    sessions.sign_out(user)
    session.clear()
    db.session.commit()


def _sign_in(_app: Flask, user: User, **_more: Any) -> None:
    user.signed_in_at = now()
    sessions.begin(user)
