"""Leila at the queue, and what she sees and presses there."""

from blog.articles.models import Article
from blog.comments.models import PENDING, Comment
from tests.factories import make_comment
from tests.pages import Client, Page


def wave(article: Article, number: int, status: str = PENDING) -> list[Comment]:
    return [make_comment(article, f"Words {n}", name=f"Reader{n}", status=status) for n in range(number)]


def names(page: Page) -> list[str]:
    return [card.one(class_="who").text for card in page.all("li", class_="qitem")]


def press(client: Client, page: Page, name: str, comment: Comment) -> str:
    """Press the button `name` on the card of `comment`; where it leads."""
    form = page.form(page.one("button", name=name, value=str(comment.id)).text)[0]
    data = page.filled(form) | {name: str(comment.id)}
    response = client.post(form.attributes["action"], data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 303, response.get_data(as_text=True)
    return str(response.location)
