"""The article with 100 comments as the running site answers it, beside the floors; and how large pages are."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests import nginx
from tests.bench import rounds
from tests.bench.exchange import Unexpected, ask
from tests.bench.load import AS_BROWSERS, Plan
from tests.bench.rounds import Samples, Target
from tests.bench.servers import Floor
from tests.bench.table import Row
from tests.bench.visitors import Visitors
from tests.live import Site

KB = 1024
ENCODINGS = ("br", "gzip")


@dataclass(frozen=True)
class Hello:
    """What "hello world" took in this run, to compare others with."""

    rate: float
    cpu_ms: float


def measure(site: Site, visitors: Visitors, folder: Path, number: int, seconds: float) -> tuple[Hello, list[Row]]:
    """What "hello world" takes, and the rows about reading from the running site, of so many rounds."""
    path, body = visitors.path_of("hundred"), folder / "article.html"
    page = ask(site.url + path)
    body.write_bytes(page.body)
    with ExitStack() as stack:
        floors = {name: stack.enter_context(Floor(name, body)) for name in ("hello", "raw")}
        targets = {
            "hello": Target(floors["hello"].url, floors["hello"].process.pid, Plan(["/"]), is_steady=True),
            "raw": Target(floors["raw"].url, floors["raw"].process.pid, Plan(["/"]), is_steady=True),
            "article": Target(site.url, site.process.pid, Plan([path]), is_steady=True),
            "compressed": Target(site.url, site.process.pid, Plan([path], headers=AS_BROWSERS), is_steady=True),
            "unchanged": Target(site.url, site.process.pid, Plan([path]), is_steady=True, is_conditional=True),
        }
        if nginx.program():
            front = stack.enter_context(nginx.in_front_of(site, folder))
            plan = targets["compressed"].plan
            targets["behind nginx"] = Target(front.url, front.process.pid, plan, is_steady=True)
        samples = rounds.in_turn(targets, number, seconds)
    hello = Hello(samples["hello"].rate, samples["hello"].cpu_ms)
    return hello, _rows(samples, hello, len(page.body))


def _rows(samples: dict[str, Samples], hello: Hello, size: int) -> list[Row]:
    article, raw, unchanged = samples["article"], samples["raw"], samples["unchanged"]
    compressed = samples["compressed"]
    rows = [
        Row("floor: Flask's hello world, 20 bytes", hello.rate, "/s", note=_told(samples["hello"])),
        Row(f"floor: bare WSGI function, {size:,} bytes", raw.rate, "/s", note=_told(raw)),
        Row("article with 100 comments, as served", article.rate, "/s", note=_told(article)),
        Row("  beside hello world", article.rate / hello.rate, "×", 1.0),
        Row("  beside the bare function", article.rate / raw.rate, "×", 0.6),
        Row("the same, compressed as browsers ask for it", compressed.rate, "/s", note=_told(compressed)),
        Row("  beside hello world", compressed.rate / hello.rate, "×", 1.0),
        Row("the same, conditional (304)", unchanged.rate, "/s", note=_told(unchanged)),
        Row("  beside hello world", unchanged.rate / hello.rate, "×", 1.2),
    ]
    if "behind nginx" in samples:
        behind = samples["behind nginx"]
        rows.append(Row("the same compressed, from nginx's cache", behind.rate, "/s", note=_told(behind)))
    return rows


def _told(samples: Samples) -> str:
    return f"{samples.cpu_ms:.3f} ms of CPU, p99 {samples.p99:.1f} ms"


def sizes(site: Site, visitors: Visitors) -> list[Row]:
    """How many bytes a browser is sent for the article with 50 comments, and for the style sheet."""
    page = site.url + visitors.path_of("fifty")
    found = re.search(r'<link rel="stylesheet" href="([^"]+)"', ask(page).body.decode())
    if found is None:
        raise Unexpected(f"{page} names no style sheet")
    rows = []
    for encoding in ENCODINGS:
        (html, told), (css, css_told) = (_size(url, encoding) for url in (page, site.url + found[1]))
        rows.append(Row(f"article with 50 comments, {encoding}", html / KB, "KB", 14, at_most=True, note=told))
        rows.append(Row("  with site.css", (html + css) / KB, "KB", 24, at_most=True, note=f"site.css {css_told}"))
    return rows


def _size(url: str, encoding: str) -> tuple[int, str]:
    answer = ask(url, Accept_Encoding=encoding)
    used = answer.headers.get("Content-Encoding")
    return len(answer.body), f"{len(answer.body):,} bytes" if used == encoding else "is not compressed"
