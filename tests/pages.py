"""A browser without script that looks at every page it is shown, and fills in forms as a visitor would.

page = client.page("/")                                  # GET, 200, looked at
assert page.heading == "The Meridian"
page = client.submit(page, "Post Comment", comment="…")  # fills the form with that button, follows the redirect
"""

import contextvars
from typing import Any
from urllib.parse import urljoin

from flask import has_app_context, session
from flask.testing import FlaskClient
from flask_security.utils import login_user
from werkzeug.test import TestResponse

from blog.accounts.models import User
from blog.tools.database import db
from tests.factories import PASSWORD
from tests.html import Element, parse
from tests.standards import look_at


class Page:
    """One HTML page, as it came."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status: int = response.status_code
        self.path: str = response.request.path
        self.root: Element = parse(response.get_data(as_text=True))

    @property
    def title(self) -> str:
        return self.one("title").text

    @property
    def heading(self) -> str:
        return self.one("h1").text

    @property
    def text(self) -> str:
        """All that is written in the body, white space made single."""
        return self.one("body").text

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Every `tag` with these attributes; `class_="x"` is one of its classes, `data_hue` is data-hue."""
        return self.root.all(tag, **attributes)

    def one(self, tag: str = "", **attributes: str) -> Element:
        """The only such element."""
        return self.root.one(tag, **attributes)

    def link(self, text: str) -> str:
        """Where the first link leads that reads, or is labelled, `text`."""
        found = [link for link in self.all("a") if text in (link.text, link.get("aria-label"))]
        assert found, f"no link {text!r} on {self.path}; there are {[link.text for link in self.all('a')]}"
        return found[0].attributes["href"]

    def form(self, button: str) -> tuple[Element, Element]:
        """The form with the button that reads, or is labelled, `button`; and the button."""
        pressed = [one for one in self.all("button") if button in (one.text, one.get("aria-label"))]
        assert pressed, f"no button {button!r} on {self.path}; there are {[one.text for one in self.all('button')]}"
        owner = pressed[0].get("form")
        form = self.one("form", id=owner) if owner else pressed[0].closest("form")
        assert form, f"the button {button!r} on {self.path} belongs to no form"
        return form, pressed[0]

    def filled(self, form: Element) -> dict[str, list[str]]:
        """What `form` would send as it stands."""
        values: dict[str, list[str]] = {}
        for control in self._controls(form):
            for value in _values(control):
                values.setdefault(control.attributes["name"], []).append(value)
        return values

    def names(self, form: Element) -> set[str]:
        """The names of the controls of `form`."""
        return {control.attributes["name"] for control in self._controls(form)}

    def _controls(self, form: Element) -> list[Element]:
        inside = [one for tag in ("input", "textarea", "select") for one in self.all(tag) if one.get("name")]
        return [
            one
            for one in inside
            if (one.get("form") == form.get("id") if one.get("form") else one.closest("form") is form)
        ]


class Client(FlaskClient):
    """The client: every HTML page that comes back is looked at, unless there are hundreds of a kind."""

    looks = True
    # The page that was looked at last, so that it is parsed once.
    shown: Page | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        # What the test has done is committed, or the request, which has a session of its own as on a server, would
        # not see it and might wait for its locks; afterwards everything the test holds is read anew.
        if has_app_context():
            db.session.commit()
        kwargs.setdefault("buffered", True)
        response: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        # On the standard output of this test, not of the next one.
        self.application.extensions["access_log"].write_out()
        # After a redirect it is looked at already, on the way to here.
        if self.looks and _is_page(response) and self._shown_as(response) is None:
            self.shown = Page(response)
            look_at(self.shown, self)
        return response

    def page(self, path: str, status: int = 200, **kwargs: Any) -> Page:
        """The page at `path`, which answers `status`."""
        response = self.get(path, **kwargs)
        assert response.status_code == status, f"{path} answers {response.status}"
        return self._shown_as(response) or Page(response)

    def submit(self, page: Page, button: str, *, status: int = 200, follow: bool = True, **values: Any) -> Page:
        """Fill the form with this button, press it, and get the page that comes back, by default after redirects.

        A value may be a list (checkboxes, several choices), False (a box unticked), True, text or a file.
        """
        response = self.press(page, button, follow=follow, **values)
        assert response.status_code == status, f"{button!r} on {page.path} answers {response.status}"
        return self._shown_as(response) or Page(response)

    def press(self, page: Page, button: str, *, follow: bool = False, **values: Any) -> TestResponse:
        """As `submit`, but the bare response, by default that of the form itself."""
        form, pressed = page.form(button)
        unknown = values.keys() - page.names(form)
        assert not unknown, f"the form of {button!r} has no field {unknown}; it has {page.names(form)}"
        data: dict[str, Any] = {**page.filled(form), **{name: _typed(value) for name, value in values.items()}}
        data = {name: value for name, value in data.items() if value is not None}
        if pressed.get("name"):
            data[pressed.attributes["name"]] = pressed.get("value") or ""
        action = pressed.get("formaction") or form.attributes["action"]
        address = urljoin(page.response.request.url, action).partition("#")[0]
        if (pressed.get("formmethod") or form.get("method") or "get").lower() == "get":
            return self.get(address, query_string=data, follow_redirects=follow)
        return self.post(address, data=data, follow_redirects=follow, headers={"Sec-Fetch-Site": "same-origin"})

    def _shown_as(self, response: TestResponse) -> Page | None:
        return self.shown if self.shown is not None and self.shown.response is response else None


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Page:
    """The page that `user` gets after filling in the sign-in form."""
    email = user.email
    page = client.submit(client.page("/login"), "Sign in", email=email, password=password)
    assert page.path != "/login", page.text
    return page


def let_in(client: Client, user: User) -> None:
    """Give `client` what signing in as `user` gives it, without the pages that lead there."""
    db.session.commit()
    contextvars.Context().run(_let_in, client, user.id)


def _let_in(client: Client, user_id: int) -> None:
    with client.application.test_request_context("/login"):
        login_user(db.session.get_one(User, user_id), authn_via=["password"])
        db.session.commit()
        with client.session_transaction("/login") as kept:
            kept.update(session)


def _values(control: Element) -> list[str]:
    if "disabled" in control.attributes:
        return []
    if control.tag == "textarea":
        return [control.raw_text]
    if control.tag == "select":
        options = control.all("option")
        chosen = [one for one in options if "selected" in one.attributes] or options[:1]
        return [one.get("value") if one.get("value") is not None else one.text for one in chosen]
    kind = control.get("type") or "text"
    if kind in ("submit", "button", "image", "reset", "file"):
        return []
    if kind in ("checkbox", "radio"):
        return [control.get("value") or "on"] if "checked" in control.attributes else []
    return [control.get("value") or ""]


def _typed(value: Any) -> Any:
    return None if value is False else "y" if value is True else value


def _is_page(response: TestResponse) -> bool:
    has_body = response.request.method != "HEAD" and bool(response.data)
    return response.mimetype == "text/html" and has_body and not 300 <= response.status_code < 400
