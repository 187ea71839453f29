"""A process that changes the key of what is sealed, one value after the other, and is killed."""

import os
from multiprocessing.connection import Connection

from blog import create_app
from blog.tools import rotating
from tests.forks import FORKS


def rotate_until_killed(steps: int) -> None:
    """Begin to change the key of the site that the environment describes, and end at once after so many steps."""
    here, there = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_rotate, args=(there, dict(os.environ)))
    process.start()
    there.close()
    with here:
        for _ in range(steps):
            here.recv()
        process.kill()
        process.join()
        process.close()


def _rotate(line: Connection, environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    # Slow enough to be killed in between.
    rotating.BATCH = 1
    with create_app().app_context():
        for step in rotating.rotate():
            line.send(step)
