"""Replies that the running site takes, alone and among reads."""

from tests.bench import load, peers, rounds
from tests.bench.checker import Checker
from tests.bench.exchange import Unexpected
from tests.bench.processes import megabytes
from tests.bench.reading import Hello
from tests.bench.rounds import Samples, Target
from tests.bench.table import Row
from tests.bench.visitors import Visitors
from tests.live import Site

# No site takes more replies in a second, on any machine of today.
MOST_A_SECOND = 2000
# In the mixture one request in so many is a reply.
EVERY = 20
# The reads alone take so many times less, once before it and once after it.
BESIDE = 4


def replies(site: Site, visitors: Visitors, hello: Hello, number: int, seconds: float) -> list[Row]:
    """The rows about replies alone, of so many rounds."""
    samples = Samples()
    for _ in range(number):
        before = visitors.published()
        plan = visitors.replying(int(MOST_A_SECOND * seconds))
        outcome = rounds.sample(Target(site.url, site.process.pid, plan), seconds, samples)
        _check(visitors.published() - before, outcome.requests)
    rate, cpu = samples.rate, samples.cpu_ms
    told = f"{cpu:.2f} ms of CPU, p99 {samples.p99:.0f} ms"
    wordpress = peers.times_faster(rate, hello.rate, peers.WORDPRESS_REPLY_RATE)
    isso = peers.times_faster(rate, hello.rate, peers.ISSO_REPLY_RATE)
    cheaper = peers.times_cheaper(cpu, hello.cpu_ms, peers.WORDPRESS_REPLY_CPU_MS)
    than_isso = peers.times_cheaper(cpu, hello.cpu_ms, peers.ISSO_REPLY_CPU_MS)
    return [
        Row("reply accepted and on disk", rate, "/s", note=told),
        Row("  beside WordPress's", wordpress, "×", 4, note=f"{peers.BESIDE}; {cheaper:.1f} × by CPU"),
        Row("  beside Isso's", isso, "×", 2, note=f"{peers.BESIDE}; {than_isso:.1f} × by CPU"),
    ]


def mixed(site: Site, visitors: Visitors, seconds: int) -> list[Row]:
    """The rows about one reply among twenty requests for so many seconds, with somebody looking whether it is there."""
    reads, mixture = Samples(), Samples()
    reading = Target(site.url, site.process.pid, visitors.reading())
    load.run(site.url, reading.plan, rounds.WARM)
    rounds.sample(reading, seconds // BESIDE, reads)
    before = visitors.published()
    plan = visitors.mixed(EVERY, int(MOST_A_SECOND * seconds))
    with Checker(site.url, visitors) as checker:
        outcome = rounds.sample(Target(site.url, site.process.pid, plan), seconds, mixture)
    # Those that were under way when time was up may have been counted and not have arrived.
    _check(visitors.published() - before - checker.looks, outcome.replies - load.VISITORS)
    memory = megabytes(site.process.pid)
    rounds.sample(reading, seconds // BESIDE, reads)
    articles = len(visitors.places)
    return [
        Row(f"reads of {articles:,} articles (Zipf)", reads.rate, "/s", note=f"{reads.cpu_ms:.3f} ms of CPU"),
        Row(f"with 5 % replies, {seconds} s", mixture.rate, "/s", note=f"{outcome.replies:,} replies"),
        Row("  beside the reads alone", mixture.rate / reads.rate, "×", 0.8),
        Row("  pages staler than the last write", 0, "", 0, True, f"{checker.looks:,} looked at"),
        Row("memory of all processes after that", memory, "MB", 130, at_most=True, note="PSS"),
    ]


def _check(stored: int, acknowledged: int) -> None:
    if stored < acknowledged:
        raise Unexpected(f"{acknowledged:,} replies were acknowledged, and {stored:,} are published")
