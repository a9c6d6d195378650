"""The forms of advice. What may be kept is decided where it is written."""

from collections.abc import Sequence

from wtforms import SelectField, StringField, TextAreaField

from consult.proceedings.models import Proceeding
from consult.web.fields import offered
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.workspaces.documents.models import Document, DocumentVersion


class GiveForm(PageForm):
    """Which version becomes the group's advice, by which words it is signed, and what goes before it."""

    version = SelectField(validate_choice=False)
    signed = StringField()
    covering = TextAreaField()

    def __init__(self, versions: Sequence[tuple[Document, DocumentVersion]], form: str) -> None:
        super().__init__()
        self.version.label.text = _("Document and version")
        self.version.choices = offered(
            (
                f"{document.public_id} {version.number}",
                _("%(title)s, version %(number)s", title=document.title, number=version.number),
            )
            for document, version in versions
        )
        self.signed.label.text = _("The advice is from")
        self.signed.description = _(
            "Readers see these words and nothing else of the group: neither its title nor its members, unless you write "
            "them here."
        )
        self.covering.label.text = _("Words that go before it")
        if not self.is_submitted():
            self.signed.data = form

    def chosen(self) -> tuple[str, int]:
        """The document and the number of its version; nothing that there is for anything else."""
        document, _blank, number = (self.version.data or "").partition(" ")
        return document, int(number) if number.isdecimal() and len(number) < 9 else 0


class PublishForm(PageForm):
    """Where advice is published: a proceeding by its public id, or the page of the body."""

    addressee = SelectField(validate_choice=False)

    def __init__(self, targets: Sequence[tuple[Proceeding, str]], body: str) -> None:
        super().__init__()
        self.addressee.label.text = _("Publish it")
        self.addressee.choices = offered(
            [
                *((one.public_id, _("In: %(title)s", title=title)) for one, title in targets),
                ("", _("On the page of %(body)s", body=body)),
            ]
        )


class WithdrawForm(PageForm):
    """Why advice is taken back."""

    reason = TextAreaField()

    def __init__(self) -> None:
        super().__init__()
        self.reason.label.text = _("Reason")
        self.reason.description = _("It stays to be read where the advice was published.")
