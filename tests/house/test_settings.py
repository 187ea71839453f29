"""The README says of every setting what the code says of it."""

import re
from pathlib import Path

from blog.settings import SETTINGS, Setting

README = Path(__file__).resolve().parent.parent.parent / "README.md"


def test_the_readme_documents_every_setting_as_it_is() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.+) \|$", README.read_text(), re.MULTILINE)
    assert rows == [(setting.name, setting.variable, _default(setting), setting.about) for setting in SETTINGS]


def _default(setting: Setting) -> str:
    return {True: "yes", False: "no"}[setting.default] if isinstance(setting.default, bool) else str(setting.default)
