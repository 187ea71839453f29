"""What was typed, on a page that needs no database, when it could not be taken in."""

from flask import Response, make_response, render_template, request

# Shown, so that they can be read and copied; everything else goes along unseen.
SHOWN = {
    "headline": "Headline",
    "standfirst": "Standfirst",
    "body": "Text",
    "note": "Note to readers",
    "biography": "Biography",
    "comment": "Comment",
}

SIGN_IN = ("Sign in", "security.login")
SIGNED_OUT = "You are signed out. Sign in in another tab, then send this again"
TOO_OLD = "This page is from before you signed in. Look at what you wrote and send it again"


def show_kept(
    problem: str, status: int, action: str | None = None, button: str = "Send again", way: tuple[str, str] = SIGN_IN
) -> Response:
    """A page that says what the matter is and sends the same form once more, to `action` or where it was sent first.

    `way` is the words and the endpoint of what to do before that, in another tab.
    """
    page = render_template(
        "errors/kept.html",
        problem=problem,
        action=action or request.full_path.rstrip("?"),
        button=button,
        way=way,
        shown=[(name, label, request.form[name]) for name, label in SHOWN.items() if name in request.form],
        others=others(),
    )
    return make_response(page, status)


def others(*besides: str) -> list[tuple[str, str]]:
    """Names and values of the form that was sent, without those that are shown, the token, and `besides`."""
    left_out = {*SHOWN, "csrf_token", *besides}
    return [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]
