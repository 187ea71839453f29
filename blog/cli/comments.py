"""`flask comments`: what is stored about a commenter, to hand out or to forget; and all texts, rendered anew."""

import json

import click
from flask import current_app, url_for

from blog.articles.models import Article
from blog.cli.explaining import Commands
from blog.comments import exporting, forgetting, rendering
from blog.tools.database import db, empty_log
from blog.tools.email_addresses import NotAnAddress, parse

comments = Commands("comments", help="The comments, and what is stored about who wrote them.")

UNKNOWN = "Nothing is stored with this address."


@comments.command()
@click.argument("address", metavar="EMAIL")
@click.option("--delete", is_flag=True, help="Delete the comments, too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(address: str, delete: bool, yes: bool) -> None:
    """Remove who wrote the comments from EMAIL: name, address, website, IP address, browser. The texts stay.

    Mail to that address that still waits goes as well, and so does the wish to get any.
    """
    address = _as_posted(address)
    stored = forgetting.stored(address)
    if not stored.comments and not stored.corresponds:
        raise click.ClickException(UNKNOWN)
    act = "Delete for good" if delete else "Make anonymous"
    if not yes:
        click.confirm(f"{act}: {_counted(stored.comments)}. This cannot be undone. Go on?", abort=True)
    number = forgetting.delete(address) if delete else forgetting.anonymise(address)
    db.session.commit()
    click.echo(f"{'Deleted for good' if delete else 'Made anonymous'}: {_counted(number)}.")
    if stored.naming and not delete:
        numbers = ", ".join(str(one) for one in stored.naming)
        click.echo(f"The text itself has the name or the address in these comments; correct them: {numbers}.")
    _overwrite()


@comments.command("export-for")
@click.argument("address", metavar="EMAIL")
def export_for(address: str) -> None:
    """Print all that is stored about EMAIL as JSON."""
    address = _as_posted(address)
    with current_app.test_request_context():
        found = exporting.export_for(address, _place)
    if not any(found[part] for part in ("comments", "replies_by_email", "mails_waiting")):
        raise click.ClickException(UNKNOWN)
    # As bytes: what the terminal can show must not decide what is handed out.
    text = json.dumps(found, ensure_ascii=False, indent=2)
    click.echo(text.encode())


@comments.command()
def render() -> None:
    """Render anew what readers see of the comments that another version of the sanitizer rendered."""
    with click.progressbar(length=rendering.number_outdated(), label="Rendering") as bar:
        number = 0
        for step in rendering.render_outdated():
            db.session.commit()
            number += step
            bar.update(step)
    click.echo(f"Rendered anew: {_counted(number)}.")


def _as_posted(address: str) -> str:
    """`address` in the spelling that the reply form stores."""
    try:
        return parse(address.strip()).normalized
    except NotAnAddress:
        return address.strip()


def _counted(number: int) -> str:
    return f"{number:,} comment{'' if number == 1 else 's'}"


def _overwrite() -> None:
    if db.engine.dialect.name != "sqlite":
        click.echo("PostgreSQL overwrites deleted rows in its own time; VACUUM FULL comments does it at once.")
    elif not empty_log():
        click.echo("The site is busy: the database's log still holds the former rows. It is overwritten in a while.")
    click.echo("Backups hold what they held.")


def _place(article: Article) -> str:
    year, month = divmod(article.published_month or 0, 100)
    return str(current_app.config["SITE_URL"]) + url_for("public.article", year=year, month=month, slug=article.slug)
