"""Rules for style sheets, scripts and templates that a search can hold."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [file for file in TEMPLATES if not file.name.startswith("_") and file.parent.name not in ("macros", "email")]

# A page that reads from right to left is laid out by the same rules.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|(?:left|right|top|bottom)\s*:)"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|hwb|lab|lch|oklab|oklch|color)\(")
# Where text could become markup or code.
SINKS = re.compile(
    r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|DOMParser|createContextualFragment|setHTMLUnsafe"
    r"|document\.write|\beval\s*\(|new Function|\.srcdoc|setAttribute\(\s*[\"'](?:on|style)"
)
INLINE = re.compile(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*(?:src=|application/ld\+json))")


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_a_style_sheet_knows_no_left_and_right(sheet: Path) -> None:
    assert PHYSICAL.findall(_without_comments(sheet)) == []


@pytest.mark.parametrize("sheet", [file for file in SHEETS if file.name not in ("tokens.css", "avatar.css")], ids=named)
def test_a_style_sheet_takes_its_colours_from_the_tokens(sheet: Path) -> None:
    rules = re.sub(r"box-shadow\s*:[^;}]*", "", _without_comments(sheet))
    assert COLOUR.findall(rules) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_script_makes_no_markup_and_no_code_from_text(script: Path) -> None:
    assert SINKS.findall(script.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_has_no_inline_style_script_or_handler(template: Path) -> None:
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", PAGES, ids=named)
def test_a_page_has_a_title_of_its_own(template: Path) -> None:
    source = template.read_text()
    assert re.search(r"{% block (full_)?title %}", source) or (
        template.parent.name == "layouts" and "{% extends" in source
    )


def _without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
