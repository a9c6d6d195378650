"""The tables of a room: what it is, who sat in it, what was discussed, and which messages are decisions."""

from sqlalchemy import literal

from consult.contributions.models import Contribution
from consult.proceedings.models import Proceeding
from consult.records.carried import Carried, named, of
from consult.records.package_checks import PUBLIC_ID, is_list, maybe
from consult.records.workspaces.fields import A_MEMBER, account, choice, everybody, left_unnamed, organisation
from consult.workspaces.rooms.models import FORMS, RULES, Room, Seat
from consult.workspaces.threads.models import STATES, DecisionMark, Discussion

OF_MESSAGE = (
    (Contribution, Contribution.id == DecisionMark.contribution_id),
    (Proceeding, Proceeding.id == Contribution.proceeding_id),
)
ROOM = Carried(
    "room",
    Room,
    "what makes the workspace a room; none: by the defaults",
    (
        choice(Room.form, "what kind of room it is", FORMS),
        choice(Room.rule, "its rule of confidentiality", RULES),
        of(Room.parts, "the parts it uses", check=is_list),
        of(Room.term_from, "first day of the term of office"),
        of(Room.term_until, "last day of the term of office"),
        of(Room.keep_until, "last day on which its last members read it"),
        of(Room.listed, "whether outsiders were told of it, so that they could ask to join"),
    ),
    (),
    open_to_all=everybody,
    texts=("terms", "listing"),
)
SEATS = Carried(
    "seats",
    Seat,
    "who sat in the room, from when until when",
    (
        of(Seat.public_id, "name for machines", check=PUBLIC_ID),
        account(Seat.account_id, "the person", "person", literal(A_MEMBER)),
        organisation(Seat.organisation, "organisation"),
        left_unnamed(Seat.organisation_id, "public id of the registered organisation", check=maybe(PUBLIC_ID)),
        of(Seat.category, "stakeholder category"),
        left_unnamed(Seat.country, "country or area, ISO 3166-1 alpha-2"),
        of(Seat.office, "office in the room", unnamed=literal("")),
        of(Seat.term_until, "last day of the own term of office"),
        of(Seat.joined_at, "instant in UTC"),
        of(Seat.left_at, "instant in UTC"),
        of(Seat.departure, "how the membership ended", values="left, removed, term_ended"),
        of(Seat.reason, "what was said to somebody whose seat was taken away", unnamed=literal("")),
    ),
    (Seat.joined_at, Seat.id),
    open_to_all=everybody,
)
DISCUSSIONS = Carried(
    "discussions",
    Discussion,
    "the subjects that were discussed; a message is a contribution whose target is the name of its discussion",
    (
        of(Discussion.public_id, "name for machines", check=PUBLIC_ID),
        of(Discussion.title, "title"),
        of(Discussion.language, "language of the title, BCP 47"),
        choice(Discussion.state, "how it stands", STATES),
        of(Discussion.pinned, "whether it stood before the others"),
        account(Discussion.opened_by, "who opened it", "opened_by"),
        of(Discussion.opened_at, "instant in UTC"),
        of(Discussion.closed_at, "instant in UTC"),
    ),
    (Discussion.opened_at, Discussion.id),
    open_to_all=everybody,
)
MARKS = Carried(
    "decision_marks",
    DecisionMark,
    "which messages were marked as decisions of the room",
    (
        named(DecisionMark.contribution_id, Contribution, "the message", "reference", by="reference"),
        account(DecisionMark.marked_by, "who marked it", "marked_by"),
        of(DecisionMark.marked_at, "instant in UTC"),
        account(DecisionMark.ended_by, "who took the mark away", "ended_by"),
        of(DecisionMark.ended_at, "instant in UTC"),
    ),
    (DecisionMark.marked_at, DecisionMark.id),
    under=OF_MESSAGE,
    open_to_all=everybody,
)
