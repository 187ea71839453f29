"""Pictures for the text, and the lead picture."""

import io
from pathlib import Path

import pytest
from PIL import Image

from blog.accounts.models import User
from blog.articles.models import Article
from blog.media.models import Picture
from blog.tools.database import db
from tests.factories import make_article, make_picture, make_user
from tests.pages import Client, Page

Upload = tuple[io.BytesIO, str]


def photo(width: int = 1200, height: int = 800) -> Upload:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (90, 110, 130)).save(file, "JPEG")
    return io.BytesIO(file.getvalue()), "IMG_0001.JPG"


def test_an_author_uploads_a_picture_and_copies_its_line_into_a_text(desk: Client, author: User) -> None:
    page = desk.submit(
        desk.page("/desk/pictures"), "Upload", file=photo(), alt='The "old" pier', caption="At dawn.", credit="Ana Luz"
    )
    assert "Uploaded. Copy its line into the text of an article." in page.text
    line = page.one("input", readonly="").get("value")
    picture = db.session.query(Picture).one()
    assert line == f'![The \\"old\\" pier](media:{picture.id} "At dawn. Ana Luz")'
    draft = make_article(body="", author=author, published=False)
    desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Save draft", body=line)
    html = db.session.get_one(Article, draft.id).body_html
    assert f"{picture.name}-480.webp 480w" in html
    assert 'alt="The &#34;old&#34; pier"' in html
    assert "<figcaption>At dawn. Ana Luz</figcaption>" in html


def test_the_line_is_also_for_a_script(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    data = {"csrf_token": page.one("form", id="upload").one("input").get("value"), "file": photo(), "alt": "A pier"}
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    answer = desk.post("/desk/pictures", data=data, headers=headers)
    picture = db.session.query(Picture).one()
    assert answer.status_code == 201
    assert answer.json == {
        "id": picture.id,
        "url": f"/media/{picture.name}-960.webp",
        "width": 1200,
        "height": 800,
        "markdown": f"![A pier](media:{picture.id})",
    }
    answer = desk.post("/desk/pictures", data={"csrf_token": data["csrf_token"]}, headers=headers)
    assert answer.status_code == 422
    assert answer.json == {"errors": {"alt": "Describe the image for people who cannot see it"}}


def test_a_picture_without_a_description_is_not_taken(desk: Client, instance: Path) -> None:
    page = desk.submit(desk.page("/desk/pictures"), "Upload", status=422, file=photo(), caption="Kept")
    assert "Describe the image for people who cannot see it" in page.text
    assert page.one("input", name="caption").get("value") == "Kept"
    assert _files(instance) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Choose a file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Use a JPEG, PNG or WebP file"),
        (b"<!doctype html><script>alert(1)</script>", "Use a JPEG, PNG or WebP file"),
        (photo()[0].getvalue()[:5000], "This file is damaged. Choose another"),
    ],
)
def test_what_is_no_usable_picture_is_refused_and_nothing_is_stored(
    desk: Client, instance: Path, content: bytes, message: str
) -> None:
    page = desk.submit(
        desk.page("/desk/pictures"), "Upload", status=422, file=(io.BytesIO(content), "photo.jpg"), alt="A photo"
    )
    assert page.one(id="error-summary").one("li").text == message
    assert db.session.query(Picture).count() == 0
    assert _files(instance) == []


def test_a_file_that_is_too_large_is_told_its_size(desk: Client) -> None:
    token = desk.page("/desk/pictures").one("main").all("input", name="csrf_token")[0].get("value")
    head = '--x\r\nContent-Disposition: form-data; name="{}"'
    body = "\r\n".join([head.format("csrf_token"), "", str(token), head.format("alt"), "", "A photo", ""]).encode()
    body += head.format("file").encode() + b'; filename="a.jpg"\r\n\r\n' + bytes(14_000_000) + b"\r\n--x--\r\n"
    headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "multipart/form-data; boundary=x"}
    answer = desk.post("/desk/pictures", data=body, headers=headers)
    assert answer.status_code == 422
    assert "This file is 14 MB. Choose one under 10 MB" in answer.text


def test_a_lead_picture_comes_with_the_article(desk: Client) -> None:
    page = desk.submit(
        desk.page("/desk/articles/new"),
        "Save draft",
        headline="Boats",
        lead_file=photo(),
        lead_alt="Boats in fog",
        lead_caption="At six.",
        lead_credit="Ana Luz",
    )
    lead = db.session.query(Picture).one()
    assert (lead.alt, lead.caption, lead.credit) == ("Boats in fog", "At six.", "Ana Luz")
    assert db.session.query(Article).one().lead_picture_id == lead.id
    page = desk.submit(page, "Save draft", lead_caption="At seven.")
    db.session.refresh(lead)
    assert lead.caption == "At seven."
    page = desk.submit(page, "Save draft", lead="")
    assert db.session.query(Article).one().lead_picture_id is None


def test_a_lead_picture_needs_a_description(desk: Client, author: User) -> None:
    page = desk.submit(
        desk.page("/desk/articles/new"), "Save draft", status=422, headline="Boats", lead_file=photo(), lead_alt=""
    )
    assert page.one(id="lead_alt-err").text == "Error: Describe the image for people who cannot see it"
    article = make_article(author=author, lead_picture_id=make_picture().id, published=False)
    desk.submit(desk.page(f"/desk/articles/{article.id}"), "Save draft", status=422, lead_alt="")


def test_a_lead_picture_that_lacks_its_description_is_asked_for_again(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    typed = {"headline": "Boats", "lead_caption": "At six."}
    page = desk.submit(page, "Save draft", status=422, lead_file=photo(), **typed)
    assert page.one(id="lead_file-err").text == "Error: Choose the picture again"
    page = desk.submit(page, "Save draft", status=422, lead_alt="Boats in fog")
    assert page.one(id="lead_file-err").text == "Error: Choose the picture that these texts are for"
    desk.submit(page, "Save draft", lead_file=photo())
    lead = db.session.query(Picture).one()
    assert (lead.alt, lead.caption) == ("Boats in fog", "At six.")


def test_what_is_typed_for_an_earlier_picture_is_kept_with_that_one(desk: Client, author: User) -> None:
    earlier, first = make_picture(alt="Earlier"), make_picture(alt="First")
    earlier.uploaded_by = author.id
    draft = make_article(author=author, lead_picture_id=first.id, published=False)
    page = desk.page(f"/desk/articles/{draft.id}")
    typed = {"lead": str(earlier.id), "lead_caption": "At noon."}
    preview = desk.press(page, "Show", **typed)
    assert "At noon." in preview.text
    assert 'alt="Earlier"' in preview.text
    desk.submit(page, "Save draft", **typed)
    db.session.expire_all()
    assert (earlier.alt, earlier.caption) == ("Earlier", "At noon.")
    assert (first.alt, first.caption) == ("First", "The harbour at dawn.")


def test_a_text_that_another_has_mended_meanwhile_stays_mended(desk: Client, author: User) -> None:
    picture = make_picture()
    draft = make_article(author=author, lead_picture_id=picture.id, published=False)
    page = desk.page(f"/desk/articles/{draft.id}")
    picture.caption = "The harbour at dusk."
    desk.submit(page, "Save draft", lead_alt="Boats")
    db.session.expire_all()
    assert (picture.alt, picture.caption) == ("Boats", "The harbour at dusk.")


def test_a_good_lead_picture_is_kept_when_another_field_is_refused(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    page = desk.submit(page, "Save draft", status=422, slug="!", headline="Boats", lead_file=photo(), lead_alt="Boats")
    desk.submit(page, "Save draft", slug="boats")
    lead = db.session.query(Picture).one()
    assert db.session.query(Article).one().lead_picture_id == lead.id


def test_a_file_that_is_no_picture_is_named_beside_its_field(desk: Client) -> None:
    page = desk.submit(
        desk.page("/desk/articles/new"),
        "Save draft",
        status=422,
        headline="Boats",
        lead_file=(io.BytesIO(b"GIF89a"), "boats.png"),
        lead_alt="Boats",
    )
    assert page.one(id="lead_file-err").text == "Error: Use a JPEG, PNG or WebP file"
    assert page.one("textarea", name="headline").text == "Boats"


def test_an_earlier_picture_becomes_the_lead_with_its_own_texts(desk: Client, author: User) -> None:
    earlier = make_picture(alt="Earlier")
    earlier.uploaded_by = author.id
    draft = make_article(author=author, lead_picture_id=make_picture(alt="First").id, published=False)
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Save draft", lead=str(earlier.id))
    assert page.one("input", name="lead_alt").get("value") == "Earlier"


def test_a_picture_that_is_not_there_is_no_lead(desk: Client) -> None:
    page = desk.page("/desk/articles/new")
    token = page.filled(page.form("Save draft")[0])["csrf_token"][0]
    for lead in ("999", "abc", "99999999999999999999"):
        data = {"csrf_token": token, "headline": "Boats", "lead": lead}
        answer = desk.post("/desk/articles/new", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303
    assert {article.lead_picture_id for article in db.session.query(Article)} == {None}


def test_the_picture_of_another_author_is_no_lead_and_its_texts_stay(desk: Client) -> None:
    omar = make_user("Omar Haddad")
    picture = make_picture()
    picture.uploaded_by = omar.id
    make_article(author=omar, lead_picture_id=picture.id)
    page = desk.page("/desk/articles/new")
    token = page.filled(page.form("Save draft")[0])["csrf_token"][0]
    chosen = {"lead": str(picture.id), "lead_alt": "Changed", "lead_caption": "Changed"}
    data = {"csrf_token": token, "headline": "Boats", **chosen}
    for path in ("/desk/preview", "/desk/articles/new"):
        answer = desk.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True)
        assert answer.status_code == 200
        assert picture.name not in answer.text, path
    assert (picture.alt, picture.caption) == ("A harbour in fog", "The harbour at dawn.")


def test_a_picture_that_an_admin_put_there_stays_and_can_be_described(desk: Client, author: User, admin: User) -> None:
    picture = make_picture()
    picture.uploaded_by = admin.id
    draft = make_article(author=author, lead_picture_id=picture.id, published=False)
    page = desk.submit(desk.page(f"/desk/articles/{draft.id}"), "Save draft", lead_alt="Fog over the harbour")
    assert page.one("input", name="lead_alt").get("value") == "Fog over the harbour"
    assert draft.lead_picture_id == picture.id


def test_where_a_picture_cannot_be_stored_all_that_was_typed_is_kept_and_it_is_asked_for_again(
    desk: Client, author: User, instance: Path
) -> None:
    draft_id = make_article(author=author, published=False).id
    (instance / "uploads").write_text("a file where the folder should be")
    page = desk.page(f"/desk/articles/{draft_id}")
    answer = desk.press(page, "Save draft", body="Typed for an hour.", lead_file=photo(), lead_alt="A pier")
    assert answer.status_code == 503
    kept = Page(answer)
    assert kept.one("textarea", name="body").text == "Typed for an hour."
    assert "Choose IMG_0001.JPG again" in kept.text
    (instance / "uploads").unlink()
    desk.submit(kept, "Send again", lead_file=photo())
    draft = db.session.get_one(Article, draft_id)
    picture = db.session.query(Picture).one()
    assert (draft.body, draft.lead_picture_id, picture.alt) == ("Typed for an hour.", picture.id, "A pier")


def _files(instance: Path) -> list[str]:
    return [file.name for file in (instance / "uploads").glob("*")]
