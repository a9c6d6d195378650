"""Reading along: the lines of one language, or of two side by side, under their items."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template, request, url_for

from consult.core.errors import NotFound
from consult.core.localized import direction
from consult.hearings.minutes.sheets import Column, Part, column, groups_of, parts_of
from consult.hearings.notes.queries import Said, agreements_of, languages_noted, lines_of
from consult.hearings.programme.queries import Item, items_of
from consult.ledger.models import Stream
from consult.ledger.queries import stream_of
from consult.organisations.words import words_by_category
from consult.policy.access import holds
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.site import actor, reading

WHOLE = 600  # lines that one page shows; beyond that it shows one item


class Sheet(NamedTuple):
    """What a page of minutes shows: lines under their items in some languages, and where its stream stood before."""

    stream: Stream
    columns: list[Column]
    parts: list[Part]
    items: list[Item]
    agreed: set[tuple[str, str]]


def read(slug: str, code: str) -> str:
    """The minutes in a language, with another one beside it if `?beside=` asks, of one item if `?item=` does."""
    found = located("hearing", slug)
    noted = languages_noted(reading(), actor(), found)
    if code not in noted and code not in found.languages:
        raise NotFound
    beside = request.args.get("beside", "")
    codes = [code, beside] if beside in noted and beside != code else [code]
    stream = public_stream(found)
    items = items_of(reading(), actor(), found)
    wanted = next((one for one in items if one.public_id == request.args.get("item") and not one.withheld), None)
    if wanted is None and sum(noted.get(one, 0) for one in codes) > WHOLE:
        wanted = next((one for one in items if one.state == "current"), items[0] if items else None)
    lines = lines_of(reading(), actor(), found, codes, item_id=wanted.id if wanted else None)
    return render_template(
        "hearings/minutes/read.html",
        head=head(found),
        sheet=sheet_of(found, stream, codes, items, lines),
        here=code,
        beside=beside if len(codes) > 1 else "",
        noted=[column(one) for one in (noted if code in noted else [code, *noted])],
        wanted=wanted,
        may_note=holds(actor(), "hearing:note", found.where),
        may_agree=holds(actor(), "hearing:chair", found.where),
        dir_of=direction,
        categories=words_by_category(),
        address=url_for("hearings.read_minutes", slug=slug, code=code),
    )


def sheet_of(
    found: Proceeding, stream: Stream, codes: Sequence[str], items: list[Item], lines: Sequence[Said]
) -> Sheet:
    """Lines as a page shows them."""
    agreed = set(agreements_of(reading(), found.id))
    parts = parts_of(groups_of(lines, codes), items, agreed)
    return Sheet(stream, [column(code) for code in codes], parts, items, agreed)


def public_stream(found: Proceeding) -> Stream:
    """The stream that readers of the hearing follow; read before the rows, so that nothing falls between them."""
    stream = stream_of(reading(), found.id, "public" if found.audience == "public" else "members")
    if stream is None:
        raise NotFound
    return stream
