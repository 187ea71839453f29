"""The operators' door: commands."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang the commands on `app`."""
