"""A docket ready to be printed, the same for the desk and for the public: rows, filters, orders, views, pages, citations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from consult.contributions.disclosure import Reading
from consult.contributions.docket.counting import Counts, count_docket, count_organisations
from consult.contributions.docket.found import count_found
from consult.contributions.docket.rows import FIRST, PAGE, SORTS, docket_page, told_whole
from consult.contributions.docket.wanted import where
from consult.contributions.models import Contribution
from consult.contributions.search_queries import search
from consult.contributions.snippets import Piece
from consult.core.clock import now
from consult.moderation.citing import citation
from consult.moderation.docket.address import VIEWS, Addresser, Asked
from consult.moderation.docket.filters import Chosen, Facet, Value, chosen, facets
from consult.moderation.docket.words import headings, sort_words, view_words
from consult.moderation.paging import Pages
from consult.moderation.targets import target_names
from consult.organisations.queries import organisations_named
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceeding_words
from consult.web.addresses import addresses_of
from consult.web.formats import number_words
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading

NO_PAGES = Pages("", None, None)
READ_AT_ONCE = 10  # whole texts on a page
OPEN_AT_FIRST = ("state", "kind", "category")


class Line(NamedTuple):
    """A row: what is told of it, pieces of a snippet, its stable address, and how it is cited in short and in full."""

    reading: Reading
    pieces: list[Piece]
    url: str | None
    short: str
    full: str


class Tools(NamedTuple):
    """What gives the address of a contribution at the desk, and of its page with code and relations; None for others."""

    item: Callable[[str], str] | None = None
    filing: Callable[[str], str] | None = None


@dataclass(slots=True)
class Docket:
    """What templates/macros/docket.html prints. `chooser` lists organisations to choose from, where that is asked for.

    `ranked` of the `total` are on its pages: with `is_cut` a search ranks the newest alone. With `is_more` it finds more than is
    counted: each number is the least that there may be.
    """

    asked: Asked
    address: Addresser
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    ranked: int = 0
    is_cut: bool = False
    is_more: bool = False
    facets: list[Facet] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    sorts: list[Value] = field(default_factory=list)
    views: list[Value] = field(default_factory=list)
    targets: Mapping[str, str] = field(default_factory=dict)
    pages: Pages = NO_PAGES
    chooser: list[Value] | None = None
    choose_url: str = ""
    clear_url: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """What a form of the page keeps of the address beside its own fields."""
        return self.asked.arguments()


def docket_of(room: Proceeding, asked: Asked, address: Addresser, *, listed: bool) -> Docket:
    """The docket of a proceeding as this reader may have it; `listed` leaves out what has no number yet."""
    db = reading()
    made = Docket(asked, address)
    counts = _counts(room, asked, made, listed)
    if asked.choose is not None:
        made.chooser = _organisations(room, asked, address, listed)
    readings, snippets = _rows(room, asked, counts, made, listed)
    made.targets = target_names(db, [*counts.by["target"], *(one.target for one in readings)])
    known = headings(made.targets)
    names = organisations_named(db, [asked.wanted.organisation] if asked.wanted.organisation else [])
    made.facets = facets(asked, counts, known, address, OPEN_AT_FIRST)
    made.chosen = chosen(asked, known, address, {one: name for one, (_row, name) in names.items()})
    made.sorts = [] if asked.sought else _choices(asked, "sort", SORTS, sort_words, address)
    made.views = _choices(asked, "view", VIEWS, view_words, address)
    made.choose_url = address({**asked.arguments(), "choose": "organisation"})
    made.clear_url = address(Asked(view=asked.view, sort=asked.sort).arguments())
    made.lines = lines_of(room, readings, snippets)
    return made


def _counts(room: Proceeding, asked: Asked, made: Docket, listed: bool) -> Counts:
    """What fits the filter, and while searching what of it was found."""
    if not asked.sought:
        return count_docket(reading(), actor(), room, asked.wanted, listed=listed)
    found = count_found(reading(), actor(), room, asked.sought, asked.wanted, listed=listed)
    made.is_more = found.is_cut
    return found.counts


def _rows(
    room: Proceeding, asked: Asked, counts: Counts, made: Docket, listed: bool
) -> tuple[list[Reading], Mapping[str, list[Piece]]]:
    """The rows of this page, found by words or in an order; sets the total and the pages."""
    size = READ_AT_ONCE if asked.view == "reading" else PAGE
    if asked.sought:
        narrowed = [*where(actor(), asked.wanted), *([Contribution.place.is_not(None)] if listed else [])]
        first = size * (asked.place.page - 1)
        found = search(
            reading(), actor(), asked.sought, proceeding_id=room.id, where=narrowed, limit=size, offset=first
        )
        made.total, made.is_cut = max(counts.total, found.total), found.is_cut
        made.ranked = found.total
        rows, following = [hit.reading for hit in found.hits], None
        snippets = {hit.reading.reference: hit.pieces for hit in found.hits}
    else:
        page = docket_page(
            reading(),
            actor(),
            room,
            asked.wanted,
            counts,
            sort=asked.sort,
            place=asked.place,
            listed=listed,
            size=size,
        )
        made.total = made.ranked = counts.total
        rows, following, snippets = page.readings, page.next, {}
    made.pages = _pages(asked, made, size, following)
    if asked.view == "reading":
        whole = told_whole(reading(), actor(), room, [one.reference for one in rows])
        rows = [whole[one.reference] for one in rows if one.reference in whole]
    return rows, snippets


def _pages(asked: Asked, made: Docket, size: int, after: str | None) -> Pages:
    """Where the reader is. The next page of the docket's own order begins after a row, so that deep ones cost no more."""
    if not made.ranked:
        return NO_PAGES
    number, kept = asked.place.page, asked.arguments()
    first, last = size * (number - 1) + 1, min(size * number, made.ranked)
    figures = {name: number_words(value, language()) for name, value in (("a", first), ("b", last), ("n", made.ranked))}
    before = made.address({**kept, "page": number - 1}) if number > 1 else None
    later: dict[str, Any] = {**kept, "page": number + 1} | (
        {"after": after} if after and asked.sort == "docket" else {}
    )
    return Pages(_("%(a)s to %(b)s of %(n)s", **figures), before, made.address(later) if last < made.ranked else None)


def _choices(asked: Asked, name: str, values: Sequence[str], words: Any, address: Addresser) -> list[Value]:
    found = []
    for one in values:
        chosen_one: dict[str, Any] = {name: one, "place": FIRST}
        url = address(replace(asked, **chosen_one).arguments())
        found.append(Value(words(one), url, getattr(asked, name) == one, None))
    return found


def _organisations(room: Proceeding, asked: Asked, address: Addresser, listed: bool) -> list[Value]:
    """Every organisation that sent something which fits, by name."""
    numbers = count_organisations(reading(), actor(), room, asked.wanted, listed=listed)
    names = organisations_named(reading(), list(numbers))
    found = [
        Value(names[one][1], address(asked.with_part("organisation", one).arguments()), False, number)
        for one, number in numbers.items()
        if one in names and number
    ]
    return sorted(found, key=lambda one: str(one.words).casefold())


def lines_of(room: Proceeding, rows: Sequence[Reading], snippets: Mapping[str, list[Piece]]) -> list[Line]:
    """Rows with their addresses and citations, in the language of the page."""
    cited = citer(room)
    return [Line(one, snippets.get(one.reference, []), *cited(one)) for one in rows]


Cited = tuple[str | None, str, str]


def citer(room: Proceeding) -> Callable[[Reading], Cited]:
    """What gives, of contributions to a proceeding, the stable address within the site, None where it has none, and the
    citation, short and full, in the language of the page."""
    words = proceeding_words(reading(), [room], language(), ("title", "name"))[room.id]
    title = words["title"].text if "title" in words else room.slug
    body, code = words["body"].text if "body" in words else "", language()
    if room.kind != "consultation":
        return lambda one: (None, *_citations(one, title, body, room.symbol, "", code))
    address = addresses_of("submission", slug=room.slug)
    whole = addresses_of("submission", slug=room.slug, _external=True)
    today = now().date()

    def cite(one: Reading) -> Cited:
        short, full = _citations(one, title, body, room.symbol, whole(one.reference), code, today)
        return address(one.reference), short, full

    return cite


def _citations(
    one: Reading, title: str, body: str, symbol: str, address: str, code: str, accessed: date | None = None
) -> tuple[str, str]:
    short = citation(one, title, body, symbol, address, language=code, style="short")
    return short, citation(one, title, body, symbol, address, language=code, accessed=accessed)
