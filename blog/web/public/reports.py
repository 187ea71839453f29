"""A reader reports a comment."""

from flask import abort, make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from blog.comments import queries, reporting
from blog.comments.models import APPROVED, Comment
from blog.comments.threads import page_number
from blog.tools.database import db
from blog.web.forms import AtMost, Lines
from blog.web.public import door
from blog.web.template_helpers import article_url
from blog.web.waits import spelled

TOO_MANY = "Many comments have been reported from your network. Wait {} and send your report again"


class ReportForm(FlaskForm):  # type: ignore[misc]
    """What is wrong with a comment."""

    class Meta:
        # As on all pages of readers.
        csrf = False

    reason = RadioField("What is wrong with it", choices=reporting.REASONS, validate_choice=False)
    words = Lines("Anything to add", [AtMost(reporting.WORDS_LENGTH, counting=True)])

    def validate_reason(self, field: Field) -> None:
        """Refuse what is none of the reasons."""
        if field.data not in reporting.REASONS:
            raise ValidationError("Choose what is wrong with the comment")


@door.get("/report/<id:comment_id>")
def report(comment_id: int) -> str:
    return _page(_comment(comment_id), ReportForm(formdata=None))


@door.post("/report/<id:comment_id>")
def send_report(comment_id: int) -> Response:
    reported, form = _comment(comment_id), ReportForm()
    if not form.validate():
        return make_response(_page(reported, form), 422)
    back = _thanks(reported)
    try:
        reporting.report(reported, form.reason.data, form.words.data, request.remote_addr or "")
    except reporting.TooMany as early:
        form.form_errors.append(TOO_MANY.format(spelled(early.seconds)))
        page = make_response(_page(reported, form), 429)
        page.headers["Retry-After"] = str(early.seconds)
        return page
    db.session.commit()
    return redirect(back, 303)


def _comment(comment_id: int) -> Comment:
    found = queries.with_article(comment_id)
    if found is None or found.status != APPROVED or found.article.state != "published":
        abort(404)
    return found


def _page(reported: Comment, form: ReportForm) -> str:
    return render_template("public/report.html", comment=reported, form=form)


def _thanks(reported: Comment) -> str:
    page = page_number(reported)
    paged: dict[str, str | int] = {"cpage": page} if page > 1 else {}
    return article_url(reported.article, **paged, notice="reported") + "#comments"
