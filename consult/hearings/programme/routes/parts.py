"""The parts of a programme that are planned one by one: how each is found, shown in its form, and taken from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consult.core.errors import NotFound
from consult.core.localized import all_texts
from consult.hearings.programme.forms import form_of
from consult.hearings.programme.models import AgendaItem, Channel, HearingPerson, HearingSession
from consult.hearings.programme.operations import channels, items, people, sessions
from consult.hearings.programme.queries import item_rows, items_of, sessions_of
from consult.hearings.programme.seen import fingerprint, order_of
from consult.hearings.programme.shape import NewChannel, NewItem, NewPerson, NewSession
from consult.hearings.programme.tree import Tree
from consult.organisations.words import categories_offered
from consult.proceedings.models import Proceeding
from consult.web.fields import offered
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.older import still_right
from consult.web.site import actor, reading


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of part: its operations, its table, the fields of its form in order, and what they become."""

    table: type[Any]
    add: Callable[..., str]
    edit: Callable[..., None]
    remove: Callable[..., None]
    fields: Sequence[str]
    written: Callable[[Any], Any]


def session_written(form: Any) -> NewSession:
    """What was typed of a sitting."""
    local = {name: form[name].data or "" for name in ("zone", "starts_local", "ends_local")}
    return NewSession(number=form.number.data or 0, texts=form.written("title", "place"), still=still_right(), **local)


def item_written(form: Any) -> NewItem:
    """What was typed of an item."""
    chosen = {name: form[name].data for name in ("parent", "session", "type", "minutes", "audience")}
    return NewItem(texts=form.written("title", "note"), still=still_right(), **chosen)


def person_written(form: Any) -> NewPerson:
    """What was typed of somebody with a part."""
    lines = {name: form[name].data or "" for name in ("name", "office", "organisation")}
    email = (form.email.data or "").strip() if "email" in form else ""
    chosen = {name: form[name].data for name in ("role", "category", "country")}
    return NewPerson(email=email, languages=tuple(form.languages.data or ()), **lines, **chosen)


def channel_written(form: Any) -> NewChannel:
    """What was typed of a link."""
    return NewChannel(form["kind"].data, form.url.data or "", form["language"].data)


PARTS = {
    "session": Part(
        HearingSession,
        sessions.add_session,
        sessions.edit_session,
        sessions.remove_session,
        ("number", "zone", "starts_local", "ends_local"),
        session_written,
    ),
    "item": Part(
        AgendaItem,
        items.add_item,
        items.edit_item,
        items.remove_item,
        ("parent", "session", "type", "minutes", "audience"),
        item_written,
    ),
    "person": Part(
        HearingPerson,
        people.add_person,
        people.edit_person,
        people.remove_person,
        ("role", "email", "name", "office", "organisation", "category", "country", "languages"),
        person_written,
    ),
    "channel": Part(
        Channel,
        channels.add_channel,
        channels.edit_channel,
        channels.remove_channel,
        ("kind", "language", "url"),
        channel_written,
    ),
}


def row_of(part: str, hearing: Proceeding, public_id: str) -> Any:
    """The row of a part. Raises NotFound for one of another hearing, and for a cancelled session."""
    table = PARTS[part].table
    row = reading().scalar(select(table).where(table.proceeding_id == hearing.id, table.public_id == public_id))
    if row is None or getattr(row, "state", "") == "cancelled":
        raise NotFound
    return row


def part_form(part: str, hearing: Proceeding, row: Any | None) -> Any:
    """The form of a part, filled with what is stored, or with what a new one begins with."""
    values = _stored(part, row, hearing) if row is not None else _fresh(part, hearing)
    more = {"categories": categories_offered(reading(), hearing.body_id)} if part == "person" else {}
    form = form_of(part, hearing.languages, values, **more)
    if part == "item":
        _offer_places(form, hearing, row)
    if part == "person" and row is not None:
        del form.email
    return form


def seen_of(part: str, hearing: Proceeding, row: Any, *, to_remove: bool = False) -> str:
    """What a save or removal compares with what is there then; of an item that goes it is the whole tree."""
    if part == "item" and to_remove:
        return order_of(reading(), hearing.id)
    return fingerprint(reading(), row)


def _fresh(part: str, hearing: Proceeding) -> Mapping[str, Any]:
    if part != "session":
        return {}
    before = sessions_of(reading(), hearing.id)
    return {"number": max((one.number for one in before), default=0) + 1, "zone": hearing.zone}


def _stored(part: str, row: Any, hearing: Proceeding) -> Mapping[str, Any]:
    values = {name: getattr(row, name) for name in PARTS[part].fields if hasattr(row, name)}
    if part == "item":
        tree = Tree(item_rows(reading(), hearing.id))
        here = next(one for one in tree.rows if one.id == row.id)
        above = tree.parent(here)
        values["parent"] = above.public_id if above else None
        found = [one.public_id for one in sessions_of(reading(), hearing.id) if one.id == row.session_id]
        values["session"] = found[0] if found else None
    texts = all_texts(reading(), row.owner) if hasattr(row, "owner") else {}
    typed = {f"{name}_{code}": text for name, one in texts.items() for code, text in one.items()}
    return {**values, **typed, "seen": seen_of(part, hearing, row)}


def _offer_places(form: Any, hearing: Proceeding, row: AgendaItem | None) -> None:
    """The sessions, and the items that this one may be a part of: never itself or what lies below it."""
    found = items_of(reading(), actor(), hearing)
    away: set[int | None] = {row.id} if row is not None else set()
    choices = [("", _("None: it stands by itself"))]
    for item in found:
        if item.id in away or item.parent_id in away:
            away.add(item.id)
            continue
        title = item.title(language(), hearing.language)
        if item.state != "done":
            choices.append((item.public_id, f"{item.label} {title.text if title else ''}"))
    form.parent.choices = offered(choices)
    numbered = [
        (one.public_id, _("Session %(number)s", number=one.number)) for one in sessions_of(reading(), hearing.id)
    ]
    form.session.choices = offered([("", _("As the item it is part of, or not settled")), *numbered])
