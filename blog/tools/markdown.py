"""Markdown to HTML: the whole of it for articles, a subset for comments. Raw HTML is shown as typed in both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup, escape

from blog.tools.hashtags import find_hashtags

# Deeper nesting of quotes and lists is shown as text: nobody means it, and it costs time and stack.
DEEPEST = 12
# Where an article has more of these, line ends among them, it is shown as typed: the parser looks ahead from each mark
# and tries each line as the beginning of a block, and no text that is meant has so many.
MOST_MARKS = 20_000
_MARKS = "[*_`|#>\n"

PICTURE_SCHEME = "media:"


@dataclass(frozen=True)
class Figure:
    """What the text shows where it names a picture."""

    src: str
    srcset: str
    width: int
    height: int


# Figures by the picture's id as written after `media:`.
Figures = Callable[[str], Figure | None]
# The address of a hashtag's page.
TagAddress = Callable[[str], str]


def comment_html(source: str) -> str:
    """`source` as HTML: paragraphs, line breaks, emphasis, code, quotes, lists, links. Not yet sanitized."""
    return str(_COMMENT.render(source))


def article_html(source: str, figures: Figures, tag_address: TagAddress) -> str:
    """`source` as HTML with pictures as figures, hashtags as links and headings from the second level down."""
    return str(_parser_of(source).render(source, {"figures": figures, "tag_address": tag_address}))


def hashtags_in(source: str) -> list[str]:
    """The hashtags of an article in the order of their first use, spelled as there, without the sign."""
    found: list[str] = []
    for block in article_tokens(source):
        found += [token.meta["tag"] for token in block.children or [] if "tag" in token.meta]
    return list(dict.fromkeys(found))


def pictures_in(source: str) -> list[str]:
    """The ids of the pictures that an article names as `media:ID`, in order, each once."""
    found: list[str] = []
    for block in article_tokens(source):
        for token in block.children or []:
            src = str(token.attrGet("src") or "")
            if token.type == "image" and src.startswith(PICTURE_SCHEME):
                found.append(src.removeprefix(PICTURE_SCHEME))
    return list(dict.fromkeys(found))


def article_tokens(source: str) -> list[Token]:
    """An article as the parser takes it apart, for those who look for more than hashtags and pictures."""
    return _parser_of(source).parse(source)


def _parser_of(source: str) -> MarkdownIt:
    return _ARTICLE if sum(map(source.count, _MARKS)) <= MOST_MARKS else _PLAIN


def _web_link(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _article_link(url: str) -> bool:
    return _web_link(url) or url.lower().startswith((PICTURE_SCHEME, "mailto:")) or url.startswith(("/", "#"))


def _settle_headings(state: StateCore) -> None:
    """The headline is the page's only h1, so the text's headings are h2 to h4."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"


def _attribute_quotes(state: StateCore) -> None:
    """A quote's last paragraph that starts with a dash names the speaker."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "blockquote_close" or tokens[index - 1].type != "paragraph_close":
            continue
        text = tokens[index - 2]
        if text.children and text.content.startswith(("— ", "-- ")):
            text.children[0].content = text.children[0].content.removeprefix("— ").removeprefix("-- ")
            tokens[index - 3].tag = tokens[index - 1].tag = "footer"


def _lift_figures(state: StateCore) -> None:
    """A picture alone in a paragraph is a figure; a paragraph may not hold one."""
    tokens = state.tokens
    for index, token in enumerate(tokens):
        children = token.children or []
        is_paragraph = token.type == "inline" and tokens[index - 1].type == "paragraph_open"
        if is_paragraph and len(children) == 1 and children[0].type == "image":
            children[0].meta["alone"] = True
            tokens[index - 1].hidden = tokens[index + 1].hidden = True


def _link_hashtags(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_hashtags(token.children))


def _with_hashtags(children: Sequence[Token]) -> Sequence[Token]:
    out: list[Token] = []
    links = 0
    for token in children:
        links += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text" and not links:
            out += _split(token)
        else:
            out.append(token)
    return out


def _split(token: Token) -> list[Token]:
    out: list[Token] = []
    done = 0
    for start, end, word in find_hashtags(token.content):
        out.append(Token("text", "", 0, content=token.content[done:start]))
        out.append(Token("hashtag", "a", 0, content=token.content[start:end], meta={"tag": word}))
        done = end
    out.append(Token("text", "", 0, content=token.content[done:]))
    return out


def _render_hashtag(_self: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, env: Any) -> str:
    token = tokens[at]
    return Markup('<a class="hash" href="{}">{}</a>').format(env["tag_address"](token.meta["tag"]), token.content)


def _render_image(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
    token = tokens[at]
    alt = self.renderInlineAsText(token.children, options, env)
    src = str(token.attrGet("src") or "")
    figure = env["figures"](src.removeprefix(PICTURE_SCHEME)) if src.startswith(PICTURE_SCHEME) else None
    if figure is None:
        # Not one of our pictures: no page ever asks another server for anything.
        return Markup("<p>{}</p>\n").format(alt) if token.meta.get("alone") else str(escape(alt))
    image = Markup(
        '<img src="{}" srcset="{}" sizes="(min-width: 48rem) 40rem, 100vw" width="{}" height="{}" alt="{}"'
        ' loading="lazy" decoding="async">'
    ).format(figure.src, figure.srcset, figure.width, figure.height, alt)
    if not token.meta.get("alone"):
        return image
    caption = str(token.attrGet("title") or "")
    return Markup('<figure class="figure">{}{}</figure>\n').format(
        image, Markup("<figcaption>{}</figcaption>").format(caption) if caption else ""
    )


def _open_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, _env: Any) -> str:
    # Wide tables scroll in a region of their own, which a keyboard must be able to reach.
    return '<div class="table" role="region" aria-label="Table" tabindex="0">' + self.renderToken(
        tokens, at, options, _env
    )


def _close_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
    return self.renderToken(tokens, at, options, env) + "</div>"


def _open_cell(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: Any) -> str:
    # markdown-it aligns cells by a style attribute, which the Content-Security-Policy forbids.
    style = str(tokens[at].attrs.pop("style", ""))
    if style:
        tokens[at].attrSet("class", style.replace("text-align:", "align-"))
    return self.renderToken(tokens, at, options, env)


def _comment_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST})
    parser.disable(["heading", "lheading", "hr", "code", "fence", "image", "html_block", "html_inline", "reference"])
    parser.validateLink = _web_link  # type: ignore[method-assign]
    return parser


def _article_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")
    parser.disable(["html_block", "html_inline"])
    parser.validateLink = _article_link  # type: ignore[method-assign]
    for rule in (_settle_headings, _attribute_quotes, _link_hashtags, _lift_figures):
        parser.core.ruler.push(rule.__name__, rule)
    parser.add_render_rule("hashtag", _render_hashtag)
    parser.add_render_rule("image", _render_image)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    parser.add_render_rule("th_open", _open_cell)
    parser.add_render_rule("td_open", _open_cell)
    return parser


def _used(parser: MarkdownIt) -> MarkdownIt:
    """`parser` after its first use, in which it collects its rules without minding other threads."""
    parser.render("*Used*")
    return parser


_COMMENT = _used(_comment_parser())
_ARTICLE = _used(_article_parser())
# Paragraphs and nothing else.
_PLAIN = _used(MarkdownIt("zero"))
