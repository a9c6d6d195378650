"""The small forms on the way: who writes, the restore code, the address for a reminder."""

import uuid
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import EmailField, StringField

from consult.contributions.forms import SenderForm
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.validators import Written

NOT_KEPT = frozenset({"client_id", "csrf_token"})


class KeptSender(SenderForm):
    """The same from the draft alone, to be judged again when it is sent."""

    def is_submitted(self) -> bool:
        """As if it had just been sent."""
        return True


def kept_sender(proceeding: Proceeding, actor: Actor, sender: Mapping[str, Any], client_id: str) -> KeptSender:
    """The form that the draft holds; `client_id` is the key of the draft."""
    given: MultiDict[str, Any] = MultiDict()
    for name, value in sender.items():
        given.setlist(name, value if isinstance(value, list) else [value])
    given["client_id"] = client_id
    return KeptSender(proceeding, actor, formdata=given)


def you_form(proceeding: Proceeding, actor: Actor, sender: Mapping[str, Any]) -> SenderForm:
    """The form of the page: as it was sent, else as the draft holds it, else as it begins."""
    form = SenderForm(proceeding, actor)
    return form if form.is_submitted() or not sender else kept_sender(proceeding, actor, sender, str(uuid.uuid4()))


def sent_fields(form: SenderForm, sent: "MultiDict[str, str]") -> dict[str, Any]:
    """What the draft keeps of the form: each field as it was sent."""
    found = {field.name: sent.getlist(field.name) for field in form if field.name not in NOT_KEPT}
    return {name: values if len(values) > 1 else values[0] for name, values in found.items() if values}


class CodeForm(PageForm):
    """The restore code."""

    code = StringField(validators=[Written(characters=80)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.code.label.text = _("Your restore code")
        self.code.description = _(
            "Twenty letters and digits, such as k7dm-2qxd-9htr-c5wn-4fza. Capital letters do not matter."
        )


class RemindForm(PageForm):
    """The address for one reminder."""

    email = EmailField(validators=[Written(characters=254)])

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.email.label.text = _("Your e-mail address")
        self.email.description = _(
            "It is used for this one letter and deleted after it, or when you send your answers."
        )
