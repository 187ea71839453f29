"""Somebody removes the file of the database under the running site: nothing is acknowledged that would be lost."""

import shutil

import pytest

from tests.faults.conftest import stored
from tests.faults.readers import get, keeps_text, post
from tests.live import Site

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def test_replies_are_given_back_until_the_file_is_at_its_place_again(site: Site, article: int) -> None:
    acknowledged = {number: post(site, article, number).comment_id for number in range(8)}
    file, aside = site.instance / "blog.sqlite3", site.instance / "aside.sqlite3"
    file.rename(aside)
    for another_is_there in (False, True):
        if another_is_there:
            shutil.copy(aside, file)
        for number in range(8, 16):
            answer = post(site, article, number)
            assert answer.status == 503
            assert keeps_text(answer, number)
        assert get(site, "/healthz").status == 503
    aside.replace(file)
    acknowledged |= {number: post(site, article, number).comment_id for number in range(8, 16)}
    assert get(site, "/healthz").status == 200
    assert stored(site, article) == acknowledged
    assert "put it back and start the site again" in site.settled_log("put it back")
