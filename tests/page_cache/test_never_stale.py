"""Whatever happens, in whichever process, a page from memory is the page that would be made now, byte for byte."""

import contextlib
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from blog.accounts import presenting
from blog.articles import editing, publishing
from blog.articles.models import Article
from blog.articles.publishing import Writing
from blog.comments import holding, moderating
from blog.comments.models import APPROVED, PENDING, SPAM, TRASH, Comment
from blog.tools.clock import now
from blog.tools.database import Base, db
from blog.tools.slugs import SlugTaken
from blog.web.template_helpers import article_url, author_url
from tests.factories import make_article, make_comment, make_user
from tests.page_cache.worker import Worker, working
from tests.rendering import read

START = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
# Minutes that pass: some for a stamp or an item of the ticker, some until tomorrow.
STEPS = st.sampled_from([1, 7, 12, 45, 200, 1500])
BODIES = st.sampled_from(["From #Iraq.", "From #Iraq and #Iran.", "Nothing to tag.", "On #Iran, at length."])
HEADLINES = st.sampled_from(["Launchers cross", "The bridge is shut", "A quiet day", "Rain"])
WORDS = st.sampled_from(["Agreed.", "Not at all.", "Who counted?", "Eleven trucks."])
NAMES = st.sampled_from(["Samira Rostami", "Samira R.", "S. Rostami"])
NUMBERS = st.integers(0, 50)


class Newsroom(RuleBasedStateMachine):
    """Authors, readers and admins do as they like; after each step every page is looked at in two processes."""

    app: Flask
    worker: Worker
    forgetful: Worker

    def __init__(self) -> None:
        super().__init__()
        self.moment = START
        self.clock = contextlib.ExitStack()
        self.said = 0
        self.batch: int | None = None

    @initialize()
    def open(self) -> None:
        """An author, an admin and two articles, in a newsroom that was emptied."""
        self._travel(timedelta())
        db.session.remove()
        for table in reversed(Base.metadata.sorted_tables):
            db.session.execute(table.delete())
        self.author = make_user("Samira Rostami").id
        self.admin = make_user("Leila Navid", role="admin").id
        make_article("The first", "From #Iraq.", published=timedelta(hours=-2), ticker=True)
        make_article("The second", "From #Iraq and #Iran.", published=timedelta(days=-30))
        db.session.commit()

    @rule(minutes=STEPS)
    def time_passes(self, minutes: int) -> None:
        self._travel(timedelta(minutes=minutes))

    @rule(headline=HEADLINES, body=BODIES, minutes=st.sampled_from([0, 0, 5, 40]), ticker=st.booleans())
    def publish(self, headline: str, body: str, minutes: int, ticker: bool) -> None:
        make_article(headline, body, published=timedelta(minutes=minutes) if minutes else True, ticker=ticker)

    @rule(pick=NUMBERS, headline=HEADLINES, body=BODIES, slug=st.sampled_from(["", "rain-again", "quiet"]))
    def edit(self, pick: int, headline: str, body: str, slug: str) -> None:
        article = self._article(pick)
        with contextlib.suppress(SlugTaken):
            publishing.write(article, Writing(headline, "In short.", body, slug, ticker=article.ticker))

    @rule(pick=NUMBERS)
    def withdraw(self, pick: int) -> None:
        publishing.withdraw(self._article(pick), "It was wrong.")

    @rule(pick=NUMBERS)
    def bring_back(self, pick: int) -> None:
        publishing.publish(self._article(pick))

    @rule(pick=NUMBERS, words=WORDS, status=st.sampled_from([APPROVED, APPROVED, PENDING]), deep=st.booleans())
    def reply(self, pick: int, words: str, status: str, deep: bool) -> None:
        article = self._article(pick)
        above = db.session.query(Comment).filter_by(article_id=article.id, status=APPROVED).first() if deep else None
        self.said += 1
        with contextlib.suppress(Exception if article.state != "published" else ()):
            make_comment(article, f"{words} {self.said}", parent=above, status=status)

    @rule(pick=NUMBERS)
    def reply_in_the_other_process(self, pick: int) -> None:
        article = self._article(pick).id
        self._commit()
        self.said += 1
        fields = {"article": str(article), "comment": f"Words {self.said}", "author": "Dara", "email": "d@example.org"}
        assert self.worker.post("/comments", self.moment, fields).status in (303, 410, 422)

    @rule(pick=NUMBERS, status=st.sampled_from([APPROVED, SPAM, TRASH]))
    @precondition(lambda self: self.said)
    def decide(self, pick: int, status: str) -> None:
        comment = self._one_of(Comment, pick)
        if comment is not None:
            batch = moderating.decide(Comment.id == comment.id, status, self._person(self.admin))
            self.batch = batch.id if batch else None

    @rule()
    @precondition(lambda self: self.batch)
    def undo(self) -> None:
        batch = db.session.get(moderating.ModerationBatch, self.batch)
        with contextlib.suppress(moderating.TooLate):
            moderating.undo(batch, self._person(self.admin))

    @rule(pick=NUMBERS, words=WORDS)
    @precondition(lambda self: self.said)
    def correct(self, pick: int, words: str) -> None:
        comment = self._one_of(Comment, pick)
        if comment is not None:
            moderating.correct(comment, "Dara", "", words)

    @rule(minutes=st.sampled_from([5, 90]), everywhere=st.booleans(), pick=NUMBERS)
    def hold_replies(self, minutes: int, everywhere: bool, pick: int) -> None:
        article = None if everywhere else self._article(pick).id
        holding.start(article, now() + timedelta(minutes=minutes), self._person(self.admin))

    @rule(name=NAMES)
    def rename_the_author(self, name: str) -> None:
        presenting.present(self._person(self.author), name, "samira-rostami", f"{name} writes.")

    @invariant()
    def every_page_is_what_it_would_be_now(self) -> None:
        if not hasattr(self, "author"):
            return
        self._commit()
        for path in self._paths():
            # By a process of its own: nothing that the other two remember is lost by it.
            wanted = self.forgetful.get(path, self.moment)
            for answer in (read(self.app, path), self.worker.get(path, self.moment)):
                assert answer.status == wanted.status, path
                assert answer.body.splitlines() == wanted.body.splitlines(), path

    def teardown(self) -> None:
        self.clock.close()

    def _travel(self, time: timedelta) -> None:
        self.moment += time
        self.clock.close()
        self.clock.enter_context(time_machine.travel(self.moment, tick=False))

    def _commit(self) -> None:
        db.session.commit()
        db.session.remove()

    def _paths(self) -> list[str]:
        articles = [article_url(one) for one in db.session.query(Article).order_by(Article.id.desc()).limit(4)]
        paths = [
            "/",
            "/tag/iraq/",
            "/tag/iran/",
            author_url(self._person(self.author)),
            "/archive/",
            "/archive/2026/11/",
        ]
        db.session.remove()
        return paths + articles

    def _person(self, person: int):
        return db.session.get_one(presenting.User, person)

    def _article(self, pick: int) -> Article:
        found = editing.for_desk(self._person(self.admin), self._one_of(Article, pick).id)
        assert found
        return found

    def _one_of(self, kind: type, pick: int):
        ids = [row for (row,) in db.session.query(kind.id).order_by(kind.id)]
        return db.session.get(kind, ids[pick % len(ids)]) if ids else None


def test_no_page_is_ever_older_than_what_was_committed(app: Flask) -> None:
    Newsroom.app = app
    with working() as Newsroom.worker, working(forgetful=True) as Newsroom.forgetful:
        run_state_machine_as_test(
            Newsroom,
            settings=settings(max_examples=8, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
        )
