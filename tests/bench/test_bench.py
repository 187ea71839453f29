"""The parts of the bench that measure nothing by themselves, and its load on a server that only counts."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Semaphore, Thread
from types import SimpleNamespace

import pytest

from tests.bench import load, peers, processes, table
from tests.bench.checker import Checker, Stale
from tests.bench.exchange import Unexpected
from tests.bench.load import Outcome, Plan
from tests.bench.table import Row
from tests.bench.visitors import Place


class Handler(BaseHTTPRequestHandler):
    """Answers reads by the page, and takes replies, of which it keeps what was sent."""

    protocol_version = "HTTP/1.1"
    # In one packet with the head, or each answer would wait for the other side.
    wbufsize = -1

    def do_GET(self) -> None:
        self.server.paths[self.path] += 1
        self.answer(404 if self.path == "/nowhere/" else 200, self.server.page)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.replies[self.headers["X-Forwarded-For"], form] += 1
        self.server.taken.release()
        self.answer(303, b"", Location=self.server.leads_to)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


class Server(ThreadingHTTPServer):
    """Counts what it is asked."""

    # All visitors come at one moment.
    request_queue_size = 4 * load.VISITORS
    page = b'<li id="comment-7">'
    leads_to = "/a/?notice=published#comment-7"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.paths: Counter[str] = Counter()
        self.replies: Counter[tuple[str, str]] = Counter()
        self.taken = Semaphore(0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """Nothing: visitors leave when their time is up."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(params=["wrk", "Python"])
def run(request: pytest.FixtureRequest, server: Server, monkeypatch) -> Callable[[Plan], Outcome]:
    """Has the visitors do as they plan for a second."""
    if request.param == "wrk" and not load.has_wrk():
        pytest.skip("wrk is not installed")
    if request.param == "Python":
        monkeypatch.setenv("PATH", "")
    return lambda plan: load.run(server.url, plan, 1)


def test_visitors_read_what_is_planned_and_reply_now_and_then(server: Server, run) -> None:
    replies = [f"10.0.{number}.1 comment={number}" for number in range(20_000)]
    outcome = run(Plan(["/a/", "/b/"], replies, every=5))
    assert outcome.failed == 0 < outcome.requests
    assert set(server.paths) == {"/a/", "/b/"}
    assert outcome.replies / outcome.requests == pytest.approx(0.2, abs=0.1)
    # Some are still under way when the second is over, and wrk prepares one that it never sends.
    assert sum(server.replies.values()) == pytest.approx(outcome.replies, abs=load.VISITORS + 1)
    assert set(server.replies.values()) == {1}
    assert {f"{ip} {form}" for ip, form in server.replies} < set(replies)


def test_answers_that_are_errors_are_counted(run) -> None:
    outcome = run(Plan(["/nowhere/"]))
    assert outcome.failed == outcome.requests > 0


@pytest.fixture
def visitors() -> SimpleNamespace:
    return SimpleNamespace(places=[Place(1, "/a/")] * 20, form=lambda place: {"article": str(place.article_id)})


def look(server: Server, visitors: SimpleNamespace, times: int = 1) -> int:
    """How often the checker has looked while it posted so many replies."""
    with Checker(server.url, visitors) as checker:
        for _ in range(times):
            assert server.taken.acquire(timeout=30)
    return checker.looks


def test_the_checker_finds_its_reply_on_the_page(server: Server, visitors: SimpleNamespace) -> None:
    assert look(server, visitors, times=2) >= 2
    assert set(server.paths) == {"/a/"}


def test_the_checker_is_loud_about_a_page_without_it(server: Server, visitors: SimpleNamespace) -> None:
    server.page = b'<li id="comment-6">'
    with pytest.raises(Stale, match="without #comment-7"):
        look(server, visitors)


def test_the_checker_is_loud_about_a_reply_that_is_held(server: Server, visitors: SimpleNamespace) -> None:
    server.leads_to = "/a/?pending=7&key=x#comment-7"
    with pytest.raises(Unexpected, match="held"):
        look(server, visitors)


def test_a_goal_is_met_or_not() -> None:
    assert Row("rate", 12, "/s", 10).is_met
    assert not Row("rate", 9, "/s", 10).is_met
    assert Row("cost", 9, "ms", 10, at_most=True).is_met
    assert not Row("cost", 12, "ms", 10, at_most=True).is_met
    assert Row("floor", 12, "/s").is_met is None


def test_the_table_stands_in_columns() -> None:
    rows = [Row("article", 12_345.6, "/s", note="as served"), Row("  beside hello", 0.754, "×", 1.0)]
    assert table.printed(rows).splitlines() == [
        "what            measured   goal      met",
        "article         12,346 /s                 as served",
        "  beside hello  0.75 ×     ≥ 1.00 ×  NO",
    ]


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    table.keep(tmp_path / "instance" / "bench.json", [Row("cost", 12, "ms", 10, at_most=True)], bench="quick")
    kept = json.loads((tmp_path / "instance" / "bench.json").read_text())
    assert (kept["bench"], kept["rows"][0]["measured"], kept["rows"][0]["is_met"]) == ("quick", 12, False)


def test_a_peer_is_as_fast_as_itself_on_a_machine_of_any_speed() -> None:
    rate, cost = peers.WORDPRESS_REPLY_RATE, peers.ISSO_REPLY_CPU_MS
    assert peers.times_faster(3 * rate, 3 * peers.HELLO_RATE, rate) == pytest.approx(1)
    assert peers.times_cheaper(cost / 2, peers.HELLO_CPU_MS, cost) == pytest.approx(2)
    assert peers.on_this_machine(1.5, 2 * peers.HELLO_CPU_MS) == pytest.approx(3)


def test_a_server_is_all_its_processes() -> None:
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        assert len(processes.family(process.pid)) == 2
        assert processes.megabytes(process.pid) > 4
        assert processes.cpu_seconds(process.pid) > 0
        process.stdin.close()
    assert processes.family(os.getpid())[0] == os.getpid()
