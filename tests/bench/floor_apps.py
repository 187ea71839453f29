"""What our pages are compared with: the least that Flask does, and the least that a server does.

`python -m tests.bench.floor_apps NAME PORT` serves one of them as the site is served.
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from blog.cli.serve import answer_requests

# Names the file with what `raw` answers.
BODY_VARIABLE = "BENCH_BODY"
HELLO = "Hello, benchmark 20!"

hello = Flask(__name__)


@hello.get("/")
def say_hello() -> str:
    return HELLO


_BODY = Path(os.environ[BODY_VARIABLE]).read_bytes() if BODY_VARIABLE in os.environ else b""
_HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(_BODY)))]


def raw(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The bytes of the file, whatever is asked for."""
    start_response("200 OK", _HEADERS)
    return [_BODY]


if __name__ == "__main__":
    name, port = sys.argv[1:]
    answer_requests({"hello": hello, "raw": raw}[name], "127.0.0.1", int(port))
