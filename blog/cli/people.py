"""`flask people`: accounts from the command line, the first one above all."""

import click
from flask import current_app

from blog.accounts import inviting, managing, queries
from blog.accounts.addressing import AddressRefused
from blog.accounts.factors.telling import RESET, tell
from blog.accounts.inviting import LINK_HOURS
from blog.accounts.models import AUTHOR, ROLES, User
from blog.cli.explaining import Commands
from blog.tools.clock import local
from blog.tools.database import db

people = Commands("people", help="Accounts of authors and admins.")


@people.command()
@click.argument("name")
@click.argument("address", metavar="EMAIL")
@click.option("--role", type=click.Choice(ROLES), default=AUTHOR, show_default=True)
def create(name: str, address: str, role: str) -> None:
    """Make an account; prints the link by which NAME chooses a password."""
    try:
        user = inviting.invite(name, address, role)
    except (inviting.NotInvitable, AddressRefused) as error:
        raise click.ClickException(f"{error}.") from error
    db.session.commit()
    click.echo(f"{user.name} may sign in as {user.email} ({user.role}).")
    _show_link(inviting.password_link(user))


@people.command("reset-password")
@click.argument("address", metavar="EMAIL")
def reset_password(address: str) -> None:
    """Print a link by which the owner of EMAIL chooses a new password. Until then the old one works."""
    user = _owner(address)
    if not user.active:
        raise click.ClickException(
            f"{_shown(user.name)} is deactivated and cannot sign in. An admin reactivates the account under People."
        )
    _show_link(inviting.password_link(user))


@people.command("reset-second-factor")
@click.argument("address", metavar="EMAIL")
def reset_second_factor(address: str) -> None:
    """Let the owner of EMAIL, signed out everywhere, sign in with the password alone."""
    user = _owner(address)
    managing.reset_factors(user)
    # That of a request, for the address in the mail.
    with current_app.test_request_context():
        tell(user, RESET)
    db.session.commit()
    click.echo(f"{_shown(user.name)} signs in with the password alone now.")


@people.command("list")
def list_people() -> None:
    """List all accounts."""
    everyone = queries.everyone()
    for user in everyone:
        seen = f"signed in {local(user.signed_in_at):%Y-%m-%d %H:%M}" if user.signed_in_at else "never signed in"
        state = "active" if user.active else "deactivated"
        click.echo(f"{_shown(user.name)} <{user.email}>  {user.role}  {state}  {seen}")
    if not everyone:
        click.echo("There is no account yet. Make one: flask people create --role admin NAME EMAIL")


def _owner(address: str) -> User:
    user = queries.by_address(address)
    if user is None:
        raise click.ClickException(f"There is no account with the address {address}.")
    return user


def _shown(name: str) -> str:
    # A name that another tool has put into the database may hold what commands a terminal.
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _show_link(link: str) -> None:
    click.echo(f"Good once, for {LINK_HOURS} hours, to choose a password:\n{link}")
