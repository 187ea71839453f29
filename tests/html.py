"""HTML as a tree, read strictly: a tag that is left open, or closed twice, is a mistake."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Element:
    """One element with all that is in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None", begun: list["Element"]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        # All elements of the page as they begin: those inside of this one follow it without a gap.
        self._begun = begun
        begun.append(self)
        self._first = self._last = len(begun)

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.attributes.get(name, default)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def raw_text(self) -> str:
        """What is written in it, white space as it is."""
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    @property
    def text(self) -> str:
        """What is written in it, white space made single."""
        return " ".join(self.raw_text.split())

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Every `tag` inside with these attributes; `class_="x"` is one of its classes, `data_hue` is data-hue."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        inside = self._begun[self._first : self._last]
        if tag:
            inside = [one for one in inside if one.tag == tag]
        return [one for one in inside if one._has(wanted)] if wanted else inside

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """The only such element inside."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"wants one {tag} {attributes}, there are {len(found)}"
        return found[0]

    def closest(self, tag: str) -> "Element | None":
        """The nearest `tag` that it is in."""
        element = self.parent
        while element is not None and element.tag != tag:
            element = element.parent
        return element

    def end(self) -> None:
        """Let nothing that begins from now on be inside."""
        self._last = len(self._begun)

    def _has(self, wanted: dict[str, str]) -> bool:
        return all(
            value in self.classes if name == "class" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )

    def __repr__(self) -> str:
        return f"<{' '.join([self.tag, *(f'{name}={value!r}' for name, value in self.attributes.items())])}>"


def parse(text: str) -> Element:
    """The tree of a whole page. AssertionError where tags do not match."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    assert parser.inner is parser.root, f"{parser.inner} is never closed"
    parser.root.end()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Element] = []
        self.root = self.inner = Element("", {}, None, self.begun)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attributes}, self.inner, self.begun)
        self.inner.children.append(element)
        if tag not in VOID:
            self.inner = element

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inner.tag == tag, f"</{tag}> closes {self.inner}"
        assert self.inner.parent is not None
        self.inner.end()
        self.inner = self.inner.parent

    def handle_data(self, text: str) -> None:
        text = text.replace("\r\n", "\n")
        if self.inner.tag in ("textarea", "pre") and not self.inner.children:
            text = text.removeprefix("\n")
        self.inner.children.append(text)
