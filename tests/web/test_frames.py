"""What stands in the gap of a page stands there as it is, wherever the gap is."""

import json
from urllib.parse import urlencode

from flask import Flask
from markupsafe import escape

from blog.web.frames import Frame, gap


def test_html_json_and_addresses_leave_a_gap_as_it_is(app: Flask) -> None:
    page = f"{escape(gap('title'))} {json.dumps([gap('title')])} /?{urlencode({'title': gap('title')})}"
    assert Frame(page).filled(title="It's <b>") == """It's <b> ["It's <b>"] /?title=It's <b>"""


def test_what_is_filled_in_is_not_filled_again(app: Flask) -> None:
    assert Frame(gap("comment")).filled(comment=gap("title"), title="Secret") == gap("title")


def test_letters_of_all_scripts_and_none_at_all_come_back(app: Flask) -> None:
    assert Frame(f"مرحبا {gap('who')} 🌊").filled(who="") == "مرحبا  🌊"


def test_a_long_page_is_small_in_memory(app: Flask) -> None:
    page = "".join(f"<p>The ferry of {number} was late again.</p>" for number in range(1000))
    assert Frame(page).size < len(page) / 3
