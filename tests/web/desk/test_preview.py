"""What readers would see, before they can."""

from blog.accounts.models import User
from blog.articles.models import Article, Tag
from blog.tools.database import db
from tests.factories import make_article, make_picture, make_user
from tests.pages import Client, Page


def test_the_preview_is_the_article_as_typed_and_saves_nothing(desk: Client, author: User) -> None:
    picture = make_picture()
    draft = make_article("As saved", author=author, published=False, lead_picture_id=picture.id)
    page = desk.page(f"/desk/articles/{draft.id}")
    typed = {"headline": "As typed", "body": f"From #Farrel\n\n![Fog](media:{picture.id})"}
    preview = Page(desk.press(page, "Show", **typed))
    assert preview.heading == "As typed"
    assert preview.one("a", class_="hash").text == "#Farrel"
    assert [image.get("alt") for image in preview.all("img")] == ["A harbour in fog", "Fog"]
    assert "About Samira Rostami (0 Articles)" in preview.text
    assert db.session.get_one(Article, draft.id).headline == "As saved"
    assert db.session.query(Tag).count() == 0


def test_the_preview_beside_the_article_of_another_shows_nothing_of_it(desk: Client) -> None:
    theirs = make_article("Not yours", "Their text.", author=make_user("Omar Haddad"), published=False)
    page = desk.page("/desk/articles/new")
    token = page.filled(page.form("Show")[0])["csrf_token"][0]
    answer = desk.post(
        f"/desk/preview?article={theirs.id}", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert "About Samira Rostami" in Page(answer).text
    for text in ("Not yours", "Their text.", "Omar Haddad"):
        assert text not in answer.text


def test_the_preview_of_a_new_article_makes_none(desk: Client) -> None:
    preview = Page(desk.press(desk.page("/desk/articles/new"), "Show", headline="Just a thought"))
    assert preview.heading == "Just a thought"
    assert db.session.query(Article).count() == 0


def test_an_unfinished_article_has_a_preview(desk: Client) -> None:
    preview = Page(desk.press(desk.page("/desk/articles/new"), "Show", ticker_until="nonsense", slug="!"))
    assert preview.status == 200


def test_the_preview_runs_no_script_and_only_the_desk_may_frame_it(desk: Client) -> None:
    answer = desk.press(desk.page("/desk/articles/new"), "Show")
    rules = dict(rule.partition(" ")[::2] for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert rules["script-src"] == "'none'"
    assert rules["frame-ancestors"] == "'self'"
    assert "allow-scripts" not in rules["sandbox"]
    assert Page(answer).all("script") == []
    frame = desk.page("/desk/articles/new").one("iframe")
    assert "allow-scripts" not in (frame.get("sandbox") or "")


def test_the_preview_beside_what_can_be_no_article_is_of_a_new_one(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    token = page.filled(page.form("Show")[0])["csrf_token"][0]
    form = {"csrf_token": token, "headline": "As typed"}
    answer = desk.post(f"/desk/preview?article={10**20}", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert Page(answer).heading == "As typed"


def test_nobody_previews_under_the_name_of_another(desk: Client, admin: User) -> None:
    other = make_article(author=admin, published=False)
    page = desk.page("/desk/articles/new")
    token = page.filled(page.form("Show")[0])["csrf_token"][0]
    answer = desk.post(
        f"/desk/preview?article={other.id}",
        data={"headline": "Not hers", "csrf_token": token},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert "About Samira Rostami" in Page(answer).text
