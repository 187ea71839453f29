"""The files of pictures, and their rows: both or neither."""

import io
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from blog.media import storing
from blog.media.addresses import srcset
from blog.media.models import Picture
from blog.media.resizing import Unusable
from blog.tools.database import db
from tests.factories import make_picture
from tests.pages import Client


@pytest.mark.parametrize(
    ("width", "widths"),
    [(300, [300]), (480, [480]), (700, [480, 700]), (1600, [480, 960, 1600]), (2400, [480, 960, 1600])],
)
def test_a_picture_is_kept_in_the_widths_that_fit(app: Flask, instance: Path, width: int, widths: list[int]) -> None:
    picture = make_picture(width, width // 2)
    assert (picture.width, picture.height) == (widths[-1], widths[-1] // 2)
    db.session.commit()
    assert _files(instance) == sorted(f"{picture.name}-{each}.webp" for each in widths)
    for each in widths:
        content = storing.read(picture.name, each)
        assert content is not None
        assert Image.open(io.BytesIO(content)).size == (each, each // 2)


def test_readers_get_each_file_that_the_page_names(app: Flask, client: Client) -> None:
    picture = make_picture()
    for address in (part.split()[0] for part in srcset(picture).split(", ")):
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert client.get(f"/media/{picture.name}-1600.webp").status_code == 404


def test_the_files_go_if_the_row_is_not_committed(app: Flask, instance: Path) -> None:
    make_picture()
    assert len(_files(instance)) == 2
    db.session.rollback()
    assert _files(instance) == []


def test_the_files_go_if_the_request_ends_without_a_commit(app: Flask, instance: Path) -> None:
    make_picture()
    db.session.remove()
    assert _files(instance) == []


def test_the_files_stay_if_a_later_transaction_fails(app: Flask, instance: Path) -> None:
    make_picture()
    db.session.commit()
    db.session.add(Picture(name="x", width=1, height=1))
    db.session.rollback()
    assert len(_files(instance)) == 2


def test_a_discarded_picture_goes_with_its_files_and_not_before_the_commit(app: Flask, instance: Path) -> None:
    picture = make_picture()
    db.session.commit()
    storing.discard(picture)
    db.session.rollback()
    assert len(_files(instance)) == 2
    storing.discard(picture)
    db.session.commit()
    assert (_files(instance), db.session.query(Picture).count()) == ([], 0)


def test_a_savepoint_settles_nothing(app: Flask, instance: Path) -> None:
    make_picture()
    with db.session.begin_nested():
        pass
    db.session.rollback()
    assert _files(instance) == []
    picture = make_picture()
    db.session.commit()
    storing.discard(picture)
    with db.session.begin_nested():
        pass
    db.session.rollback()
    assert len(_files(instance)) == 2


def test_nothing_is_left_when_the_folder_cannot_be_written(app: Flask, instance: Path) -> None:
    (instance / "uploads").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="uploads"):
        make_picture()
    db.session.rollback()
    assert db.session.query(Picture).count() == 0
    with pytest.raises(OSError, match="uploads"):
        storing.check_folder()


def test_a_refused_file_leaves_nothing(app: Flask, instance: Path) -> None:
    with pytest.raises(Unusable):
        storing.encode(b"<svg/>")
    assert not (instance / "uploads").exists()


def test_no_name_leads_out_of_the_folder(app: Flask, client: Client, instance: Path) -> None:
    (instance / "uploads").mkdir()
    (instance / "secret-1.webp").write_bytes(b"secret")
    for name in ("../secret", "..%2fsecret", "secret", "." * 32, "A" * 32, ""):
        assert storing.read(name, 1) is None
    for path in ("/media/../secret-1.webp", "/media/..%2fsecret-1.webp", "/media/secret-1.webp"):
        assert client.get(path).status_code in (301, 404)


def test_a_width_that_no_picture_has_is_not_found_however_long(client: Client, instance: Path) -> None:
    (instance / "uploads").mkdir()
    for digits in (4, 220):
        assert client.get(f"/media/{'a' * 32}-{'9' * digits}.webp").status_code == 404


def test_the_check_of_the_folder_leaves_no_trace(app: Flask, instance: Path) -> None:
    storing.check_folder()
    assert _files(instance) == []


def _files(instance: Path) -> list[str]:
    return sorted(file.name for file in (instance / "uploads").glob("*"))
