"""The lead picture, as the editor's form has it."""

from blog.articles import editing
from blog.media import queries as pictures
from blog.media import storing
from blog.media.models import Picture
from blog.media.resizing import Unusable
from blog.tools.database import db
from blog.web.desk import current_author
from blog.web.desk.forms import TEXTS, ArticleForm
from blog.web.ids import read_id


def store_lead(form: ArticleForm) -> bool:
    """Check `form`, and store the picture that came with it even if other fields are wrong: it is not chosen twice.

    False where a field is wrong; the form says why.
    """
    sound: bool = form.validate()
    file = form.lead_file.data
    if not file:
        return sound
    if any(form[f"lead_{name}"].errors for name in TEXTS):
        form.lead_file.errors.append("Choose the picture again")
        return False
    uploader = current_author().id
    # Nobody waits for this connection while the picture is made.
    db.session.commit()
    try:
        encoded = storing.encode(file.read())
    except Unusable as error:
        form.lead_file.errors.append(str(error))
        return False
    texts = {name: form[f"lead_{name}"].data for name in TEXTS}
    picture = storing.store(encoded, **texts, uploaded_by=uploader)
    db.session.commit()
    form.lead.data = str(picture.id)
    for name, text in texts.items():
        form[f"shown_{name}"].data = text
    return sound


def chosen_lead(form: ArticleForm) -> Picture | None:
    """The picture that is chosen in `form`, if it is one that the author may choose."""
    picture_id = read_id(form.lead.data)
    picture = pictures.by_id(picture_id) if picture_id is not None else None
    return picture if picture is not None and _may_choose(picture) else None


def describe_lead(form: ArticleForm) -> None:
    """Put the texts that were typed in `form` onto its lead picture."""
    lead = chosen_lead(form)
    if lead is not None:
        for name, text in form.lead_texts.items():
            setattr(lead, name, text)
    db.session.flush()


def sketched_lead(form: ArticleForm) -> Picture | None:
    """The lead picture with the texts that it would get, to look at: it is in no database, and nothing is saved."""
    lead = chosen_lead(form)
    if lead is None:
        return None
    texts = {name: getattr(lead, name) for name in TEXTS} | form.lead_texts
    return Picture(id=lead.id, name=lead.name, width=lead.width, height=lead.height, **texts)


def _may_choose(picture: Picture) -> bool:
    # With the picture come its texts, which stand on the pages of others too.
    author = current_author()
    return author.is_admin or picture.uploaded_by == author.id or editing.leads_for_desk(author, picture.id)
