"""A commenter is told of each reply once, and of nothing else."""

from datetime import timedelta

from blog.accounts.models import User
from blog.articles.models import Article
from blog.comments import erasing, posting
from blog.comments.models import PENDING, SPAM, TRASH, Comment
from blog.tools.clock import now
from blog.tools.database import db
from tests.factories import make_comment
from tests.pages import Client
from tests.web.mailed.conftest import Round
from tests.web.mailed.replies.conftest import links, reply_to, with_mail

pytestmark = with_mail


def test_a_reply_is_told_once_with_all_that_it_takes_and_nobodys_address(
    client: Client, own: Comment, go_round: Round
) -> None:
    reply = reply_to(own, "Not so.\n\n*Really* not: https://maps.example/", wants_replies=False)
    assert go_round(at_once=True) == [], "it may still be taken back"
    (mail,) = go_round()
    assert go_round() == []
    assert mail["Subject"] == "The Meridian: Narges has replied to your comment on “The bridge is shut”"
    assert (mail["To"], mail["From"]) == ("dara@example.org", "desk@news.example")
    text = mail.get_content().replace("\r\n", "\n")
    assert "> Not so.\n> \n> *Really* not: https://maps.example/" in text
    assert "narges@" not in mail.as_string().lower()
    where, stop = links(mail)
    assert where == f"/comments/{reply.id}"
    assert mail["List-Unsubscribe"].strip() == f"<http://localhost:8000{stop}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(where).status_code == 302


def test_what_is_not_for_the_commenter_is_not_mailed(own: Comment, article: Article, go_round: Round) -> None:
    reply_to(own, "My own.", name="Dara")
    reply_to(own, "Spam.", name="Pills", status=SPAM)
    reply_to(own, "Waiting.", name="Omid", status=PENDING)
    other = make_comment(article, "Untold.", name="Pari", wants_replies=False)
    reply_to(other, "To somebody else.", name="Sia")
    make_comment(article, "To nobody.", name="Teodor")
    reply_to(own, "Long ago.", name="Yara", created_at=now() - timedelta(days=31))
    assert go_round() == []
    reply_to(own, "At last.", name="Zia")
    assert len(go_round()) == 1
    own.status = TRASH
    reply_to(other, "Now.", name="Noor").parent_id = own.id
    assert go_round() == []


def test_the_newsroom_replies_too(own: Comment, article: Article, go_round: Round) -> None:
    author = db.session.get_one(User, article.author_id)
    posting.post_as_staff(article, "We have asked.", own.id, author)
    (mail,) = go_round()
    assert "Samira Rostami has replied" in mail["Subject"]
    assert author.email not in mail.as_string()


def test_what_is_erased_is_told_to_nobody(own: Comment, go_round: Round) -> None:
    reply_to(own)
    erasing.erase(Comment.id == own.id)
    assert go_round() == []
