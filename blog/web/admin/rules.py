"""The rules about comments: what they are, and a new one, tried before it counts."""

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from blog.comments.spam import rules as known
from blog.comments.spam import trying
from blog.comments.spam.models import KINDS, NETWORK, CommentRule
from blog.comments.spam.trying import Trial
from blog.tools.database import db
from blog.web.admin import acting_admin, door, wording
from blog.web.admin.forms import RuleForm
from blog.web.ids import read_id
from blog.web.paging import asked_page

RULES_PER_PAGE = 25
CHANGED = "This is not the rule that was tried. See what it would have done, then add it"


@door.route("/comments/rules", methods=["GET", "POST"])
def rules() -> Response:
    """The rules, and the form for a new one: the button tries it, a second one adds it."""
    if request.method != "POST":
        return _page(RuleForm(data=_asked()))
    form = RuleForm()
    rule = form.made(acting_admin())
    if rule is None:
        return _page(form)
    tried = request.form.get("add")
    if tried != _meaning(rule):
        if tried is not None:
            form.form_errors.append(CHANGED)
        return _page(form, trying.try_out(rule), _meaning(rule))
    try:
        trying.add(rule)
    except trying.AlreadyThere:
        form.form_errors.append("This rule already exists")
        return _page(form)
    db.session.commit()
    flash("The rule is added. It counts from the next comment on.")
    return redirect(url_for("admin.rules"), 303)


@door.post("/comments/rules/<id:rule_id>/removal")
def rule_removal(rule_id: int) -> Response:
    """Let a rule count no more."""
    rule = db.session.get(CommentRule, rule_id) or abort(404)
    db.session.delete(rule)
    db.session.commit()
    flash("The rule is removed.")
    return redirect(url_for("admin.rules"), 303)


def _page(form: RuleForm, trial: Trial | None = None, meaning: str = "") -> Response:
    page = known.page(asked_page(), RULES_PER_PAGE)
    body = render_template(
        "admin/rules.html",
        form=form,
        trial=trial,
        meaning=meaning,
        page=page,
        hits=trying.hits(page.items),
        tried=trying.TRIED,
        shown=_shown,
        kinds=dict(form.kind.choices),
        verdicts=dict(form.verdict.choices),
        tabs=wording.TAB_NAMES,
    )
    return make_response(body, 422 if form.errors else 200)


def _meaning(rule: CommentRule) -> str:
    """Which comments `rule` is about, whatever becomes of them: the button that adds it says so of what was tried."""
    return f"{rule.kind} {rule.whole_words} {rule.pattern}"


def _asked() -> dict[str, str | bool]:
    """What the form holds when a card leads to it: a network is named by its comment, for addresses keep no IP."""
    kind = request.args.get("kind", "")
    if kind not in KINDS:
        return {"whole": True}
    pattern = request.args.get("pattern", "")
    if kind == NETWORK:
        pattern = known.network_of(read_id(request.args.get("comment")) or 0)
    return {"kind": kind, "pattern": pattern, "whole": True}


def _shown(rule: CommentRule) -> str:
    return known.shown(rule) or "a network that cannot be read"
