"""What must hold on every page, whatever it is about."""

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from tests.html import Element

if TYPE_CHECKING:
    from tests.pages import Page

UNNAMED = {"hidden", "submit", "button", "image", "reset"}


def look_at(page: "Page", client: FlaskClient) -> None:
    """Fail where `page`, which came to `client`, does not keep to them."""
    where = f"{page.path} ({page.status})"
    assert page.one("html").get("lang"), f"{where}: html has no lang"
    everything = page.all()
    headings = [heading.text for heading in everything if heading.tag == "h1"]
    assert len(headings) == 1, f"{where}: wants one h1, has {headings}"
    assert headings[0], f"{where}: the h1 is empty"
    _look_at_title(page, where)
    ids = Counter(element.attributes["id"] for element in everything if "id" in element.attributes)
    assert not (twice := {one for one, times in ids.items() if times > 1}), f"{where}: ids used twice: {twice}"
    assert all(ids), f"{where}: an empty id"
    labels = {one.attributes["for"]: one.text for one in everything if one.tag == "label" and "for" in one.attributes}
    for element in everything:
        _look_for_inline_code(element, where)
        if element.tag == "form":
            _look_at_form(page, element, client, where)
        if element.tag in ("input", "select", "textarea", "button"):
            assert _label(page, element, labels), f"{where}: no label: {element}"
        if element.tag in ("a", "button") and (name := element.get("aria-label")):
            # Who speaks to the browser says the words that are there to be read.
            is_words = any(map(str.isalpha, element.text))
            assert not is_words or element.text.lower() in name.lower(), f"{where}: {element} reads otherwise"
        if element.tag == "img":
            missing = {"alt", "width", "height"} - element.attributes.keys()
            assert not missing, f"{where}: {element} has no {missing}"
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            named = (element.get(name) or "").split()
            assert ids.keys() >= set(named), f"{where}: {name} of {element} names an id that is not there"


def _look_at_title(page: "Page", where: str) -> None:
    title = page.one("head").one("title").text
    assert title, f"{where}: the title is empty"
    assert title.startswith("Error") <= (page.status >= 400), f"{where}: the title is {title!r}"


def _look_at_form(page: "Page", form: Element, client: FlaskClient, where: str) -> None:
    method = (form.get("method") or "get").upper()
    assert "action" in form.attributes, f"{where}: {form} has no action"
    ends = [(form.attributes["action"], method)]
    for button in form.all("button"):
        if button.get("formaction"):
            ends.append((button.attributes["formaction"], (button.get("formmethod") or method).upper()))
    for action, verb in ends:
        address = urlsplit(urljoin(page.response.request.url, action))
        assert address.netloc == urlsplit(page.response.request.url).netloc, f"{where}: {form} posts to another host"
        try:
            client.application.url_map.bind(address.netloc).match(address.path, verb)
        except (NotFound, MethodNotAllowed, RequestRedirect) as error:
            raise AssertionError(f"{where}: nothing answers {verb} {address.path}") from error


def _label(page: "Page", control: Element, labels: dict[str, str]) -> str:
    """What `control` is called; `labels` are those of the page, by the id that they are for."""
    if control.get("type") in UNNAMED and control.tag != "button":
        return control.get("value") or "hidden"
    if control.get("aria-label"):
        return control.attributes["aria-label"]
    if control.get("aria-labelledby"):
        return " ".join(one.text for part in control.attributes["aria-labelledby"].split() for one in page.all(id=part))
    if control.tag == "button":
        return control.text
    if control.attributes.get("id") in labels:
        return labels[control.attributes["id"]]
    around = control.closest("label")
    return around.text if around else ""


def _look_for_inline_code(element: Element, where: str) -> None:
    assert element.tag != "style", f"{where}: a style element"
    assert "style" not in element.attributes, f"{where}: {element} has a style attribute"
    handlers = [name for name in element.attributes if name.startswith("on")]
    assert not handlers, f"{where}: {element} has handlers"
    assert not (element.get("href") or "").lower().startswith("javascript:"), f"{where}: {element}"
    if element.tag == "script" and element.get("type") != "application/ld+json":
        assert element.get("src"), f"{where}: a script in the page"
        assert element.get("fetchpriority") == "low", f"{where}: {element} is fetched before what the page looks like"
