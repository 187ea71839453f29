"""What readers learn about somebody of the newsroom."""

from blog.accounts import queries
from blog.accounts.locking import lock_everyone
from blog.accounts.models import SLUG_LENGTH, FormerAuthorSlug, User
from blog.accounts.naming import is_taken
from blog.media import storing
from blog.media.models import Picture
from blog.tools.database import db
from blog.tools.sanitizing import safe_comment_html
from blog.tools.slugs import SlugTaken, ascii_slug, free_slug


class NameTaken(Exception):
    """Somebody else goes by this name, or by one that looks like it."""


def present(user: User, name: str, slug: str, biography: str) -> None:
    """Save what `user` says of themself. Raises NameTaken or SlugTaken, and then nothing is changed."""
    lock_everyone()
    if name != user.name and is_taken(name, besides=user):
        raise NameTaken
    slug = ascii_slug(slug, SLUG_LENGTH)
    if queries.slug_is_taken(slug, besides=user):
        raise _taken(user, slug)
    _keep_former_slug(user, slug)
    user.slug = slug
    user.name = name
    user.biography = biography
    user.biography_html = safe_comment_html(biography)
    db.session.flush()


def show_photo(user: User, photo: Picture | None) -> None:
    """Show `photo` beside the name of `user`, or the letter again where it is None; the former photo is deleted."""
    former, user.photo = user.photo, photo
    db.session.flush()
    if former is not None:
        storing.discard(former)


def _taken(user: User, slug: str) -> SlugTaken:
    holder = queries.by_slug(slug)
    assert holder is not None  # noqa: S101  it was found a moment ago
    return SlugTaken(holder, free_slug(slug, SLUG_LENGTH, lambda wanted: queries.slug_is_taken(wanted, besides=user)))


def _keep_former_slug(user: User, slug: str) -> None:
    if slug == user.slug:
        return
    # Back to a slug that they once had: that one is no longer a former one.
    returning = db.session.get(FormerAuthorSlug, slug)
    if returning is not None:
        db.session.delete(returning)
    db.session.add(FormerAuthorSlug(slug=user.slug, user_id=user.id))
    db.session.flush()
