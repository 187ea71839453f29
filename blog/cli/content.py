"""`flask content`: articles in bulk."""

import click

from blog.cli.demo import loading
from blog.cli.explaining import Commands
from blog.cli.generating import newsroom
from blog.cli.generating.newsroom import LEAST_ARTICLES, LEAST_COMMENTS
from blog.tools.database import db

content = Commands("content", help="Articles in bulk.")


@content.command()
def demo() -> None:
    """Load the demonstration newsroom into an empty database; prints its accounts."""
    _refuse_unless_empty()
    accounts = loading.load()
    db.session.commit()
    show_accounts(accounts)


@content.command()
@click.option("--articles", type=click.IntRange(LEAST_ARTICLES, 1_000_000), default=1000, show_default=True)
@click.option("--comments", type=click.IntRange(LEAST_COMMENTS, 10_000_000), default=10_000, show_default=True)
def generate(articles: int, comments: int) -> None:
    """Fill an empty database with a newsroom to measure with, of so many articles and comments in all."""
    _refuse_unless_empty()
    most = newsroom.most_comments(articles)
    if comments > most:
        raise click.ClickException(f"{articles:,} articles can have {most:,} comments at most; nothing was generated.")
    with click.progressbar(length=articles + comments, label="Generating") as bar:
        for rows in newsroom.generate(articles, comments):
            db.session.commit()
            bar.update(rows)
    click.echo(f"There are {articles:,} articles with {comments:,} comments now.")


def show_accounts(accounts: list[loading.DemoAccount]) -> None:
    """Print how to sign in to the demonstration newsroom."""
    click.echo("Demonstration accounts, with passwords made for this installation and shown only now:")
    width = max(len(account.address) for account in accounts)
    for account in accounts:
        click.echo(f"  {account.role:<6}  {account.address:<{width}}  {account.password}")


def _refuse_unless_empty() -> None:
    if not loading.may_load():
        raise click.ClickException("The database has accounts or articles already; nothing was loaded.")
