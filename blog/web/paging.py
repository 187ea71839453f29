"""Page numbers in addresses."""

from flask import abort, request

# More digits than any newsroom has pages.
LONGEST = 6


def asked_page(parameter: str = "page") -> int:
    """The page that the address asks for, 1 where it does not say. Aborts with 404 for what is not a page number."""
    text = request.args.get(parameter, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST and int(text) > 0):
        abort(404)
    return int(text)
