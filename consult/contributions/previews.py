"""What each reader will see of an input, made by the rule that will decide: an example beside each choice."""

from typing import Any, NamedTuple

from consult.contributions.access import OPEN, RESTRICTED, Facts, Sight
from consult.contributions.disclosure import Discloser
from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _

RAPPORTEUR = Sight(desk=True, confidential=True)


class Seen(NamedTuple):
    """What one kind of reader is told: `shown` when it is there at all, `name` where the name stands, `text` where the text
    can be read."""

    reader: str
    shown: bool
    name: bool
    text: bool
    identity: str


def readers() -> tuple[tuple[str, Sight], ...]:
    """Everyone, and the staff that reads most, in words."""
    return (
        (_("Everyone"), OPEN),
        (_("The secretariat"), RESTRICTED),
        (_("The rapporteur"), RAPPORTEUR),
    )


def seen_by_identity(proceeding: Proceeding) -> dict[str, list[Seen]]:
    """For each choice of identity what each reader sees of a published text."""
    return {one: _seen(proceeding, one, "public") for one in proceeding.identities}


def seen_by_confidentiality(proceeding: Proceeding) -> dict[str, list[Seen]]:
    """For each choice of confidentiality what each reader sees of a text with a public name."""
    return {one: _seen(proceeding, "public", one) for one in proceeding.confidentialities}


def _seen(proceeding: Proceeding, identity: str, confidentiality: str) -> list[Seen]:
    listed = proceeding.publication != "never"
    facts = Facts(state="published", identity=identity, confidentiality=confidentiality, listed=listed, mine=False)
    found = []
    for words, sight in readers():
        told = Discloser(sight).fields(facts)
        named = "name" in told and identity != "none"
        found.append(Seen(words, listed or sight.desk, named, "text" in told, identity))
    return found


def as_seen(form: Any) -> dict[str, dict[str, list[Seen]]]:
    """The examples of a sender's form, by field and choice."""
    return {
        "identity": seen_by_identity(form.proceeding),
        "confidentiality": seen_by_confidentiality(form.proceeding),
    }
