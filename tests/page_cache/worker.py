"""A second process of the site, with a page cache of its own, on the same database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.connection import Connection

import time_machine
from werkzeug.test import Client

from blog import create_app
from tests.forks import forked
from tests.rendering import Answer, make_anew

Fields = dict[str, str]


class Worker:
    """The other process, as it is spoken to."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def get(self, path: str, moment: datetime) -> Answer:
        """What it answers to a reader at this moment."""
        self._line.send((path, moment, None))
        return Answer(*self._line.recv())

    def post(self, path: str, moment: datetime, fields: Fields) -> Answer:
        """What it answers to a form that is sent at this moment."""
        self._line.send((path, moment, fields))
        return Answer(*self._line.recv())


@contextmanager
def working(*, forgetful: bool = False) -> Iterator[Worker]:
    """A worker for the site that the environment describes; it ends with the block.

    One that is `forgetful` makes each page from the database alone, and remembers nothing of those before.
    """
    with forked(_work, forgetful) as (line, _):
        yield Worker(line)


def _work(line: Connection, forgetful: bool) -> None:
    app = create_app()
    client = Client(app, use_cookies=False)
    while True:
        try:
            path, moment, fields = line.recv()
        except EOFError:
            return
        with time_machine.travel(moment, tick=False):
            if forgetful:
                with app.app_context():
                    line.send(tuple(make_anew(app, path)))
                continue
            answer = client.get(path) if fields is None else client.post(path, data=fields)
            line.send((answer.status_code, answer.get_data()))
