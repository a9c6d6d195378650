"""The minutes in words of the interface."""

from collections.abc import Sequence

from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.programme.queries import Item
from consult.organisations.words import category_words
from consult.web.formats import clock_words, zone
from consult.web.language import gettext as _
from consult.web.language import language


def kind_words() -> dict[str, str]:
    """What kinds of lines are called."""
    return {
        "speech": _("Speech"),
        "question": _("Question"),
        "answer": _("Answer"),
        "caption": _("Caption"),
        "scene": _("What happens in the room"),
        "summary": _("Summary"),
    }


def who_words(name: str | None, identity: str | None) -> str:
    """Who speaks; empty for nobody."""
    if name is not None:
        return name
    return _("Name known to the secretariat") if identity == "secretariat" else ""


def of_words(organisation: str | None, category: str | None) -> str:
    """For whom they speak: the organisation, or else the category."""
    return organisation or category_words(category) or ""


def speaker_words(speaker: Speaker) -> str:
    """A speaker in one line, without a name that is withheld."""
    public = speaker.identity == "public"
    who = who_words(speaker.name if public else None, speaker.identity)
    of = of_words(speaker.organisation if public else None, speaker.category)
    # NOTE: somebody with the organisation or group they speak for
    return _("%(name)s (%(group)s)", name=who, group=of) if of else who


def turn_words(turn: Turn, speaker: Speaker) -> str:
    """A turn in one line: when it began, and who spoke."""
    return _("%(time)s %(name)s", time=clock_words(turn.started_at, zone()), name=speaker_words(speaker))


def item_words(item: Item, languages: Sequence[str] = ()) -> str:
    """An item in one line; a closed one for outsiders by its label alone."""
    title = item.title(language(), *languages)
    return f"{item.label}. {title.text}" if title is not None else _("Item %(label)s", label=item.label)
