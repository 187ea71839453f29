"""The lead picture, as the editor's form has it."""

from blog.articles import editing
from blog.media import queries as pictures
from blog.media import storing
from blog.media.models import Picture
from blog.media.resizing import Unusable
from blog.tools.database import db
from blog.web.desk import current_author
from blog.web.desk.forms import ArticleForm
from blog.web.ids import read_id


def store_lead(form: ArticleForm) -> bool:
    """Check `form`, and store the picture that came with it even if other fields are wrong: it is not chosen twice.

    False where a field is wrong; the form says why.
    """
    sound: bool = form.validate()
    file = form.lead_file.data
    if not file or any(field.errors for field in (form.lead_alt, form.lead_caption, form.lead_credit)):
        return sound
    uploader = current_author().id
    # Nobody waits for this connection while the picture is made.
    db.session.commit()
    try:
        encoded = storing.encode(file.read())
    except Unusable as error:
        form.lead_file.errors.append(str(error))
        return False
    picture = storing.store(encoded, **_texts(form), uploaded_by=uploader)
    db.session.commit()
    form.lead.data = form.described.data = str(picture.id)
    return sound


def chosen_lead(form: ArticleForm) -> Picture | None:
    """The picture that is chosen in `form`, if it is one that the author may choose."""
    picture_id = read_id(form.lead.data)
    picture = pictures.by_id(picture_id) if picture_id is not None else None
    return picture if picture is not None and _may_choose(picture) else None


def describe_lead(form: ArticleForm) -> None:
    """Put the texts of `form` onto its lead picture, if they belong to that one."""
    lead = chosen_lead(form)
    if lead is not None and form.describes_lead:
        for name, text in _texts(form).items():
            setattr(lead, name, text)
    db.session.flush()


def _may_choose(picture: Picture) -> bool:
    # With the picture come its texts, which stand on the pages of others too.
    author = current_author()
    return author.is_admin or picture.uploaded_by == author.id or editing.leads_for_desk(author, picture.id)


def _texts(form: ArticleForm) -> dict[str, str]:
    return {"alt": form.lead_alt.data, "caption": form.lead_caption.data, "credit": form.lead_credit.data}
