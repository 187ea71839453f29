"""What authors and readers type becomes the HTML that they meant, and nothing else."""

import importlib.util
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.tools.markdown import Figure, article_html, comment_html, hashtags_in, pictures_in

FIGURE = Figure("/media/a-960.webp", "/media/a-480.webp 480w, /media/a-960.webp 960w", 960, 640)


def article(source: str) -> str:
    return article_html(source, lambda word: FIGURE if word == "7" else None, lambda word: f"/tag/{word.lower()}/")


def test_the_headline_stays_the_only_h1() -> None:
    html = article("# One\n\n## Two\n\n### Three\n\n##### Five")
    assert html == "<h2>One</h2>\n<h2>Two</h2>\n<h3>Three</h3>\n<h4>Five</h4>\n"


def test_a_hashtag_links_to_its_page_and_keeps_its_sign() -> None:
    assert article("By #Harbour folk") == '<p>By <a class="hash" href="/tag/harbour/">#Harbour</a> folk</p>\n'


@pytest.mark.parametrize(
    "source", ["`#code`", "[#link](https://example.org)", "<https://example.org/#x>", "    #block"]
)
def test_a_hashtag_in_code_or_in_a_link_is_left_alone(source: str) -> None:
    assert 'class="hash"' not in article(source)
    assert hashtags_in(source) == []


def test_hashtags_are_listed_once_in_order_of_first_use() -> None:
    assert hashtags_in("#B and #a\n\n- #B\n\n> #c") == ["B", "a", "c"]


def test_a_picture_on_its_own_line_is_a_figure_with_its_caption() -> None:
    html = article('![Salt pans at dusk](media:7 "The pans, seen from the dyke")')
    assert html.startswith('<figure class="figure"><img src="/media/a-960.webp" srcset=')
    assert 'width="960" height="640" alt="Salt pans at dusk"' in html
    assert "<figcaption>The pans, seen from the dyke</figcaption></figure>" in html
    assert "<p>" not in html


def test_a_picture_in_a_cell_or_a_heading_stays_there() -> None:
    table = article("| A | B |\n|---|---|\n| ![Pans](media:7) | second |")
    assert "<td><img" in table
    assert "<td>second</td>" in table
    assert article("## ![Pans](media:7)").startswith("<h2><img")


def test_a_picture_of_another_server_or_of_nobody_shows_its_description() -> None:
    assert article("![A map](https://example.org/map.png)") == "<p>A map</p>\n"
    assert article("![Gone](media:8)") == "<p>Gone</p>\n"
    assert pictures_in("![a](media:8) ![b](media:7) ![c](https://example.org/x.png) ![d](media:8)") == ["8", "7"]


def test_a_quote_names_its_speaker_in_a_footer() -> None:
    html = article("> We were ready.\n>\n> — Mira Tolm, pilot")
    assert html == "<blockquote>\n<p>We were ready.</p>\n<footer>Mira Tolm, pilot</footer>\n</blockquote>\n"


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    html = article("| Boat | Year |\n|---|--:|\n| Ansa | 1998 |")
    assert '<div class="table" role="region" aria-label="Table" tabindex="0"><table>' in html
    assert '<td class="align-right">1998</td>' in html
    assert "style=" not in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_that_runs_comes_out_of_an_article(source: str) -> None:
    html = article(source)
    assert "<script" not in html
    assert "<img" not in html
    assert "href" not in html


def test_raw_html_is_shown_as_typed() -> None:
    assert comment_html("<b>loud</b> & clear") == "<p>&lt;b&gt;loud&lt;/b&gt; &amp; clear</p>\n"


def test_a_comment_keeps_its_line_breaks_and_has_no_headings_tables_or_pictures() -> None:
    html = comment_html("# one\ntwo\n\n| a | b |\n|---|---|\n\n![x](https://example.org/x.png)")
    assert "<br" in html
    for tag in ("<h1", "<h2", "<table", "<img"):
        assert tag not in html


@given(st.text(max_size=300))
def test_any_text_can_be_an_article_and_a_comment(source: str) -> None:
    assert isinstance(article(source), str)
    assert isinstance(comment_html(source), str)


def test_comments_that_come_all_at_once_after_a_start_are_all_understood() -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(60):
            started = _started_anew("blog.tools.markdown")
            with ThreadPoolExecutor(8) as readers:
                shown = set(readers.map(started.comment_html, ["A *word*\n\n> said"] * 8))
            assert shown == {"<p>A <em>word</em></p>\n<blockquote>\n<p>said</p>\n</blockquote>\n"}
    finally:
        sys.setswitchinterval(before)


def _started_anew(name: str) -> ModuleType:
    """The module `name` as a new process has it, apart from the one of this process."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
