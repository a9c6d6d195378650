"""The demo's organisations: everybody in the story who writes in the name of one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor, Held
from consult.core.clock import now
from consult.core.countries import folded
from consult.core.localized import set_texts
from consult.demo.people import grant
from consult.organisations.categories import RESERVED
from consult.organisations.models import Organisation
from consult.organisations.operations.facts import NewOrganisation, free_slug, note_act

SPEAK = RESERVED | {"civil_society", "civil_society_ecosoc"}


class Known(NamedTuple):
    """A registered organisation of the story."""

    id: int
    public_id: str


def organisations_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Name → what is told of each organisation; one that is never named in public is not on the list."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        name, category = row.get("name"), row.get("category")
        if not name or category not in SPEAK or (category not in RESERVED and "," in name):
            continue
        one = found.setdefault(name, {"name": name, "category": category, "language": row["language"], "listed": False})
        one["listed"] = one["listed"] or row.get("identity", "public") == "public"
    return dict(found)


def add_organisations(
    db: Session, actor: Actor, *, told: Sequence[Mapping[str, Any]], representative: int
) -> dict[str, Known]:
    """Store them; a secretariat has verified those that only it may name. The first listed one gets a representative."""
    found: dict[str, Known] = {}
    for one in told:
        new = NewOrganisation({one["language"]: one["name"]}, one["language"], one["category"])
        row = Organisation(
            slug=free_slug(db, new),
            sort_name=folded(one["name"]),
            category="other" if one["category"] in RESERVED else one["category"],
            is_listed=one["listed"],
            created_at=now(),
        )
        db.add(row)
        db.flush()
        set_texts(db, row.owner, "name", new.names, new.language)
        note_act(db, actor, row, "registered", category=row.category)
        if one["category"] != "civil_society":
            row.verified_category, row.verified_at = one["category"], now()
            row.status = "A" if one["category"] == "nhri" else None
            note_act(db, actor, row, "verified", category=row.verified_category, status=row.status)
        if not found and row.is_listed:
            grant(db, representative, "representative", "organisation", row.id)
        found[one["name"]] = Known(row.id, row.public_id)
    return found


def in_its_name(new: NewContribution, sender: Actor, known: Mapping[str, Known]) -> tuple[NewContribution, Actor]:
    """What is sent, and by whom: a representative, where it speaks for an organisation of the story."""
    one = known.get(new.name or "") if new.category in SPEAK else None
    if one is None:
        return replace(new, category=None if new.category in RESERVED else new.category), sender
    held = Held(0, "representative", "organisation", one.id)
    return replace(new, on_behalf="organisation", organisation=one.public_id), replace(sender, held=(held,))
