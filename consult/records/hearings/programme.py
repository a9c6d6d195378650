"""The tables of a hearing's programme: plan, sessions, agenda, people, channels, papers, registrations."""

from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select
from sqlalchemy.orm import aliased

from consult.contributions.attachments.files.kinds import KINDS as KINDS_OF_FILES
from consult.core.db import condition
from consult.hearings.programme.models import (
    CHANNELS,
    FORMS,
    ITEM_AUDIENCES,
    ITEM_STATES,
    ITEM_TYPES,
    PERSON_ROLES,
    RULES,
    SESSION_STATES,
    AgendaItem,
    Channel,
    HearingPerson,
    HearingSession,
    Paper,
    Plan,
)
from consult.hearings.record.models import Origin
from consult.hearings.registration.models import IDENTITIES, PRESENCES, STATES, WISHES, Registration
from consult.proceedings.models import Proceeding
from consult.records.carried import Carried, Field, named, of, where
from consult.records.package_checks import HASH, PUBLIC_ID, REFERENCE, is_list, is_object, maybe, one_of

ACCOUNT = "accounts are no part of a record"
OPEN_ITEM = AgendaItem.audience == "public"
TOLD_BY_NAME = ("chair", "panel")  # who else has a part is staff, and staff appear by role


def everybody() -> ColumnElement[bool]:
    """All rows are told."""
    return condition(True)


def item_is_open(column: Any) -> ColumnElement[bool]:
    """Whether the item that a column points at, if any, is open to the public."""
    item = aliased(AgendaItem)
    closed = select(item.id).where(item.id == column, item.audience != "public")
    return ~closed.exists()


def choice(column: Any, meaning: str, values: tuple[str, ...], *, public: Any = True) -> Field:
    """The field of a column that holds one of some words."""
    words = ", ".join(values)
    if public is True:
        return of(column, meaning, check=one_of(*values), values=words)
    return of(column, meaning, check=one_of(*values), values=words, public=public)


def _under() -> Field:
    """The proceeding it belongs to: of one that is not here the public id as the package said it."""
    known = select(Proceeding.public_id).where(Proceeding.id == Plan.under_id).scalar_subquery()
    owner = literal("plan:", literal_execute=True).concat(cast(Plan.proceeding_id, Text()))
    kept = select(Origin.source["under"].as_string()).where(
        Origin.proceeding_id == Plan.proceeding_id, Origin.owner == owner
    )
    read = func.coalesce(known, kept.scalar_subquery())
    meaning = "public id of the consultation or workspace that it belongs to"
    return Field("under", "under_id", read, None, "string", meaning, maybe(PUBLIC_ID), target=Proceeding)


PLAN = Carried(
    "hearing_plan",
    Plan,
    "how the hearing is held; none: by the defaults",
    (
        choice(Plan.form, "what it is called", FORMS),
        _under(),
        choice(Plan.rule, "how speakers are chosen", RULES),
        of(Plan.places, "how many may speak"),
        of(Plan.registers_from_local, "when registration begins, in local wall time"),
        of(Plan.registers_from, "the same as an instant in UTC"),
        of(Plan.registers_until_local, "when registration ends, in local wall time"),
        of(Plan.registers_until, "the same as an instant in UTC"),
        of(Plan.seconds, "speaking time by kind of asking for the floor, in seconds", check=is_object),
        of(Plan.budgets, "time for the whole hearing by stakeholder category, in seconds", check=is_object),
        of(Plan.replies_most, "most rights of reply of a participant"),
        of(Plan.statement_hours, "how many hours before a statement is wanted"),
        of(Plan.guests, "whether those without an account may comment, ask and vote"),
        of(Plan.slow_mode, "seconds between two comments of one sender"),
        of(Plan.revision, "changes since it was announced"),
        of(Plan.revised_at, "instant of the last of them in UTC"),
    ),
    (),
    open_to_all=everybody,
)
SESSIONS = Carried(
    "sessions",
    HearingSession,
    "the sittings of a hearing",
    (
        of(HearingSession.public_id, "name for machines", check=PUBLIC_ID),
        of(HearingSession.number, "number of the session"),
        choice(HearingSession.state, "how it stands", SESSION_STATES),
        of(HearingSession.zone, "IANA time zone"),
        of(HearingSession.starts_local, "planned beginning in local wall time"),
        of(HearingSession.starts_at, "the same as an instant in UTC"),
        of(HearingSession.ends_local, "planned end in local wall time"),
        of(HearingSession.ends_at, "the same as an instant in UTC"),
        of(HearingSession.opened_at, "instant in UTC at which it was opened"),
        of(HearingSession.closed_at, "instant in UTC at which it was closed"),
    ),
    (HearingSession.number, HearingSession.id),
    open_to_all=everybody,
    texts=("title", "place"),
)
ITEMS = Carried(
    "items",
    AgendaItem,
    "the items of the agenda; of one closed to the public everybody is told label, planned time and state",
    (
        of(AgendaItem.public_id, "name for machines", check=PUBLIC_ID),
        named(AgendaItem.parent_id, AgendaItem, "the item above it", "parent"),
        named(AgendaItem.session_id, HearingSession, "the session in which it is dealt with", "session"),
        of(AgendaItem.position, "place among the items of the same one above"),
        of(AgendaItem.label, "printed number"),
        choice(AgendaItem.type, "what it is", ITEM_TYPES, public=where(OPEN_ITEM, AgendaItem.type)),
        of(AgendaItem.minutes, "planned minutes"),
        choice(AgendaItem.audience, "who may attend", ITEM_AUDIENCES),
        choice(AgendaItem.state, "how it stands", ITEM_STATES),
        of(AgendaItem.list_open, "whether speakers may still be listed", public=where(OPEN_ITEM, AgendaItem.list_open)),
        of(
            AgendaItem.opened_at, "instant in UTC at which it was opened", public=where(OPEN_ITEM, AgendaItem.opened_at)
        ),
        of(AgendaItem.closed_at, "instant in UTC at which it ended", public=where(OPEN_ITEM, AgendaItem.closed_at)),
    ),
    (AgendaItem.position, AgendaItem.id),
    open_to_all=everybody,
    texts=("title", "note"),
    keeps_source=True,
)
PEOPLE = Carried(
    "people",
    HearingPerson,
    "who has a part in the hearing; in the public edition staff appear by role",
    (
        of(HearingPerson.public_id, "name for machines", check=PUBLIC_ID),
        choice(HearingPerson.role, "part in the hearing", PERSON_ROLES),
        of(HearingPerson.position, "place among those of the same role"),
        of(HearingPerson.name, "name", public=where(HearingPerson.role.in_(TOLD_BY_NAME), HearingPerson.name)),
        of(HearingPerson.office, "office", public=where(HearingPerson.role.in_(TOLD_BY_NAME), HearingPerson.office)),
        of(
            HearingPerson.organisation,
            "organisation",
            public=where(HearingPerson.role.in_(TOLD_BY_NAME), HearingPerson.organisation),
        ),
        of(HearingPerson.category, "stakeholder category"),
        of(HearingPerson.country, "country or area, ISO 3166-1 alpha-2"),
        of(HearingPerson.languages, "languages, of interpreters those between which they work", check=is_list),
    ),
    (HearingPerson.role, HearingPerson.position, HearingPerson.id),
    open_to_all=everybody,
    left_out={"account_id": ACCOUNT},
)
CHANNEL = Carried(
    "channels",
    Channel,
    "links to video, sound and interpretation, which open outside",
    (
        of(Channel.public_id, "name for machines", check=PUBLIC_ID),
        of(Channel.position, "place in the list"),
        choice(Channel.kind, "what it is", CHANNELS),
        of(Channel.language, "language of an interpretation"),
        of(Channel.url, "address"),
    ),
    (Channel.position, Channel.id),
    open_to_all=everybody,
)
PAPERS = Carried(
    "papers",
    Paper,
    "documents of the agenda; each lies in papers/ under its public id",
    (
        of(Paper.public_id, "name for machines", check=PUBLIC_ID),
        named(Paper.item_id, AgendaItem, "the item that it belongs to", "item"),
        of(Paper.position, "place among the documents of the item"),
        of(Paper.symbol, "document symbol"),
        of(Paper.language, "language, BCP 47"),
        of(Paper.name, "name of the file"),
        of(Paper.media_type, "what kind of file it is", check=one_of(*KINDS_OF_FILES)),
        of(Paper.size, "bytes"),
        of(Paper.digest, "SHA-256 of the file", check=HASH),
    ),
    (Paper.id,),
    under=((AgendaItem, AgendaItem.id == Paper.item_id),),
    open_to_all=lambda: OPEN_ITEM,
    texts=("title",),
)
FORGOTTEN = "the secretariat alone reads it, and it is forgotten after the hearing"
REGISTRATIONS = Carried(
    "registrations",
    Registration,
    "who registered to attend or to speak",
    (
        of(Registration.public_id, "name for machines", check=PUBLIC_ID),
        of(Registration.reference, "reference", check=REFERENCE),
        named(Registration.item_id, AgendaItem, "the item on which they want to speak", "item"),
        choice(Registration.wish, "what they want", WISHES),
        choice(Registration.state, "how it stands", STATES),
        choice(Registration.identity, "who may know the name", IDENTITIES),
        of(Registration.name, "name"),
        of(Registration.organisation, "public id of the registered organisation", check=maybe(PUBLIC_ID)),
        of(Registration.organisation_name, "name of one that is not registered"),
        of(Registration.category, "stakeholder category"),
        of(Registration.country, "country or area, ISO 3166-1 alpha-2"),
        of(Registration.language, "language in which they want to speak or be written to"),
        of(Registration.position, "place that a confirmed selection gave"),
        of(Registration.reason, "what they are told of a decision"),
        of(Registration.told_in, "language of mails"),
        of(Registration.registered_at, "instant in UTC"),
        of(Registration.forgotten_at, "instant in UTC at which was forgotten what need not be kept"),
        of(Registration.present_at, "instant in UTC at which they checked in"),
        of(Registration.mode, "where they are then", check=maybe(one_of(*PRESENCES)), values=", ".join(PRESENCES)),
    ),
    (Registration.registered_at, Registration.id),
    left_out={
        "account_id": ACCOUNT,
        "codeword_hash": "hashes of codewords are never exported",
        "form_key": "names one sending of a form",
        "email": "addresses are never exported",
        "priority": FORGOTTEN,
        "needs": FORGOTTEN,
    },
)
