"""Somebody signs in with more than a password: a passkey of the browser, a code without script, a recovery code."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from blog.accounts.models import User
from tests.devices import code_of
from tests.factories import PASSWORD, make_app, make_user
from tests.journeys.conftest import Site, Visitor, on_sqlite
from tests.journeys.test_every_page import NARROWEST, objections

pytestmark = on_sqlite


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Site]]:
    """The running site under a name, as passkeys need it."""
    site = Site(tmp_path_factory.mktemp("named"), "")
    site.url = site.url.replace("127.0.0.1", "localhost")
    site.variables["BLOG_SITE_URL"] = site.url
    site.start()
    yield lambda _database: site
    site.stop()


@pytest.fixture
def author(site: Site) -> User:
    return make_user("Samira Rostami")


def plug_in_a_key(visitor: Visitor) -> Callable[[], None]:
    """Give the browser a device that keeps passkeys and says yes to everything; what comes back unplugs it."""
    browser = visitor.page.context.new_cdp_session(visitor.page)
    browser.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device = browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return lambda: browser.send("WebAuthn.removeVirtualAuthenticator", device)


def enter_password(visitor: Visitor, user: User) -> None:
    email = user.email
    visitor.goto("/login")
    visitor.page.get_by_role("textbox", name="Email").fill(email)
    visitor.page.get_by_role("textbox", name="Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in").click()


def test_a_passkey_is_added_and_signs_in_after_the_password(visitor: Visitor, author: User) -> None:
    page = visitor.page
    plug_in_a_key(visitor)
    visitor.sign_in(author)
    visitor.goto("/desk/factors")
    page.get_by_role("link", name="Add a passkey").click()
    assert objections(page) == {}
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("alert").first).to_contain_text("Enter a name for this passkey")
    page.get_by_label("Name").fill("My computer")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("status").first).to_have_text("The passkey “My computer” is added.")
    page.get_by_role("button", name="Make new recovery codes").click()
    codes = page.locator(".codes code").all_inner_texts()
    assert objections(page) == {}
    page.get_by_role("link", name="I have kept them").click()
    assert objections(page) == {}
    page.get_by_role("button", name="Sign out").click()

    enter_password(visitor, author)
    expect(page.get_by_role("heading", level=1)).to_have_text("Use your passkey")
    assert objections(page) == {}
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No drafts.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    enter_password(visitor, author)
    page.get_by_role("link", name="Use a recovery code").click()
    assert objections(page) == {}
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_contain_text("Recovery codes left: 9.")

    visitor.goto("/verify?next=/desk/factors/app")
    page.get_by_role("link", name="Use a passkey instead").click()
    assert objections(page) == {}
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")


def test_without_its_device_a_passkey_is_not_confirmed_and_the_app_gets_in(visitor: Visitor, author: User) -> None:
    page = visitor.page
    unplug = plug_in_a_key(visitor)
    visitor.sign_in(author)
    visitor.goto("/desk/factors/passkeys/new")
    page.get_by_label("Name").fill("Left at home")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("status").first).to_contain_text("is added")
    page.get_by_role("button", name="Sign out").click()
    unplug()
    plug_in_a_key(visitor)

    key = make_app(author)
    enter_password(visitor, author)
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("Nothing was confirmed. Try again, or use another way.")
    page.get_by_role("link", name="Use a code from your app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter the 6-digit code")
    page.get_by_role("textbox", name="Code").fill(code_of(key))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("No drafts.")).to_be_visible()


@pytest.mark.parametrize("width", [NARROWEST, 1280])
@pytest.mark.parametrize("scripting", [False])
def test_an_app_is_set_up_and_signs_in_without_script(visitor: Visitor, author: User) -> None:
    page = visitor.page
    visitor.sign_in(author)
    visitor.goto("/desk/profile")
    page.get_by_role("link", name="Authenticator app, passkeys").click()
    assert visitor.overflow() == 0
    page.get_by_role("link", name="Set up an app").click()
    assert visitor.overflow() == 0
    expect(page.get_by_role("img", name="A QR code")).to_be_visible()
    key = page.locator("code.key").inner_text().replace(" ", "")
    page.get_by_role("textbox", name="Code").fill(code_of(key))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("status").first).to_have_text("Your authenticator app is set up.")
    page.get_by_role("button", name="Make new recovery codes").click()
    assert visitor.overflow() == 0
    page.get_by_role("button", name="Sign out").click()

    enter_password(visitor, author)
    assert visitor.overflow() == 0
    page.get_by_role("textbox", name="Code").fill("123")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not correct")
    page.get_by_role("textbox", name="Code").fill(code_of(key, 1))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("No drafts.")).to_be_visible()
