"""Bibliographies as files: of one contribution, of what a docket shows, of a basket."""

from typing import Any

from flask import Flask, Response, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.access import sight_of
from consult.contributions.disclosure import Reading
from consult.contributions.docket.counting import count_docket
from consult.contributions.docket.rows import docket_page
from consult.contributions.docket.wanted import where
from consult.contributions.models import Contribution
from consult.contributions.queries import whole_reading
from consult.contributions.search_queries import RANKED, search
from consult.core.errors import NotFound
from consult.moderation.baskets.queries import basket_at
from consult.moderation.docket.address import Asked, asked
from consult.moderation.docket.page import Docket
from consult.moderation.docket_queries import desk_room
from consult.moderation.models import SavedView
from consult.proceedings.models import KINDS, Proceeding
from consult.proceedings.queries import proceeding_by_slug
from consult.records.quoting import bibtex, ris
from consult.records.quoting.quotations import shown
from consult.records.quoting.sources import Source, sources, sources_of_basket
from consult.web.errors import error_page
from consult.web.language import gettext as _
from consult.web.site import actor, reading

AT_ONCE = 1_000  # more is a matter for an export
FORMS = "<any(bib,ris):form>"


def install(app: Flask) -> None:
    """Add the addresses, and what a docket's page needs to lead there."""
    public = "/<language:lang>/consultations/<slug>"
    app.add_url_rule(f"{public}/submissions/<reference>/citation.{FORMS}", "citations.one", one)
    app.add_url_rule(f"{public}/citations.{FORMS}", "citations.listed", listed)
    app.add_url_rule(f"/<language:lang>/desk/docket/<public_id>/citations.{FORMS}", "citations.docket", docket)
    app.add_url_rule(f"/<language:lang>/desk/baskets/<basket>/citations.{FORMS}", "citations.basket", basket)
    app.jinja_env.globals |= {
        "bibliography": bibliography,
        "bibliography_of": lambda slug, reference: _formats("citations.one", slug=slug, reference=reference),
        "bibliography_of_basket": lambda basket: _formats("citations.basket", basket=basket),
        "bibliography_of_selection": of_selection,
    }


def bibliography(endpoint: str, docket: Docket, **where: str) -> list[tuple[str, str]]:
    """(name of the format, address) of what a docket shows, as long as that is not too much for a bibliography."""
    if docket.total > AT_ONCE:
        return []
    arguments = {name: value for name, value in docket.asked.arguments().items() if name != "view"}
    return _formats(endpoint, **arguments, **where)


def of_selection(room: Proceeding, view: SavedView) -> list[tuple[str, str]]:
    """The same of what a saved selection finds."""
    return [(name, f"{url}?{view.query}") for name, url in _formats("citations.docket", public_id=room.public_id)]


def _formats(endpoint: str, **arguments: Any) -> list[tuple[str, str]]:
    return [(name, url_for(endpoint, form=form, **arguments)) for name, form in (("BibTeX", "bib"), ("RIS", "ris"))]


def one(slug: str, reference: str, form: str) -> Response:
    """One contribution."""
    room = proceeding_by_slug(reading(), actor(), KINDS[0], slug)
    of, told = whole_reading(reading(), actor(), reference)
    if of.id != room.id or (told.place is None and not sight_of(actor(), room).desk):
        raise NotFound
    return _file(sources([(room, told, ())]), form, told.reference)


def listed(slug: str, form: str) -> ResponseReturnValue:
    """What the public docket shows under the filters of the address."""
    return _found(proceeding_by_slug(reading(), actor(), KINDS[0], slug), form, is_listed=True)


def docket(public_id: str, form: str) -> ResponseReturnValue:
    """What the docket of the desk shows under the filters of the address."""
    return _found(desk_room(reading(), actor(), public_id), form, is_listed=False)


def basket(basket: str, form: str) -> Response:
    """Each source of a basket once, with the paragraphs that were collected."""
    line = basket_at(reading(), actor(), basket)
    return _file(sources_of_basket(shown(line)), form, line.basket.public_id)


def _found(room: Proceeding, form: str, *, is_listed: bool) -> ResponseReturnValue:
    wanted = asked()
    rows = _sought(room, wanted, is_listed) if wanted.sought else _filtered(room, wanted, is_listed)
    if rows is None:
        many = _(
            "These are more than %(number)s inputs. Narrow the docket by its filters, then try again.", number=AT_ONCE
        )
        return error_page(413, many), 404
    return _file(sources((room, one, ()) for one in rows), form, room.slug)


def _sought(room: Proceeding, wanted: Asked, is_listed: bool) -> list[Reading]:
    narrowed = [*where(actor(), wanted.wanted), *([Contribution.place.is_not(None)] if is_listed else [])]
    found = search(reading(), actor(), wanted.sought, proceeding_id=room.id, where=narrowed, limit=RANKED)
    return [hit.reading for hit in found.hits]


def _filtered(room: Proceeding, wanted: Asked, is_listed: bool) -> list[Reading] | None:
    """None where there are too many."""
    counts = count_docket(reading(), actor(), room, wanted.wanted, listed=is_listed)
    if counts.total > AT_ONCE:
        return None
    kept = wanted.wanted
    page = docket_page(reading(), actor(), room, kept, counts, sort=wanted.sort, listed=is_listed, size=AT_ONCE)
    return page.readings


def _file(found: list[Source], form: str, name: str) -> Response:
    text, kind = (bibtex.bibtex(found), bibtex.MEDIA_TYPE) if form == "bib" else (ris.ris(found), ris.MEDIA_TYPE)
    answer = Response(text.encode(), content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
