"""Where a text asks its readers to go elsewhere, to follow somebody, or to come to money."""

import re
from collections.abc import Iterator

from blog.comments.spam.folding import Folded

_TOKEN = re.compile(r"\w+|[.!?\n]")

_GO = """
    add buy check checked checking click come discover download enter enjoy find follow get give go hear help join like
    listen look play read search see share sub subs subscribe suscribe subscribing support take try view visit vote
    watch check0ut checkout
"""
_OWN = "my our mine me us ma this these the his her their"
_MINE = "my our ma"
_PLACE = """
    account album app blog campaign channel channels chanel clip contest course cover covers ebook facebook fanpage game
    giveaway group homepage insta instagram link links mixtape music newsletter page petition playlist profile project
    remix shop single site sites song songs soundcloud store stream stuff telegram track tracks twitch twitter vid video
    videos vids vidz webpage website websites whatsapp youtube yt
"""
_FOLLOW = "follow sub subs subscribe subscribed subscribes subscribing suscribe"
_JOIN = "add donate join like support vote"
_US = "me us my our back"
_PLEASE = "please pls plz plzz pleas pliz plis"
_ASKED = """
    check click comment donate follow go help join like listen look share sub subscribe suscribe support take vote visit
    view watch read sign subscribing
"""
_EARN = "earn earning earned generate get getting make making need paid win winning receive"
_MONEY = """
    bitcoin bitcoins btc cash code codes crypto dollars gift giftcard giftcards income iphone leads loan money paypal
    prize prizes profit profits robux traffic usd
"""
_CONTACT = "call contact dm email inbox message reach telegram text whatsapp write"
_HIM = "me us him her them"


_Way = tuple[tuple[frozenset[str], int], ...]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# One word after another, each within so many words of the one before it, in one sentence.
_WAYS: tuple[_Way, ...] = (
    ((_set(_GO), 0), (_set(_MINE), 5), (_set(_PLACE), 4)),
    ((_set(_FOLLOW), 0), (_set(_US), 2)),
    ((_set(_JOIN), 0), (_set("me us"), 2)),
    ((_set(_MINE), 0), (_set("channel channels chanel instagram mixtape soundcloud subscribers vids"), 2)),
    ((_set("get reach have"), 0), (_set("subs subscribers followers"), 3)),
    ((_set(_PLEASE), 0), (_set(_ASKED), 4)),
    ((_set("subscribe suscribe sub"), 0), (_set(_PLEASE), 3)),
    ((_set("check checked checking"), 0), (_set(_OWN), 2), (_set("out"), 4)),
    ((_set("check checked checking"), 0), (_set("out"), 1), (_set(_MINE), 1)),
    ((_set("click"), 0), (_set("here link links on"), 2)),
    ((_set("link links"), 0), (_set("in on"), 1), (_set("bio profile"), 2)),
    ((_set(_EARN), 0), (_set("free easy extra online instant big huge real 1000s"), 3), (_set(_MONEY), 4)),
    ((_set("free"), 0), (_set(_MONEY), 2)),
    ((_set(_CONTACT), 0), (_set(_HIM), 1), (_set("on via at through whatsapp telegram"), 2)),
)  # fmt: skip


_BEGINNING: dict[str, list[_Way]] = {}
for _way in _WAYS:
    for _word in _way[0][0]:
        _BEGINNING.setdefault(_word, []).append(_way)


def asks(folded: Folded) -> Iterator[tuple[int, int]]:
    """Each place, from and to before, where the text asks for something of that kind, once in every way."""
    matches = list(_TOKEN.finditer(folded.text))
    words = [match[0] for match in matches]
    found: set[_Way] = set()
    for at, word in enumerate(words):
        for way in _BEGINNING.get(word, ()):
            last = _follows(words, at, way) if way not in found else None
            if last is not None:
                found.add(way)
                yield matches[at].start(), matches[last].end()


def _follows(words: list[str], at: int, way: _Way) -> int | None:
    """Where the last word of `way` stands, if the others follow on the first at `at`."""
    for wanted, within in way[1:]:
        for place in range(at + 1, min(at + 1 + within, len(words))):
            if words[place] in ".!?\n":
                return None
            if words[place] in wanted:
                at = place
                break
        else:
            return None
    return at
