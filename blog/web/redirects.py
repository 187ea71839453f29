"""Addresses without their last slash."""

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, redirect
from werkzeug.wrappers import Response as BaseResponse


def init_app(app: Flask) -> None:
    """Let `app` redirect for good, and to its own host whatever the request named."""
    app.after_request(settle_slash)


def settle_slash(response: Response) -> BaseResponse:
    """The router's 308 as a 301, which every client knows, without the host that the request named."""
    if response.status_code == 308 and response.location:
        _, _, path, query, _ = urlsplit(response.location)
        return redirect(urlunsplit(("", "", path, query, "")), 301)
    return response
