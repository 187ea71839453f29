"""A process that changes the key of what is sealed, one value after the other, and is killed."""

from multiprocessing.connection import Connection

from blog import create_app
from blog.tools import rotating
from tests.forks import forked


def rotate_until_killed(steps: int) -> None:
    """Begin to change the key of the site that the environment describes, and end at once after so many steps."""
    with forked(_rotate) as (line, process):
        for _ in range(steps):
            line.recv()
        process.kill()


def _rotate(line: Connection) -> None:
    # Slow enough to be killed in between.
    rotating.BATCH = 1
    with create_app().app_context():
        for step in rotating.rotate():
            line.send(step)
