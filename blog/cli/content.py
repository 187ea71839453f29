"""`flask content`: articles in bulk."""

import click
from flask.cli import AppGroup

from blog.cli.demo import loading
from blog.tools.database import db

content = AppGroup("content", help="Articles in bulk.")


@content.command()
def demo() -> None:
    """Load the demonstration newsroom into an empty database; prints its accounts."""
    if not loading.may_load():
        raise click.ClickException("The database has accounts or articles already; nothing was loaded.")
    accounts = loading.load()
    db.session.commit()
    show_accounts(accounts)


def show_accounts(accounts: list[loading.DemoAccount]) -> None:
    """Print how to sign in to the demonstration newsroom."""
    click.echo("Demonstration accounts, with passwords made for this installation and shown only now:")
    width = max(len(account.address) for account in accounts)
    for account in accounts:
        click.echo(f"  {account.role:<6}  {account.address:<{width}}  {account.password}")
