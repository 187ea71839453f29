"""From one comment to all that are like it: links that set a filter within the tab."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import url_for
from markupsafe import Markup

from blog.comments.filtering import Filter, names_domain
from blog.comments.queue import Card
from blog.comments.spam.models import DOMAIN, NETWORK, PATTERN_LENGTH, WORD
from blog.tools.marking import marked
from blog.tools.sanitizing import marked_comment_html
from blog.web.admin import door
from blog.web.admin.filters import arguments

# Of the words that a comment is marked for, so many are offered for a rule.
MOST_WORDS = 3


@door.app_template_global()
def likenesses(card: Card, wanted: Filter) -> list[tuple[str, str]]:
    """What the comment on `card` may have in common with others, each with the address of the queue that shows them."""
    comment, tab = card.comment, Filter(wanted.status)
    found: list[tuple[str, Filter]] = []
    if comment.address_index:
        found.append(("All from this address", replace(tab, address=comment.address_index)))
    if comment.network_index:
        found.append(("All from this network", replace(tab, network=comment.network_index)))
    for domain in filter(partial(names_domain, comment), card.domains):
        found.append((f"All with links to {domain}", replace(tab, domain=domain)))
    found.append((Markup("All by the name <bdi>{}</bdi>").format(comment.name), replace(tab, name=comment.name)))
    return [(text, url_for("admin.comments", **arguments(one))) for text, one in found]


@door.app_template_global()
def rules_for(card: Card) -> list[tuple[str, str]]:
    """Rules that the comment on `card` suggests, each with the address of the form that is filled in for it."""
    found: list[tuple[str, dict[str, Any]]] = []
    for domain in card.domains:
        found.append((f"Rule for {domain}", {"kind": DOMAIN, "pattern": domain}))
    if card.ip:
        found.append(("Rule for this network", {"kind": NETWORK, "comment": card.comment.id}))
    for word in card.comment.evidence.get("marks", [])[:MOST_WORDS]:
        found.append(
            (Markup("Rule for “<bdi>{}</bdi>”").format(word), {"kind": WORD, "pattern": word[:PATTERN_LENGTH]})
        )
    return [(text, url_for("admin.rules", **asked)) for text, asked in found]


door.app_template_filter("marked")(marked)
door.app_template_global("marked_comment_html")(marked_comment_html)
