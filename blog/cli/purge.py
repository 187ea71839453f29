"""`flask upkeep purge`: what has been kept long enough goes."""

from collections.abc import Callable

import click

from blog.comments import purging
from blog.comments.purging import Due
from blog.tools.database import db


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def purge(dry_run: bool) -> None:
    """Delete what has been kept as long as ORIGIN_DAYS and SPAM_DAYS say. The site does it too, bit by bit."""
    due = purging.due()
    if not dry_run:
        with click.progressbar(length=due.origins + due.discarded + due.reporters, label="Deleting") as bar:
            due = _purge(bar.update)
    click.echo(f"{'Would be deleted' if dry_run else 'Deleted'}:")
    click.echo(f"  IP address and browser of comments: {due.origins:,}")
    click.echo(f"  comments in Spam and Trash: {due.discarded:,}")
    click.echo(f"  networks of reports: {due.reporters:,}")


def _purge(advance: Callable[[int], None]) -> Due:
    origins = discarded = reporters = 0
    for gone in purging.purge():
        db.session.commit()
        origins, discarded = origins + gone.origins, discarded + gone.discarded
        reporters += gone.reporters
        advance(gone.origins + gone.discarded + gone.reporters)
    return Due(origins, discarded, reporters)
