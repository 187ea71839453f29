"""Pictures for the text: upload one, find the line that shows it."""

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from blog.media import queries, storing
from blog.media.addresses import markdown_line, middle_address
from blog.media.models import Picture
from blog.media.resizing import Unusable
from blog.tools.database import db
from blog.web.desk import current_author, door
from blog.web.desk.forms import PictureForm


@door.get("/pictures")
def pictures() -> Response:
    """The author's newest pictures, each with the line that shows it in a text."""
    return _show(PictureForm(formdata=None))


@door.post("/pictures")
def upload_picture() -> BaseResponse:
    """Store a picture: for a script the answer is JSON, else the page of pictures."""
    form = PictureForm()
    picture = _store(form)
    wants_json = request.accept_mimetypes.best == "application/json"
    if picture is None:
        errors = {name: messages[0] for name, messages in form.errors.items()}
        return make_response(jsonify(errors=errors), 422) if wants_json else _show(form, 422)
    db.session.commit()
    if not wants_json:
        flash("Uploaded. Copy its line into the text of an article.")
        return redirect(url_for("desk.pictures"), 303)
    answer = {
        "id": picture.id,
        "url": middle_address(picture),
        "width": picture.width,
        "height": picture.height,
        "markdown": markdown_line(picture),
    }
    return make_response(answer, 201)


def _store(form: PictureForm) -> Picture | None:
    """The picture that was sent, or None, and then the form says why."""
    if not form.validate():
        return None
    texts = {"alt": form.alt.data, "caption": form.caption.data, "credit": form.credit.data}
    uploader = current_author().id
    # Nobody waits for this connection while the picture is made.
    db.session.commit()
    try:
        encoded = storing.encode(form.file.data.read() if form.file.data else b"")
    except Unusable as error:
        form.file.errors.append(str(error))
        return None
    return storing.store(encoded, **texts, uploaded_by=uploader)


def _show(form: PictureForm, status: int = 200) -> Response:
    page = render_template(
        "desk/pictures.html", form=form, pictures=queries.newest_by(current_author().id), markdown_line=markdown_line
    )
    return make_response(page, status)
