"""What the pages of the desk share: filters in the address, pages, titles."""

from dataclasses import asdict, replace
from typing import Any

from flask import request, url_for
from sqlalchemy import select

from consult.core.localized import texts_for
from consult.moderation.paging import Pages, argument, page_number
from consult.moderation.queries import Filter
from consult.moderation.targets import target_names
from consult.moderation.words import input_words
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.web.formats import number_words
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.site import actor, reading

__all__ = ["Pages", "argument", "page_number"]


def pages(total: int, page: int, size: int) -> Pages:
    """Where the reader is in a list."""
    if not total:
        return Pages("", None, None)
    first, last = size * (page - 1) + 1, min(size * page, total)
    figures = {name: number_words(value, language()) for name, value in (("a", first), ("b", last), ("n", total))}
    words = _("%(a)s to %(b)s of %(n)s", **figures)
    return Pages(words, _turned(page - 1) if page > 1 else None, _turned(page + 1) if last < total else None)


def _turned(page: int) -> str:
    arguments: dict[str, Any] = {**request.args.to_dict(), "page": page}
    return url_for(request.endpoint or "", **{**(request.view_args or {}), **arguments})


def chosen() -> Filter:
    """The filter of the queue that the address holds."""
    return Filter(argument("proceeding"), argument("kind"), argument("language"), argument("view"))


def as_arguments(wanted: Filter) -> dict[str, Any]:
    """A filter as arguments of an address."""
    return {name: value for name, value in asdict(wanted).items() if value is not None}


Links = list[tuple[Any, str, bool, int | None]]


def queue_filters(counts: dict[str, list[tuple[str, int]]], wanted: Filter, titles: dict[str, Any]) -> Any:
    """Each filter as a heading with links, as templates/macros/desk.html prints them."""
    words = {
        "view": {"flagged": _("Flagged by readers"), "old": _("Older than two days")},
        "kind": {value: input_words(value) for value, _count in counts["kind"]},
        "proceeding": {value: titles.get(value, value) for value, _count in counts["proceeding"]},
        "language": {value: NAMES.get(value, value) for value, _count in counts["language"]},
    }
    headings = {
        "view": (_("Views"), _("To decide")),
        "proceeding": (_("Where"), _("Everywhere")),
        "kind": (_("Kind"), _("All kinds")),
        "language": (_("Language"), _("All languages")),
    }
    found = []
    for name, (heading, everything) in headings.items():
        present = getattr(wanted, name)
        links: Links = [(everything, _filtered(wanted, name, None), present is None, None)]
        for value, number in counts[name]:
            links.append((words[name][value], _filtered(wanted, name, value), present == value, number))
        found.append((heading, links))
    return found


def _filtered(wanted: Filter, name: str, value: str | None) -> str:
    return url_for("desk.home", **as_arguments(replace(wanted, **{name: value})))


def titles(public_ids: list[str], owners: dict[str, str]) -> dict[str, Any]:
    """Titles of visible proceedings by public id."""
    query = select(Proceeding).where(Proceeding.public_id.in_(public_ids), visible(actor()))
    known = owners | {room.owner: room.public_id for room in reading().scalars(query)}
    words = texts_for(reading(), known, [language()])
    return {public_id: words[owner, "title"].text for owner, public_id in known.items() if (owner, "title") in words}


def target_of(target: str | None) -> str | None:
    """One target in words."""
    return target_names(reading(), [target]).get(target) if target else None
