"""The docket: all that was filed in one proceeding, with filters and search."""

from dataclasses import asdict, replace
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.search_queries import Found, Hit, search
from consult.core.errors import NotFound
from consult.core.localized import texts_for
from consult.moderation.docket_queries import PAGE, DocketFilter, counts, desk_room, desk_rooms, docket, where
from consult.moderation.queries import moderates
from consult.moderation.routes import parts
from consult.moderation.targets import target_names
from consult.moderation.words import confidentiality_words, input_words, reason_words, state_words
from consult.organisations.words import category_words
from consult.policy.access import holds, sits_at_desk
from consult.proceedings.models import Proceeding
from consult.web.language import NAMES, language, pgettext
from consult.web.language import gettext as _
from consult.web.site import actor, reading


def dockets() -> ResponseReturnValue:
    """The proceedings at whose desk the actor sits."""
    if not sits_at_desk(actor()):
        raise NotFound
    rooms = desk_rooms(reading(), actor())
    words = texts_for(reading(), [room.owner for room in rooms], [language()])
    lines = [(room, words.get((room.owner, "title"))) for room in rooms]
    return render_template("moderation/dockets.html", lines=lines)


def show(public_id: str) -> ResponseReturnValue:
    """One docket."""
    room = desk_room(reading(), actor(), public_id)
    wanted = DocketFilter(**{name: parts.argument(name) for name in asdict(DocketFilter())})
    page, sought = parts.page_number(), request.args.get("q", "").strip()[:200]
    found, values = searched(room, wanted, sought, page) if sought else listed(room, wanted, page)
    title = texts_for(reading(), [room.owner], [language()]).get((room.owner, "title"))
    targets = target_names(reading(), [value for value, _count in values["target"]])
    return render_template(
        "moderation/docket.html",
        room=room,
        title=title,
        lines=found.hits,
        total=found.total,
        is_cut=found.is_cut,
        sought=sought,
        filters=filters(room, wanted, values, targets, sought),
        kept={name: value for name, value in asdict(wanted).items() if value},
        targets=targets,
        kind_of=input_words,
        category_of=category_words,
        reason_of=reason_words,
        may_publish=holds(actor(), "contribution:publish", room.where) and room.kind == "consultation",
        moderates=moderates(actor()) and holds(actor(), "contribution:moderate", room.where),
        pages=parts.pages(found.total, page, PAGE),
    )


Counts = dict[str, list[tuple[str, int]]]


def listed(room: Proceeding, wanted: DocketFilter, page: int) -> tuple[Found, Counts]:
    """A page in the order of the docket."""
    found = docket(reading(), actor(), room, wanted, page)
    return Found([Hit(room, one, []) for one in found.readings], found.total), found.counts


def searched(room: Proceeding, wanted: DocketFilter, sought: str, page: int) -> tuple[Found, Counts]:
    """A page of what was found, the best first."""
    who = actor()
    narrowed = where(who, wanted)
    found = search(reading(), who, sought, proceeding_id=room.id, where=narrowed, limit=PAGE, offset=PAGE * (page - 1))
    return found, counts(reading(), who, room, wanted)


def filters(
    room: Proceeding,
    wanted: DocketFilter,
    values: dict[str, list[tuple[str, int]]],
    targets: dict[str, str],
    sought: str,
) -> list[Any]:
    """Each filter as a heading with links. While searching the links have no counts, which would be those of all."""
    headings: dict[str, tuple[str, str, Any]] = {
        "state": (_("State"), _("All states"), state_words),
        "kind": (_("Kind"), _("All kinds"), input_words),
        "category": (pgettext("label", "From"), _("Everyone"), category_words),
        "target": (pgettext("label", "On"), _("Anything"), lambda value: targets.get(value, value)),
        "language": (_("Language"), _("All languages"), lambda value: NAMES.get(value, value)),
        "confidentiality": (_("Who may read it"), _("Any reader"), confidentiality_words),
    }
    found = []
    for name, (heading, everything, words) in headings.items():
        if len(values[name]) < 2 and getattr(wanted, name) is None:
            continue
        links: parts.Links = [(everything, _address(room, wanted, name, None, sought), not getattr(wanted, name), None)]
        for value, number in values[name]:
            url = _address(room, wanted, name, value, sought)
            links.append((words(value), url, getattr(wanted, name) == value, None if sought else number))
        found.append((heading, links))
    return found


def _address(room: Proceeding, wanted: DocketFilter, name: str, value: str | None, sought: str) -> str:
    arguments: dict[str, Any] = asdict(replace(wanted, **{name: value})) | {"q": sought or None}
    return url_for("desk.docket", public_id=room.public_id, **arguments)
