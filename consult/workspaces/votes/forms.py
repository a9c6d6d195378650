"""The forms of a proposal, and of why a vote is withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateTimeLocalInput

from consult.web.fields import WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.workspaces.votes.models import MAJORITIES, METHODS
from consult.workspaces.votes.operations.drafting import NewProposal
from consult.workspaces.votes.queries import Proposed
from consult.workspaces.votes.words import majority_words, method_words, secrecy_words


class ProposalForm(PageForm):
    """A proposal; operations refuse what cannot be taken. `seen` is the revision that the writer had before them."""

    seen = HiddenField()
    title = StringField()
    text = TextAreaField()
    language = SelectField(validate_choice=False)
    document = SelectField(validate_choice=False)
    method = RadioField(validate_choice=False)
    majority = RadioField(validate_choice=False)
    options = TextAreaField()
    secrecy = RadioField(validate_choice=False)
    quorum = WholeNumber()
    closes_local = StringField(widget=DateTimeLocalInput())
    meeting = SelectField(validate_choice=False)

    def label_all(self, zone: str, languages: Sequence[str], documents: Sequence[Any], meetings: Sequence[Any]) -> None:
        """The words of this request, and what may be chosen."""
        self.title.label.text, self.text.label.text = _("What is proposed?"), _("The proposal in full")
        self.language.label.text = _("Language of the proposal")
        self.language.choices = offered((one, NAMES.get(one, one)) for one in languages)
        self.document.label.text = _("On which document?")
        self.document.choices = offered([("", _("On none: the words above are what is decided")), *documents])
        self.method.label.text, self.majority.label.text = _("How is it decided?"), _("Which majority is needed?")
        self.method.choices = offered((one, method_words()[one]) for one in METHODS)
        self.majority.choices = offered((one, majority_words()[one]) for one in MAJORITIES)
        self.majority.description = _("For a majority vote only.")
        self.options.label.text = _("Options")
        self.options.description = _("For a ranking only: two to twelve, each on a line of its own.")
        self.secrecy.label.text = _("Open or secret?")
        self.secrecy.choices = offered(
            (value, secrecy_words(secret)) for value, secret in (("open", False), ("secret", True))
        )
        self.quorum.label.text = _("Quorum, in percent of those who may vote")
        self.quorum.description = _("So many must take part that anything is decided, those who abstain included.")
        self.closes_local.label.text = _("Closes")
        self.closes_local.description = _("Time of %(zone)s. Leave it empty to close the vote by hand.", zone=zone)
        self.meeting.label.text = _("In which meeting?")
        self.meeting.choices = offered([("", _("In none")), *meetings])

    def proposal(self) -> NewProposal:
        """What was typed."""
        document, _colon, version = (self.document.data or "").partition(":")
        return NewProposal(
            self.title.data or "",
            self.language.data or "",
            self.text.data or "",
            self.method.data or "",
            self.majority.data or "",
            self.secrecy.data == "secret",
            (self.options.data or "").splitlines(),
            self.quorum.data if self.quorum.data is not None else 0,
            self.closes_local.data or None,
            document or None,
            int(version) if version.isdigit() and len(version) < 6 else None,
            self.meeting.data or None,
        )

    @property
    def seen_revision(self) -> int:
        """The revision of the draft that the writer had before them."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdigit() and len(seen) < 9 else -1


class WithdrawForm(PageForm):
    """Why a vote is ended without a result."""

    reason = TextAreaField()


def values_of(draft: Proposed | None, language: str, meeting: str | None) -> Mapping[str, Any]:
    """What the fields of a draft hold."""
    if draft is None:
        usual = {"method": "majority", "majority": "simple", "secrecy": "open", "quorum": 50}
        return usual | {"language": language, "meeting": meeting or ""}
    row = draft.row
    return {
        "seen": str(row.revision),
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "document": f"{draft.on.public_id}:{draft.on.version}" if draft.on else "",
        "method": row.method,
        "majority": row.majority,
        "options": "\n".join(one["text"] for one in row.options),
        "secrecy": "secret" if row.is_secret else "open",
        "quorum": row.quorum,
        "closes_local": row.closes_local or "",
        "meeting": meeting or "",
    }
