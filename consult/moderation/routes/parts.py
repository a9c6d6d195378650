"""What the pages of the desk share: filters in the address, pages, titles."""

from typing import Any

from flask import request, url_for
from sqlalchemy import select

from consult.core.localized import texts_for
from consult.moderation.paging import Pages, argument, page_number
from consult.moderation.targets import target_names
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding
from consult.web.formats import number_words
from consult.web.language import gettext as _
from consult.web.language import language
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


Links = list[tuple[Any, str, bool, int | None]]


def titles(public_ids: list[str], owners: dict[str, str]) -> dict[str, Any]:
    """Titles of visible proceedings by public id."""
    query = select(Proceeding).where(Proceeding.public_id.in_(public_ids), visible(actor()))
    known = owners | {room.owner: room.public_id for room in reading().scalars(query)}
    words = texts_for(reading(), known, [language()])
    return {public_id: words[owner, "title"].text for owner, public_id in known.items() if (owner, "title") in words}


def target_of(target: str | None) -> str | None:
    """One target in words."""
    return target_names(reading(), [target]).get(target) if target else None
