"""The first of the two steps."""

from blog.accounts.models import User
from tests.factories import PASSWORD
from tests.pages import Client, Page


def enter_password(client: Client, user: User, path: str = "/login") -> Page:
    email = user.email
    return client.submit(client.page(path), "Sign in", email=email, password=PASSWORD)
