"""The forms of the admins."""

from flask_wtf import FlaskForm
from wtforms import Field, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from blog.accounts.models import ADDRESS_LENGTH, ADMIN, AUTHOR, NAME_LENGTH
from blog.accounts.naming import NAME_TAKEN, is_taken
from blog.comments import models as comments
from blog.web.forms import AtMost, Line, Needed
from blog.web.public.forms import CommentForm, not_staff, real_address, web_address

ROLES = {AUTHOR: "Author", ADMIN: "Admin"}


class AnswerForm(CommentForm):
    """A reply from the queue."""

    class Meta:
        csrf = True


class CorrectionForm(AnswerForm):
    """A reader's comment, to be corrected. The fields are those of the reply form, and so are the rules."""

    author = Line("Name", [Needed("Enter a name"), AtMost(comments.NAME_LENGTH)])
    url = Line("Website", [AtMost(comments.WEBSITE_LENGTH), web_address])

    def validate_author(self, field: Field) -> None:
        """Refuse the name of somebody of the newsroom, except where it has been there all along."""
        if field.data != field.object_data:
            not_staff(self, field)


class InvitationForm(FlaskForm):  # type: ignore[misc]
    """Somebody new."""

    name = Line("Name", [Needed("Enter a name"), AtMost(NAME_LENGTH)])
    email = Line("Email", [Needed("Enter an email address"), AtMost(ADDRESS_LENGTH), real_address])
    role = SelectField("Role", choices=ROLES)

    def validate_name(self, field: Field) -> None:
        """Refuse the name of somebody else of the newsroom."""
        if is_taken(field.data):
            raise ValidationError(NAME_TAKEN)


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What somebody may do."""

    role = SelectField("Role", choices=ROLES)


class RequirementForm(FlaskForm):  # type: ignore[misc]
    """Which roles need two-step sign-in."""

    roles = SelectMultipleField(
        "Two-step sign-in is required for",
        choices={AUTHOR: "Authors", ADMIN: "Admins"},
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
