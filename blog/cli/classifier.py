"""`flask comments relearn` and `evaluate`: what the classifier has learned, and how good that is."""

from pathlib import Path

import click

from blog.comments.spam import evaluating, learning
from blog.comments.spam.evaluating import BadFile, Labelled
from blog.tools.steps import commit_each


@click.command()
def relearn() -> None:
    """Forget all that the classifier has learned, and learn anew from every decision that stands."""
    looked_at = commit_each(learning.relearn()) or 0
    spam, fair = learning.Remembered().totals()
    click.echo(f"Looked at {looked_at:,} comments. Learned: {spam:,} of spam, {fair:,} others.")


@click.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
def evaluate(files: tuple[Path, ...]) -> None:
    """Try the classifier and the checks of a text on labelled comments. Nothing is stored.

    Each FILE is CSV in UTF-8 with the columns AUTHOR, DATE, CONTENT and CLASS (1 is spam, 0 is not). Of all together
    the first 60 % by date are learned from; of the rest it is printed how much spam is found at what price.
    """
    try:
        measured = evaluating.measure([comment for file in files for comment in _read(file)])
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    fair = measured.judged - measured.spam
    click.echo(f"Learned from {measured.learned:,} comments, judged {measured.judged:,}: {measured.spam:,} of spam.")
    click.echo("others flagged    spam found")
    for share, found in measured.found.items():
        click.echo(f"{share:>7.1%} ({int(fair * share):>4,})    {found:>9.1%}")


def _read(file: Path) -> list[Labelled]:
    try:
        return evaluating.read(file.name, file.read_bytes())
    except OSError as error:
        raise BadFile(f"{file} cannot be read: {error.strerror}.") from error
