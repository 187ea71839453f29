"""What an author tells readers."""

import io
from pathlib import Path

from PIL import Image

from blog.accounts import presenting
from blog.accounts.models import User
from blog.tools.database import db
from blog.web.template_helpers import author_url
from tests.factories import make_article, make_user, overtaken
from tests.pages import Client


def test_an_author_introduces_herself(desk: Client, author: User) -> None:
    make_article(author=author)
    page = desk.page("/desk/profile")
    desk.submit(page, "Save profile", name="S. Rostami", biography="Covers the *border*. <b>Really</b>")
    shown = desk.page(author_url(db.session.get_one(User, author.id)))
    assert shown.heading.startswith("S. Rostami")
    assert author.biography_html == "<p>Covers the <em>border</em>. &lt;b&gt;Really&lt;/b&gt;</p>"
    assert "Covers the border." in shown.text


def test_a_new_address_leaves_the_old_one_leading_to_it_and_the_way_back_open(desk: Client) -> None:
    page = desk.submit(desk.page("/desk/profile"), "Save profile", slug="S Rostami")
    answer = desk.get("/author/samira-rostami/")
    assert (answer.status_code, answer.location) == (301, "/author/s-rostami/")
    desk.submit(page, "Save profile", slug="samira-rostami")
    assert desk.get("/author/samira-rostami/").status_code == 200
    assert desk.get("/author/s-rostami/").location == "/author/samira-rostami/"


def test_the_address_of_another_is_refused_and_what_was_typed_is_kept(desk: Client, author: User) -> None:
    make_user("Omar Haddad")
    page = desk.page("/desk/profile")
    page = desk.submit(page, "Save profile", status=422, slug="omar-haddad", biography="Kept", photo=face())
    assert page.one(id="photo-err").text == "Error: Choose the photo again"
    assert page.one(id="slug-err").text == "Error: This address is used by Omar Haddad. Try omar-haddad-2"
    assert page.one("textarea", name="biography").text == "Kept"
    assert db.session.get_one(User, author.id).photo is None


def test_of_two_who_take_like_names_at_once_the_second_is_told(desk: Client, author: User) -> None:
    omar = make_user("Omar Haddad")
    form = desk.page("/desk/profile")
    page = overtaken(
        lambda: presenting.present(omar, "Pia Long", omar.slug, ""),
        lambda: desk.submit(form, "Save profile", status=422, name="Pia L0ng"),
    )
    assert "Somebody of the newsroom has this name, or one that looks like it" in page.one(id="name-err").text
    assert page.one("input", name="name").get("value") == "Pia L0ng"
    assert author.name == "Samira Rostami"


def test_the_biography_has_a_limit_and_says_how_far_it_is_over(desk: Client) -> None:
    page = desk.submit(desk.page("/desk/profile"), "Save profile", status=422, biography="b" * 612, name="", slug="")
    assert [item.text for item in page.one(id="error-summary").all("li")] == [
        "Enter your name",
        "Enter the address of your page",
        "Biography must be 600 characters or fewer. You have 612",
    ]


def test_a_photo_is_cut_square_and_goes_without_a_trace(desk: Client, author: User, instance: Path) -> None:
    page = desk.submit(desk.page("/desk/profile"), "Save profile", photo=face())
    photo = db.session.get_one(User, author.id).photo
    assert photo is not None
    assert (photo.width, photo.height) == (144, 144)
    assert page.one("main").all("img")[0].get("alt") == "Samira Rostami"
    page = desk.submit(page, "Save profile", photo=face())
    assert len(_files(instance)) == 1, "the former photo is gone"
    desk.submit(page, "Save profile", remove_photo=True)
    assert db.session.get_one(User, author.id).photo is None
    assert _files(instance) == []


def test_a_photo_is_not_offered_for_articles(desk: Client) -> None:
    desk.submit(desk.page("/desk/profile"), "Save profile", photo=face())
    assert "No pictures yet." in desk.page("/desk/pictures").text


def test_the_way_to_another_password_is_on_the_page(desk: Client) -> None:
    assert desk.page(desk.page("/desk/profile").link("Change your password")).heading


def face() -> tuple[io.BytesIO, str]:
    file = io.BytesIO()
    Image.new("RGB", (300, 500), (180, 140, 120)).save(file, "PNG")
    return io.BytesIO(file.getvalue()), "me.png"


def _files(instance: Path) -> list[str]:
    return [file.name for file in (instance / "uploads").glob("*")]
