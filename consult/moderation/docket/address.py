"""What the address of a docket holds: its filters, what is searched for, how it is shown, and where the page begins."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask import request

from consult.contributions.docket.rows import FIRST, SORTS, Place
from consult.contributions.docket.wanted import DocketFilter
from consult.moderation.paging import LONGEST, page_number

VIEWS = ("list", "table", "reading")
LONGEST_SOUGHT = 200
DAYS = ("since", "until")
ALL = DocketFilter()
Addresser = Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `choose` is `organisation` where one is to be chosen from all of them."""

    wanted: DocketFilter = ALL
    sought: str = ""
    view: str = "list"
    sort: str = "docket"
    place: Place = FIRST
    choose: str | None = None

    def arguments(self) -> dict[str, Any]:
        """The same as the arguments of an address, in one order and without what goes without saying."""
        found = {name: str(value) for name, value in self.wanted.chosen.items()}
        found |= {"q": self.sought} if self.sought else {}
        found |= {"view": self.view} if self.view != "list" else {}
        found |= {"sort": self.sort} if self.sort != "docket" else {}
        return found

    def with_part(self, name: str, value: str | None) -> "Asked":
        """The same with another value of one filter, from the first page."""
        part: dict[str, Any] = {name: value}
        return replace(self, wanted=replace(self.wanted, **part), place=FIRST, choose=None)


def asked() -> Asked:
    """What the address of this request asks for; what it cannot mean is left out."""
    given = request.args
    values: dict[str, Any] = {
        one.name: given.get(one.name, "").strip()[:LONGEST] or None for one in fields(DocketFilter)
    }
    values |= {name: _day(values[name]) for name in DAYS}
    view, sort = given.get("view", ""), given.get("sort", "")
    return Asked(
        DocketFilter(**values),
        given.get("q", "").strip()[:LONGEST_SOUGHT],
        view if view in VIEWS else "list",
        sort if sort in SORTS else "docket",
        Place(page_number(), given.get("after", "")[:LONGEST] or None),
        "organisation" if given.get("choose") == "organisation" else None,
    )


def _day(typed: str | None) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        return None
