"""An article, somebody who was approved below it, and what is said there."""

import pytest

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments.models import APPROVED
from blog.comments.spam import Submission
from blog.tools.sanitizing import safe_comment_html
from tests.factories import make_article, make_comment

FIRST = "First comment from this address"
LONG = "The harbour board has known since spring that the second channel would silt up again within a year or two."


@pytest.fixture
def article(author: User) -> Article:
    return make_article(author=author)


@pytest.fixture
def known(article: Article) -> bytes:
    """The address of somebody who has been approved before."""
    return make_comment(article, "Words of before", status=APPROVED).address_index


def said(text: str, sender: bytes = b"nobody", name: str = "Dara", website: str = "", **more: object) -> Submission:
    return Submission(text, safe_comment_html(text), name, website, more.pop("article_id", 1), sender, **more)
