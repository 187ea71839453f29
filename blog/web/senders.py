"""Slow senders do not stop readers: how many may send something at the same time.

The body of a request is read in the thread that answers it, so each slow sender holds one of a worker's threads
(`cli/serve.py`). There are more threads than may be held like that, and one network may hold only a part of them.
Slow heads and slow readers hold none: the server waits for those outside of its threads.
"""

from collections import Counter
from threading import Lock

from flask import Flask, Response, current_app, g, request

from blog.tools.networks import network
from blog.web.errors import show_busy

# In each worker process, out of its 64 threads.
MOST = 48
MOST_OF_A_NETWORK = 24
# In seconds: nearly every body is there by then.
RETRY_AFTER = 5

BUSY = ("Many people are sending at this moment", "Go back and send it again in a few seconds.")


class Senders:
    """Those whose request, with a body, is being answered by this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_network: Counter[str] = Counter()

    def admit(self, sender: str) -> bool:
        """Whether there is room for one more from the network `sender`, who then counts until `leave`."""
        with self._lock:
            if self._by_network.total() >= MOST or self._by_network[sender] >= MOST_OF_A_NETWORK:
                return False
            self._by_network[sender] += 1
            return True

    def leave(self, sender: str) -> None:
        """One from the network `sender` is done."""
        with self._lock:
            self._by_network[sender] -= 1
            self._by_network += Counter()  # forgets who is at nought


def init_app(app: Flask) -> None:
    """Admit only so many senders to `app` at once."""
    app.extensions["senders"] = Senders()
    app.before_request(_admit)
    app.teardown_request(_leave)


def _admit() -> Response | None:
    if not request.content_length:
        return None
    sender = network(request.remote_addr)
    if not current_app.extensions["senders"].admit(sender):
        return show_busy(*BUSY, RETRY_AFTER)
    g.sender = sender
    return None


def _leave(_error: BaseException | None) -> None:
    sender = g.pop("sender", None)
    if sender is not None:
        current_app.extensions["senders"].leave(sender)
