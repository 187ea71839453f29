"""What is said about an article before it goes out."""

import pytest

from blog.articles.checking import find_stops, find_warnings
from blog.articles.models import Article
from blog.media.models import Picture


def article(headline: str = "Boats return", body: str = "To #Farrel.", standfirst: str = "All forty.") -> Article:
    return Article(headline=headline, standfirst=standfirst, body=body, lead_picture=None)


def test_a_sound_article_has_nothing_to_mend() -> None:
    assert find_stops(article()) == find_warnings(article()) == []


def test_a_lead_picture_without_alternative_text_stops() -> None:
    sketch = article()
    sketch.lead_picture = Picture(alt="")
    assert [(stop.text, stop.field) for stop in find_stops(sketch)] == [
        ("Describe the image for people who cannot see it", "lead_alt")
    ]


@pytest.mark.parametrize("body", ["![](media:7)", "- ![ ](media:7)", "[![](media:7)](https://example.org)"])
def test_a_picture_in_the_text_without_alternative_text_stops(body: str) -> None:
    assert [stop.field for stop in find_stops(article(body=body))] == ["body"]


@pytest.mark.parametrize("body", ["`![](media:7)`", "![Fog](media:7)"])
def test_what_shows_no_undescribed_picture_stops_nothing(body: str) -> None:
    assert find_stops(article(body=body)) == []


@pytest.mark.parametrize(
    ("body", "skips"),
    [
        ("## A\n\n### B\n\n#### C\n\n## D", []),
        ("### A", ["A"]),
        ("## A\n\n#### B", ["B"]),
        ("# A\n\n### B", []),
    ],
)
def test_a_subheading_that_skips_a_level_is_named(body: str, skips: list[str]) -> None:
    found = [warning.text for warning in find_warnings(article(body=body + "\n\n#Farrel"))]
    assert found == [f"The subheading “{words}” skips a level" for words in skips]


def test_links_that_say_nothing_are_named() -> None:
    body = "#Farrel [*Click* here](/), [here](/), [where it happened](/)"
    found = [warning.text for warning in find_warnings(article(body=body))]
    assert found == ["A link reads “Click here”. Say where it leads", "A link reads “here”. Say where it leads"]


def test_a_headline_of_ninety_characters_is_not_long() -> None:
    assert find_warnings(article("h" * 90)) == []
    assert len(find_warnings(article("h" * 91))) == 1
