"""What it takes to set a second factor up."""

import pytest

from tests.devices import Device
from tests.pages import Client, Page

NAMED = pytest.mark.settings(SITE_URL="http://localhost:8000")


def key_on(page: Page) -> str:
    return page.one("code").text.replace(" ", "")


def add_passkey(desk: Client, device: Device, name: str = "Telephone", status: int = 200) -> Page:
    page = desk.page("/desk/factors/passkeys/new")
    answer = device.create(page.form("Add passkey")[0].attributes["data-creation"])
    return desk.submit(page, "Add passkey", name=name, answer=answer, status=status)
