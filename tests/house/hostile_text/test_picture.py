"""A picture is described as typed, and stored under a name of ours."""

import io
import re
from pathlib import Path

from flask import Flask
from PIL import Image

from blog.media.models import ALT_LENGTH, CAPTION_LENGTH, Picture
from blog.tools.cleaning import clean
from blog.tools.database import db
from tests.hostile import HOSTILE
from tests.house.hostile_text.looking import SAME_ORIGIN
from tests.pages import Client


def test_a_picture_is_described_as_typed_whatever_its_file_is_called(
    app: Flask, desk: Client, token: str, strings: list[str]
) -> None:
    file = io.BytesIO()
    Image.new("RGB", (12, 8)).save(file, "PNG")
    for typed in [*HOSTILE["paths"], *strings[::3]]:
        form = {"alt": typed[:ALT_LENGTH], "caption": clean(typed)[:CAPTION_LENGTH], "csrf_token": token}
        form["file"] = (io.BytesIO(file.getvalue()), typed)
        answer = desk.post("/desk/pictures", data=form, headers=SAME_ORIGIN | {"Accept": "application/json"})
        if answer.status_code == 201:
            picture = db.session.get(Picture, answer.json["id"])
            assert (picture.alt, picture.caption) == (clean(form["alt"]), form["caption"])
            assert re.fullmatch("[0-9a-f]{32}", picture.name)
        else:
            assert answer.status_code == 422
            assert answer.json["errors"], repr(typed)
    assert {file.suffix for file in (Path(app.instance_path) / "uploads").iterdir()} == {".webp"}
    assert desk.page("/desk/pictures").all("img")
