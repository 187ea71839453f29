"""The headers that every response carries, and how long caches may keep it."""

from functools import cache

from flask import Flask, Response, request

from blog.web.static_files import static_url

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}
# The desk shows its preview in a frame and a picture before it is uploaded.
_DESK = {"frame-src": "'self'", "img-src": "'self' blob:"}
# The preview is shown in the desk's frame and runs nothing. It keeps its origin, for its fonts and for its place when
# it is shown anew.
_PREVIEW = {"frame-ancestors": "'self'", "script-src": "'none'", "sandbox": "allow-same-origin"}

PRIVATE = "private, no-store"
# Browsers ask again each time: after a reply its writer must not see the page from before it. Caches that many readers
# share may answer for a second. There is no stale-while-revalidate, because browsers follow it too, and because an
# answer from memory leaves no time worth hiding.
PUBLIC = "public, max-age=0, s-maxage=1"


def init_app(app: Flask) -> None:
    """Set the headers on every response of `app`, errors and static files included."""
    app.after_request(set_headers)


def set_headers(response: Response) -> Response:
    """`response` with the security headers; without a caching rule of its own it is private."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _usual_policy(_is_staff()))
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cache-Control", PRIVATE)
    if response.mimetype == "text/html":
        headers.setdefault("Speculation-Rules", f'"{static_url("speculation.json")}"')
    return response


def policy(changes: dict[str, str]) -> str:
    """The Content-Security-Policy with some directives changed."""
    return "; ".join(f"{name} {value}".strip() for name, value in (_POLICY | changes).items())


def preview_policy() -> str:
    """The policy of the preview, which alone may be framed."""
    return policy(_PREVIEW)


# Made once: every response has one of the two.
@cache
def _usual_policy(staff: bool) -> str:
    return policy(_DESK if staff else {})


def _is_staff() -> bool:
    return request.blueprint in ("desk", "admin")
