"""What the desk's pages of a programme say: headings, questions, and what is stored where two have saved."""

from typing import Any

from consult.core.localized import texts_for
from consult.hearings.programme.words import channel_words
from consult.web.language import gettext as _
from consult.web.language import language, pgettext
from consult.web.site import reading


def heading_words(part: str, is_new: bool) -> str:
    """The heading of a form."""
    new = {
        "session": _("Add a session"),
        "item": _("Add an agenda item"),
        "person": _("Add a person"),
        "channel": _("Add a link"),
    }
    old = {
        "session": _("Change the session"),
        "item": _("Change the agenda item"),
        "person": _("Change the person"),
        "channel": _("Change the link"),
    }
    return new[part] if is_new else old[part]


def done_words(part: str) -> str:
    """That a part was added."""
    words = {
        "session": _("The session is added."),
        "item": _("The agenda item is added."),
        "person": _("The person is added."),
        "channel": _("The link is added."),
    }
    return words[part]


def remove_words(part: str, state: str) -> tuple[str, str]:
    """The question before a part is taken away, and what follows from it."""
    session = _("Its items stay on the agenda, without a session.")
    if state != "draft":
        session = _("Its items stay on the agenda, without a session. Calendars are told that it is cancelled.")
    words = {
        "session": (_("Take this session away?"), session),
        "item": (_("Take this item off the agenda?"), _("What belongs to it, and its documents, go with it.")),
        "person": (_("Take this person off the programme?"), _("The role in this hearing ends with it.")),
        "channel": (_("Take this link away?"), _("It is shown no more.")),
    }
    return words[part]


def name_of(part: str, row: Any, original: str) -> str:
    """What a part is called in the question."""
    if part == "person":
        return str(row.name)
    if part == "channel":
        return channel_words(row.kind, row.language)
    title = texts_for(reading(), [row.owner], [language(), original], ["title"]).get((row.owner, "title"))
    if part == "session":
        number = _("Session %(number)s", number=row.number)
        return f"{number}: {title.text}" if title else number
    return f"{row.label} {title.text if title else ''}"


def text_words(name: str) -> str:
    """What a text of a part is called."""
    return {"title": _("Title"), "place": _("Place"), "note": _("Note")}[name]


def present_values(typed: Any, stored: Any) -> list[tuple[str, str]]:
    """(field, what is stored now) for each field that differs from what was typed."""
    found = []
    for field in stored:
        if field.name == "seen" or field.name not in typed or _same(field.data, typed[field.name].data):
            continue
        name = field.name.rpartition("_")[0] if field.name[-3:-2] == "_" else ""
        label = f"{text_words(name)}, {field.label.text}" if name in ("title", "place", "note") else field.label.text
        found.append((str(label), _shown(field)))
    return found or [(_("Everything else"), _("It was changed; what you typed is the same."))]


def _same(one: Any, other: Any) -> bool:
    return (one or None) == (other.replace("\r\n", "\n").strip() if isinstance(other, str) else other or None) or (
        not one and not other
    )


def _shown(field: Any) -> str:
    """The value of a field as a reader of the form sees it."""
    if isinstance(field.data, bool):
        return pgettext("setting", "yes") if field.data else pgettext("setting", "no")
    if getattr(field, "choices", None):
        chosen = field.data if isinstance(field.data, list) else [field.data or ""]
        return ", ".join(str(one.label) for one in field.choices if one.value in chosen)
    return "" if field.data is None else str(field.data)
