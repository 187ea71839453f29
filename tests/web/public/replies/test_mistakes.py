"""A reader fills the form in wrongly, is told what is wrong and loses nothing."""

import pytest

from blog.accounts.models import User
from blog.web.template_helpers import article_url
from tests.factories import make_article
from tests.pages import Client
from tests.web.public.replies.form import TEXT, Details, leave, stored

WRONG = [
    ("comment", "", "Write a comment before you post it"),
    ("comment", " \n\t ", "Write a comment before you post it"),
    ("comment", "x" * 8312, "Comment must be 8,000 characters or fewer. You have 8,312"),
    ("comment", "https://example.org/buy", "Add a few words of your own to the link"),
    ("comment", "see " + "https://example.org/ " * 4, "Use no more than 3 links in a comment"),
    ("comment", "".join(f"[see](https://s{n}.example/x)" for n in range(4)), "Use no more than 3 links in a comment"),
    ("comment", "see " + "|".join(f"https://s{n}.example" for n in range(4)), "Use no more than 3 links in a comment"),
    ("comment", "nul\0byte", "Comment has a character in it that cannot be shown. Remove it"),
    ("author", "", "Enter your name"),
    ("author", "x" * 81, "Name must be 80 characters or fewer"),
    ("author", "two\nlines", "Name has a character in it that cannot be shown. Remove it"),
    ("author", " samira  ROSTAMI ", "This name belongs to a member of the newsroom. Choose another, or sign in"),
    ("email", "", "Enter your email address"),
    ("email", "dara@", "Enter an email address in the correct format, like name@example.com"),
    ("email", "dara@example.org\nBcc: x@example.org", "Email has a character in it that cannot be shown. Remove it"),
    ("email", "x" * 250 + "@example.org", "Email must be 254 characters or fewer"),
    ("url", "javascript:alert(1)", "Enter a website address that starts with https:// or http://"),
    ("url", "example.org", "Enter a website address that starts with https:// or http://"),
    ("url", "https://" + "x" * 200, "Website must be 200 characters or fewer"),
]


@pytest.mark.parametrize(("field", "value", "message"), WRONG, ids=[message[:40] for _, _, message in WRONG])
def test_a_mistake_is_named_and_all_that_was_typed_comes_back(
    client: Client, author: User, reader: Details, field: str, value: str, message: str
) -> None:
    article = make_article("The whole article", author=author)
    typed = {"comment": TEXT, **reader, field: value}
    page = leave(client, article_url(article), status=422, **typed)
    assert page.heading == "The whole article"
    assert page.title.startswith("Error: ")
    assert message in page.one(id="error-summary").text
    assert page.one(id="error-summary").one("a").get("href") == f"#{field}"
    control = page.one(id=field)
    assert control.get("aria-invalid") == "true"
    assert f"{field}-err" in control.get("aria-describedby", "")
    form, _ = page.form("Post Comment")
    kept = {name: page.filled(form)[name][0] for name in typed}
    # As it was, less white space round it.
    assert kept == {name: text.strip() for name, text in typed.items()}
    assert stored() == []


def test_who_writes_from_right_to_left_sees_words_so_and_addresses_not(client: Client) -> None:
    page = client.page(article_url(make_article()))
    fields = {"comment": "auto", "author": "auto", "email": "ltr", "url": "ltr"}
    assert {name: page.one(id=name).get("dir") for name in fields} == fields


def test_all_mistakes_are_named_at_once_in_the_order_of_the_fields(client: Client) -> None:
    page = leave(client, article_url(make_article()), status=422)
    assert [one.text for one in page.one(id="error-summary").all("a")] == [
        "Write a comment before you post it",
        "Enter your name",
        "Enter your email address",
    ]
