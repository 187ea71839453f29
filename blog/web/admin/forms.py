"""The forms of the admins."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from blog.accounts.models import ADDRESS_LENGTH, ADMIN, AUTHOR, NAME_LENGTH, User
from blog.accounts.naming import NAME_TAKEN, is_taken
from blog.comments import models as comments
from blog.comments.spam import HOLD, SPAM, rules
from blog.comments.spam.models import DOMAIN, NETWORK, WORD, CommentRule
from blog.web.forms import AtMost, Line, Moment, Needed
from blog.web.public.forms import CommentForm, not_staff, real_address, web_address

TOMORROW, CHOSEN = "tomorrow", "chosen"
LENGTHS = {
    "1": "For 1 hour",
    "3": "For 3 hours",
    TOMORROW: "Until tomorrow, 08:00",
    CHOSEN: "Until a time of your choice",
}

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


class WaveForm(FlaskForm):  # type: ignore[misc]
    """Hold everything: where, and until when."""

    article = SelectField("Where", default="")
    length = RadioField("How long", choices=LENGTHS, validate_choice=False)
    until = Moment("Until")

    def validate_length(self, field: Field) -> None:
        """Refuse what is none of the lengths, and one beside a time of one's choice."""
        if field.data not in LENGTHS:
            raise ValidationError("Choose how long everything is held")
        if field.data != CHOSEN and self.until.data:
            raise ValidationError(f"Choose “{LENGTHS[CHOSEN]}”, or leave the time empty")

    def validate_until(self, field: Field) -> None:
        """Refuse a time of one's choice that is none."""
        if self.length.data == CHOSEN and field.data is None:
            raise ValidationError("Enter a date and a time")


class RuleForm(FlaskForm):  # type: ignore[misc]
    """What to hold, or to call spam."""

    kind = SelectField("Kind", choices={WORD: "Word or words", DOMAIN: "Domain", NETWORK: "Network"})
    pattern = Line("Word, domain or IP address", [Needed("Enter a word, a domain or an IP address")])
    whole = BooleanField("Whole words only", default=True)
    verdict = SelectField("What happens", choices={HOLD: "Hold for a moderator", SPAM: "Mark as spam"})

    def made(self, admin: User) -> CommentRule | None:
        """The rule of `admin` that the form asks for, not added yet; None where it has to be corrected."""
        if not self.validate():
            return None
        try:
            return rules.make(self.kind.data, self.pattern.data, self.whole.data, self.verdict.data, admin)
        except rules.BadPattern as problem:
            self.pattern.errors = [str(problem)]
            return None


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
