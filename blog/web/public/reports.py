"""A reader reports a comment."""

from flask import make_response, redirect, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from blog.comments import reporting
from blog.comments.models import Comment
from blog.tools.database import db
from blog.tools.waits import spelled
from blog.web.forms import AtMost, Lines
from blog.web.public import door
from blog.web.public.comment import comment_url, seen
from blog.web.waits import too_often

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
    """The form to report a comment."""
    return _page(seen(comment_id), ReportForm(formdata=None))


@door.post("/report/<id:comment_id>")
def send_report(comment_id: int) -> Response:
    """Take in a report: 303 to the article, 422 or 429 with what was typed."""
    reported, form = seen(comment_id), ReportForm()
    if not form.validate():
        return make_response(_page(reported, form), 422)
    back = comment_url(reported.article, reported, "comments", notice="reported")
    try:
        reporting.report(reported, form.reason.data, form.words.data, request.remote_addr or "")
    except reporting.TooMany as early:
        form.form_errors.append(TOO_MANY.format(spelled(early.seconds)))
        return too_often(make_response(_page(reported, form)), early.seconds)
    db.session.commit()
    return redirect(back, 303)


def _page(reported: Comment, form: ReportForm) -> str:
    return render_template("public/report.html", comment=reported, form=form)
