"""The tables of what happened in a hearing: speakers, turns, lines, polls, statements, questions, the screen."""

from typing import Any

from sqlalchemy import ColumnElement, case, select

from consult.contributions.access import visible
from consult.contributions.models import Contribution
from consult.core.actors import ANYBODY
from consult.hearings.floor.models import PRESENCES, STATES, Floor, Speaker, Turn
from consult.hearings.hall.models import KINDS as SCREENS
from consult.hearings.hall.models import Screen
from consult.hearings.notes.models import KINDS as LINES_ARE
from consult.hearings.notes.models import STATES as LINE_STATES
from consult.hearings.notes.models import Agreement, Line, LineVersion
from consult.hearings.polls.models import ELECTORATES, HANDLINGS, RULES, Ballot, Handling, Poll, PollVoter
from consult.hearings.polls.models import STATES as POLL_STATES
from consult.hearings.programme.models import KINDS, AgendaItem, HearingPerson
from consult.hearings.registration.models import DELIVERIES, IDENTITIES, Registration, Statement
from consult.proceedings.models import Proceeding
from consult.records.carried import Carried, Field, json_text, named, of, where
from consult.records.hearings.programme import choice, item_is_open
from consult.records.package_checks import PUBLIC_ID, REFERENCE, is_list, is_object, is_text, maybe, one_of

STAFF = "staff appear by role"
TOLD = Speaker.identity == "public"


def _party() -> Field:
    """How somebody who is neither registered nor has a part is told from others."""
    alone = Speaker.registration_id.is_(None) & Speaker.person_id.is_(None)
    read = case((alone, Speaker.party), else_=None)
    return Field("party", "party", read, None, "string", "name of somebody entered by name alone", maybe(is_text))


FLOOR = Carried(
    "floor",
    Floor,
    "where the hearing stands",
    (
        named(Floor.item_id, AgendaItem, "the item that is dealt with", "item"),
        of(Floor.moves, "acts of its chairs so far"),
        of(Floor.replies_open, "whether rights of reply are taken"),
    ),
    (),
)
SPEAKERS = Carried(
    "speakers",
    Speaker,
    "who asked for the floor, in the order of the lists",
    (
        of(Speaker.public_id, "name for machines", check=PUBLIC_ID),
        named(Speaker.item_id, AgendaItem, "the item", "item"),
        named(Speaker.registration_id, Registration, "the registration", "registration", public=False),
        named(Speaker.person_id, HearingPerson, "the person with a part in the hearing", "person"),
        _party(),
        choice(Speaker.kind, "for what", KINDS),
        choice(Speaker.state, "how it ended or stands", STATES),
        of(Speaker.position, "place in the list of the kind"),
        choice(Speaker.identity, "who may know the name", IDENTITIES),
        of(Speaker.name, "name", public=where(TOLD, Speaker.name)),
        of(Speaker.organisation, "organisation", public=where(TOLD, Speaker.organisation)),
        of(Speaker.category, "stakeholder category"),
        of(Speaker.country, "country or area, ISO 3166-1 alpha-2"),
        of(Speaker.language, "language"),
        of(Speaker.seconds, "speaking time given"),
        of(Speaker.asked_at, "instant in UTC at which the floor was asked for", public=None),
        of(
            Speaker.present,
            "where they checked in",
            check=maybe(one_of(*PRESENCES)),
            values=", ".join(PRESENCES),
            public=None,
        ),
    ),
    (Speaker.position, Speaker.public_id),
    open_to_all=lambda: item_is_open(Speaker.item_id),
)
TURNS = Carried(
    "turns",
    Turn,
    "each time that somebody had the floor",
    (
        of(Turn.public_id, "name for machines", check=PUBLIC_ID),
        named(Turn.item_id, AgendaItem, "the item", "item"),
        named(Turn.speaker_id, Speaker, "the speaker", "speaker"),
        of(Turn.seconds, "time given, extensions included"),
        of(Turn.started_at, "instant in UTC at which it began"),
        of(Turn.ran_from, "instant in UTC from which the clock ran last"),
        of(Turn.ends_at, "instant in UTC at which the time given is over, while the clock runs"),
        of(Turn.left_ms, "milliseconds that were left when the clock was stopped"),
        of(Turn.spoken_ms, "milliseconds spoken"),
        of(Turn.ended_at, "instant in UTC at which it ended"),
    ),
    (Turn.started_at, Turn.id),
    open_to_all=lambda: item_is_open(Turn.item_id),
)


def _line_is_told() -> ColumnElement[bool]:
    return Line.state == "written"


def _line_names() -> ColumnElement[Any]:
    """The name in a line, unless it was said in the turn of somebody whose name is withheld."""
    withheld = select(Turn.id).join(Speaker, Speaker.id == Turn.speaker_id).where(Turn.id == Line.turn_id, ~TOLD)
    return where(_line_is_told() & ~withheld.exists(), Line.speaker)


LINES = Carried(
    "lines",
    Line,
    "notes and captions line by line, in each language",
    (
        of(Line.public_id, "name for machines", check=PUBLIC_ID),
        named(Line.item_id, AgendaItem, "the item", "item"),
        named(Line.turn_id, Turn, "the turn in which it was said", "turn"),
        of(Line.language, "language, BCP 47"),
        of(Line.position, "place among the lines of the language"),
        choice(Line.kind, "what it is", LINES_ARE),
        of(Line.speaker, "name of who said it, where no turn tells it", public=_line_names()),
        of(Line.original, "whether it was said in this language"),
        choice(Line.state, "how it stands", LINE_STATES),
        of(Line.text, "the wording that stands", public=where(_line_is_told(), Line.text)),
        of(Line.version, "number of the wording"),
        of(Line.written_at, "instant in UTC at which it was written"),
        of(Line.corrected_at, "instant in UTC of the last correction"),
    ),
    (Line.language, Line.position, Line.id),
    open_to_all=lambda: item_is_open(Line.item_id),
    keeps_source=True,
    left_out={"key": "names one sending of a form", "written_by": STAFF, "corrected_by": STAFF},
)
LINE_VERSIONS = Carried(
    "line_versions",
    LineVersion,
    "earlier wordings of lines",
    (
        named(LineVersion.line_id, Line, "the line", "line"),
        of(LineVersion.number, "number of the wording"),
        choice(LineVersion.kind, "what it was", LINES_ARE),
        named(LineVersion.turn_id, Turn, "the turn in which it was said", "turn"),
        of(LineVersion.speaker, "name of who said it"),
        of(LineVersion.original, "whether it was said in this language"),
        of(LineVersion.text, "the wording"),
        of(LineVersion.written_at, "instant in UTC at which it was written"),
    ),
    (Line.language, Line.position, Line.id, LineVersion.number),
    under=((Line, Line.id == LineVersion.line_id),),
    left_out={"written_by": STAFF},
)
AGREEMENTS = Carried(
    "agreements",
    Agreement,
    "that the text of an item in a language was agreed",
    (
        named(Agreement.item_id, AgendaItem, "the item", "item"),
        of(Agreement.language, "language, BCP 47"),
        of(Agreement.agreed_at, "instant in UTC"),
        of(Agreement.ended_at, "instant in UTC at which it was taken back"),
        of(Agreement.reason, "why it was taken back", public=None),
    ),
    (Agreement.agreed_at, Agreement.id),
    under=((AgendaItem, AgendaItem.id == Agreement.item_id),),
    open_to_all=lambda: AgendaItem.audience == "public",
    left_out={"agreed_by": STAFF, "ended_by": STAFF},
)
POLLS = Carried(
    "polls",
    Poll,
    "polls with their results",
    (
        of(Poll.public_id, "name for machines", check=PUBLIC_ID),
        named(Poll.item_id, AgendaItem, "the item", "item"),
        choice(Poll.rule, "open: by name; secret: who voted and the ballots apart", RULES),
        choice(Poll.electorate, "who may vote", ELECTORATES),
        of(Poll.choices, "the keys of the choices in order", check=is_list),
        of(Poll.most, "most choices of a voter"),
        of(Poll.seconds, "after how many seconds it ends by itself"),
        choice(Poll.state, "how it stands", POLL_STATES),
        of(Poll.opened_at, "instant in UTC at which it was opened"),
        of(Poll.ends_at, "instant in UTC at which it ends by itself"),
        of(Poll.closed_at, "instant in UTC at which it was closed"),
        of(Poll.result, "votes by choice; none where too few voted to tell it", check=maybe(is_object)),
        of(Poll.voters, "how many voted"),
        of(Poll.salt, "salt of the commitment of the ledger", public=where(Poll.result.is_not(None), Poll.salt)),
    ),
    (Poll.id,),
    kept=lambda: Poll.state != "draft",  # nobody but the chair ever saw it
    open_to_all=lambda: item_is_open(Poll.item_id),
    texts=("question",),
    left_out={"seal": "half of a key, there only while the poll is open"},
)
VOTERS = Carried(
    "poll_voters",
    PollVoter,
    "who voted; by name and with the choices only where the rule is open",
    (
        named(PollVoter.poll_id, Poll, "the poll", "poll"),
        Field("public_id", "id", PollVoter.id.expression, None, "string", "name for machines, at random", PUBLIC_ID),
        of(PollVoter.voter, "number of the voter in this file"),
        of(PollVoter.name, "name, where the rule is open"),
        of(PollVoter.category, "stakeholder category"),
        of(PollVoter.choices, "choices, where the rule is open", check=maybe(is_list)),
    ),
    (PollVoter.poll_id, PollVoter.id),
    under=((Poll, (Poll.id == PollVoter.poll_id) & (Poll.state == "closed")),),  # nothing is told before
)
BALLOTS = Carried(
    "ballots",
    Ballot,
    "the ballots of secret polls that were closed, sorted by what they say",
    (
        named(Ballot.poll_id, Poll, "the poll", "poll"),
        of(Ballot.choices, "choices", check=is_list),
    ),
    (Ballot.poll_id, json_text(Ballot.choices)),
    under=((Poll, (Poll.id == Ballot.poll_id) & (Poll.state == "closed")),),  # nothing is told before
    kept=lambda: Ballot.choices.is_not(None),
    left_out={"id": "at random, and leads nowhere", "sealed": "there only while the poll is open"},
)
STATEMENTS = Carried(
    "statements",
    Statement,
    "to which registration and item a statement belongs",
    (
        named(Statement.contribution_id, Contribution, "the contribution", "reference", by="reference"),
        named(Statement.registration_id, Registration, "the registration", "registration", public=False),
        named(Statement.item_id, AgendaItem, "the item", "item"),
        choice(Statement.delivery, "how it is meant", DELIVERIES),
        of(
            Statement.delivered_at,
            "instant in UTC at which it was delivered",
            public=where(Contribution.identity == "public", Statement.delivered_at),
        ),
    ),
    (Contribution.reference,),
    under=(
        (Contribution, Contribution.id == Statement.contribution_id),
        (Proceeding, Proceeding.id == Contribution.proceeding_id),
    ),
    open_to_all=lambda: visible(ANYBODY) & item_is_open(Statement.item_id),
)
HANDLED = Carried(
    "handlings",
    Handling,
    "what the chair made of questions",
    (
        named(Handling.contribution_id, Contribution, "the question", "reference", by="reference"),
        of(Handling.public_id, "name for machines", check=PUBLIC_ID),
        choice(Handling.state, "what was made of it", HANDLINGS),
        of(Handling.handled_at, "instant in UTC", public=None),
    ),
    (Contribution.reference,),
    under=(
        (Contribution, Contribution.id == Handling.contribution_id),
        (Proceeding, Proceeding.id == Contribution.proceeding_id),
    ),
    open_to_all=lambda: visible(ANYBODY),
)
SCREEN = Carried(
    "screen",
    Screen,
    "what the chair chose for the screen of the room",
    (
        of(Screen.kind, "what it is", check=maybe(one_of(*SCREENS)), values=", ".join(SCREENS)),
        of(Screen.reference, "its reference", check=maybe(REFERENCE)),
        of(Screen.chosen_at, "instant in UTC"),
    ),
    (),
)
