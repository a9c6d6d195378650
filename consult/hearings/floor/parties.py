"""Who asks for the floor: somebody registered, somebody on the panel, or a name that the chair types in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.countries import COUNTRIES
from consult.core.db import new_public_id
from consult.core.errors import Invalid
from consult.core.localized import texts_for
from consult.hearings.programme.models import HearingPerson
from consult.hearings.registration.models import Registration
from consult.organisations.models import Organisation
from consult.organisations.queries import categories_for
from consult.proceedings.models import Proceeding

NAME_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Party:
    """One who may be listed, as it will be kept; `key` tells it from all others of the hearing."""

    key: str
    name: str
    language: str
    identity: str = "public"
    organisation: str = ""
    category: str | None = None
    country: str | None = None
    present: str | None = None
    registration_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody without registration, as the chair types it."""

    name: str
    organisation: str = ""
    category: str | None = None
    country: str | None = None
    language: str | None = None


def of_registration(db: Session, row: Registration) -> Party:
    """Somebody who registered, under the name of the organisation that they speak for."""
    return Party(
        key=f"registration:{row.id}",
        name=row.name,
        language=row.language,
        identity=row.identity,
        organisation=organisation_name(db, row),
        category=row.category,
        country=row.country,
        present=(row.mode or "room") if row.present_at is not None else None,
        registration_id=row.id,
    )


def of_person(row: HearingPerson, language: str) -> Party:
    """Somebody on the panel, who is there; speaks the first of their languages, or that of the hearing."""
    return Party(
        key=f"person:{row.id}",
        name=row.name,
        language=next(iter(row.languages), language),
        organisation=row.organisation or row.office,
        category=row.category,
        country=row.country,
        present="room",
        person_id=row.id,
    )


def of_name(db: Session, given: Named, proceeding: Proceeding) -> Party:
    """A name typed in by the chair, who sees the person. Raises Invalid for what cannot be taken, beside its field."""
    name, organisation = given.name.strip(), given.organisation.strip()
    if not name:
        raise Invalid("name", "required")
    for field, text in (("name", name), ("organisation", organisation)):
        if len(text) > NAME_CHARACTERS:
            raise Invalid(field, "too_long", length=len(text), limit=NAME_CHARACTERS)
    if given.category is not None and given.category not in categories_for(db, proceeding.body_id):
        raise Invalid("category", "no_such_choice")
    if given.country is not None and given.country not in COUNTRIES:
        raise Invalid("country", "no_such_choice")
    return Party(
        key=f"name:{new_public_id()}",
        name=name,
        language=given.language or proceeding.language,
        organisation=organisation,
        category=given.category,
        country=given.country,
        present="room",
    )


def organisation_name(db: Session, row: Registration) -> str:
    """What the organisation of a registration is called: by its name here in the language of the speaker, or as typed."""
    if row.organisation is None:
        return row.organisation_name
    found = db.scalar(select(Organisation).where(Organisation.public_id == row.organisation))
    if found is None:
        return row.organisation_name
    words = texts_for(db, [found.owner], [row.language], ["name"]).get((found.owner, "name"))
    return words.text if words else row.organisation_name
