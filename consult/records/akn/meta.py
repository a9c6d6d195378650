"""The head of a document: what it is, and whom it refers to."""

from datetime import date
from typing import Any

from consult.core.clock import now
from consult.core.text import fold
from consult.hearings.record.reading import Record, Speaking
from consult.proceedings.models import Proceeding
from consult.records.akn.building import Identifiers, element
from consult.records.akn.names import PROPERTIES

SOURCE = "#publisher"
NOWHERE = "zz"  # the country of a work for which none is known, as ISO 3166 and CLDR have it
WITHHELD, UNNAMED = "name-withheld", "unnamed"


class References:
    """Everybody to whom a document refers, each once, in the order in which they are first named."""

    def __init__(self, ids: Identifiers, publisher: str, source: dict[str, Any]) -> None:
        self._ids = ids
        self._known: dict[tuple[str, str], str] = {}
        self.elements: list[Any] = []
        for one in source.get("references", ()):
            name = ids.given(one["eId"]) if one["eId"] else None
            more = {"name": one["name"]} if "name" in one else {}
            self.elements.append(element(one["element"], eId=name, href=one["href"], showAs=one["showAs"], **more))
            if name and one["href"] == _href(one["element"], name):  # we wrote it ourselves
                self._known[one["element"], name] = name
        self.of("TLCOrganization", "publisher", publisher)

    def of(self, kind: str, key: str, shown: str) -> str:
        """The reference (`#...`) to a person, role or organisation; it is listed when it is first asked for."""
        if (kind, key) not in self._known:
            name = self._ids.given(key)
            self._known[kind, key] = name
            self.elements.append(element(kind, eId=name, href=_href(kind, name), showAs=shown))
        return f"#{self._known[kind, key]}"

    def person(self, name: str, organisation: str | None = None) -> str:
        """The reference to a person, told apart by name and organisation."""
        shown = f"{name} ({organisation})" if organisation else name
        return self.of("TLCPerson", "person-" + "-".join(fold(shown).split())[:80], shown)

    def speaker(self, who: Speaking, words: dict[str, str]) -> str:
        """The reference to somebody who had the floor: by name, or to a role where the name is withheld."""
        if who.name is not None:
            return self.person(who.name, who.organisation)
        return self.of("TLCRole", WITHHELD, words["withheld"])

    def category(self, category: str | None, shown: str | None) -> str | None:
        """The reference to a stakeholder category, as a role."""
        return self.of("TLCRole", f"category-{category}", shown or category) if category else None


def _href(kind: str, name: str) -> str:
    return f"/akn/ontology/{kind.removeprefix('TLC').lower()}/{name}"


def day_of(proceeding: Proceeding, record: Record) -> date:
    """The day of the work: that of the first session, or of the opening."""
    starts = min((one.starts_at for one, _words in record.sessions), default=None)
    return (starts or proceeding.opens_at or proceeding.created_at).date()


def identification(proceeding: Proceeding, record: Record, language: str, original: bool) -> Any:
    """Work, expression and manifestation; of an imported record the first two as its source had them."""
    kept = proceeding.source.get("identification", {})
    day = day_of(proceeding, record).isoformat()
    made = now().date().isoformat()
    work = f"/akn/{NOWHERE}/debaterecord/{day}/{proceeding.slug}"
    expression = f"{work}/{language}@"
    levels = []
    for level, uri, when in (("FRBRWork", work, day), ("FRBRExpression", expression, day)):
        given = _kept(kept.get(level, []), level)
        levels.append(element(level, *(given or _properties(level, uri, when, language, original))))
    manifestation = _properties("FRBRManifestation", expression, made, language, original)
    return element("identification", *levels, element("FRBRManifestation", *manifestation), source=SOURCE)


def _kept(properties: list[list[Any]], level: str) -> list[Any]:
    """The properties of an imported record, as long as the schema's own are all among them."""
    wanted = {"FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor"}
    wanted |= {"FRBRcountry"} if level == "FRBRWork" else {"FRBRlanguage"}
    if not wanted <= {name for name, _values in properties}:
        return []
    order = list(PROPERTIES)
    return [element(name, **_safe(values)) for name, values in sorted(properties, key=lambda one: order.index(one[0]))]


def _safe(values: dict[str, str]) -> dict[str, str]:
    return {"as_" if key == "as" else key: value for key, value in values.items()}


def _properties(level: str, uri: str, day: str, language: str, original: bool) -> list[Any]:
    this = f"{uri}/!main" + (".xml" if level == "FRBRManifestation" else "")
    found = [
        element("FRBRthis", value=this),
        element("FRBRuri", value=f"{uri}.akn" if level == "FRBRManifestation" else uri),
        element("FRBRdate", date=day, name={"FRBRWork": "session", "FRBRExpression": "record"}.get(level, "export")),
        element("FRBRauthor", href=SOURCE),
    ]
    if level == "FRBRWork":
        found.append(element("FRBRcountry", value=NOWHERE))
    if level == "FRBRExpression":
        found.append(element("FRBRauthoritative", value="true" if original else "false"))
        found.append(element("FRBRlanguage", language=language))
    return found
