"""A well-formed request for every door that changes something: where it is sent, what it holds, and who may send it."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doors.door import A, C, D, H, K, L, P, Q
from tests.doors.furniture import CODEWORD, PASSWORD
from tests.doors.scene import ABSENT, DESK, ROLES, ROOM, Scene
from tests.doors.table import DOORS

EVERYBODY = set(ROLES)
SIGNED = EVERYBODY - {"anonymous", "codeword"}
WRITERS = ROOM - {"observer"}
ROOM_OFFICE = {"secretary"}
ROOM_LEAD = {"secretary", "chair"}
SENDER = {"language": "en", "identity": "public", "name": "Ana Tesch", "category": "", "confidentiality": "public"}
NAMED = (
    "slug", "public_id", "piece", "paper", "poll", "registration", "reference", "token", "organisation", "basket",
    "outcome", "view", "line", "item", "vote", "person", "asked", "wish", "objective", "task", "conflict", "amendment",
    "meeting",
)  # fmt: skip
MORE_TIME = {"closes_local": "2099-01-01T12:00", "reason_en": "The text came late."}
UNSAFE = [door for door in DOORS if door.method != "GET"]

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One request. `sees` are those who know that the thing is there, so that their refusal may say more than absence.

    `as_json` marks what programs send, for whom no cookie and no token counts.
    `stands` names an address whose page, read by the first of those who may, holds the mark `seen` of what is changed.
    """

    rule: str
    values: dict[str, Any]
    may: set[str]
    fields: Fields = field(default_factory=dict)
    sees: set[str] = field(default_factory=set)
    query: str = ""
    stands: str = ""
    as_json: bool = False  # of a program: without cookie and token


def cases(scene: Scene) -> list[Case]:
    """All of them."""
    from tests.doors.ballot_forms import ballots
    from tests.doors.many_forms import many
    from tests.doors.noted_forms import noting
    from tests.doors.paper_forms import collecting, entering, selecting
    from tests.doors.party_forms import organisations, respondents
    from tests.doors.programme_forms import planning
    from tests.doors.registered_forms import registering
    from tests.doors.room_advice_forms import advising
    from tests.doors.room_documents_forms import documenting
    from tests.doors.room_meetings_forms import meeting
    from tests.doors.room_plan_forms import planning_a_room
    from tests.doors.room_seats_forms import seating
    from tests.doors.room_threads_forms import discussing
    from tests.doors.room_votes_forms import deciding
    from tests.doors.room_writing_forms import writing as writing_together
    from tests.doors.withheld_forms import withholding

    makers: tuple[Callable[[Scene], list[Case]], ...] = (
        organisations,
        respondents,
        withholding,
        documenting,
        many,
        collecting,
        entering,
        selecting,
        account,
        sending,
        bringing,
        answering,
        own,
        desk,
        moving,
        writing,
        people,
        hearing,
        planning,
        planning_a_room,
        ballots,
        noting,
        registering,
        seating,
        deciding,
        meeting,
        discussing,
        writing_together,
        advising,
    )
    return [case for maker in makers for case in maker(scene)]


def account(scene: Scene) -> list[Case]:
    """Signing in and out, and the own account."""
    new = {"present": PASSWORD, "password": "harbour kettle ninety moss"}
    knock = {"email": scene.people["stranger"].email, "password": PASSWORD}
    token, fresh = f"token-of-body-{scene.body.id}", {"name": "A newcomer", "password": new["password"]}
    return [
        Case(f"{L}/account/password", {}, SIGNED, new),
        Case(f"{L}/account/profile", {}, SIGNED, {"name": "Another name", "language": "fr"}),
        Case(f"{L}/account/sessions/end", {}, SIGNED),
        Case(f"{L}/account/sign-in", {}, EVERYBODY, knock),
        Case(f"{L}/account/sign-out", {}, EVERYBODY - {"anonymous"}),
        Case(f"{L}/account/invitations/<token>", {"token": token}, EVERYBODY, fresh),
        Case(f"{L}/return/", {}, EVERYBODY, {"reference": scene.references["pendingtext"], "codeword": CODEWORD}),
        Case(f"{L}/return/close", {}, EVERYBODY),
    ]


def sending(scene: Scene) -> list[Case]:
    """Comments, answers, votes and reports, in the open and in the rooms."""
    comment = SENDER | {"client_id": str(uuid.uuid4()), "body": "A comment."}
    flag = {"reason": "spam", "note": "See for yourself."}
    found = []
    room = scene.rooms[4]
    for slug, may, sees, reference in (
        ("open-call", EVERYBODY, set(), scene.references["secretname"]),
        (room.slug, WRITERS, ROOM, scene.references[f"message {room.id}"]),
    ):
        at = {"slug": slug}
        found += [
            Case(f"{C}/comments", at, may, comment, sees),
            Case(f"{C}/vote", at, may, {"vote": f"agree:{reference}"}, sees),
            Case(f"{C}/report", at, may, flag, sees, f"ref={reference}"),
        ]
    found += [
        Case(f"{C}/comments", {"slug": "draft"}, set(), comment, DESK),
        Case(f"{H}/live", {"slug": "private-hearing"}, WRITERS, comment, ROOM),
        Case(f"{L}/workspaces/<slug>/", {"slug": "private-workspace"}, WRITERS, comment, ROOM),
    ]
    return found


def bringing(scene: Scene) -> list[Case]:
    """Answers that come as a document: in a file, or from a program."""
    given = {"questionnaire": scene.furniture["version"], "client_id": str(uuid.uuid4()), "answers": {"word": "Yes"}}
    sender = {name: value for name, value in SENDER.items() if value}
    file = {"file": json.dumps({"format": 1, **given}).encode(), "replace": "yes"}
    sends = "/api/v1/consultations/<slug>/responses"
    return [
        Case(f"{C}/upload", {"slug": "open-call"}, EVERYBODY, file),
        Case(sends, {"slug": "open-call"}, EVERYBODY, {**given, "sender": sender}, as_json=True),
        Case(sends, {"slug": "private-consultation"}, set(), {**given, "sender": sender}, as_json=True),
        Case(
            f"{sends[:-9]}attachments",
            {"slug": "private-consultation"},
            set(),
            {**given, "question": "word"},
            as_json=True,
        ),
    ]


def answering(scene: Scene) -> list[Case]:
    """The pages of a questionnaire, with a draft of the author; and those of a correction."""
    at, author = {"slug": "open-call"}, {"author"}
    answer, step = {"q_word": "Yes", "act": "continue"}, f"{C}/respond/step/<key>"
    again, document = {"reference": scene.references["answers"]}, {"reference": scene.references["document"]}
    correct = f"{L}/return/<reference>/correct"
    return [
        Case(step, at | {"key": "part_1"}, EVERYBODY - author, answer, author, stands=step),
        Case(f"{C}/respond/you", at, author, SENDER, EVERYBODY),
        Case(f"{C}/respond/review", at, author, {}, EVERYBODY, stands=f"{C}/respond/review"),
        Case(f"{C}/respond/continue", at, set(), {"code": "k7dm-2qxd-9htr-c5wn-4fza"}, EVERYBODY),
        Case(f"{C}/respond/code", at, author, {}, EVERYBODY),
        Case(f"{C}/respond/remind", at, author, {"email": "ama@example.org"}, EVERYBODY),
        Case(f"{C}/respond/delete", at, author, {}, EVERYBODY),
        Case(f"{C}/respond/document", at, author, {"act": "drop"}, EVERYBODY),
        Case(f"{L}/return/<reference>/correct/document", document, author, {"act": "drop"}),
        Case(f"{L}/uploads/", {}, set()),
        Case(f"{L}/uploads/<upload>", {"upload": ABSENT}, set()),
        Case(correct, again, author),
        Case(f"{correct}/step/<key>", again | {"key": "part_1"}, author, answer, stands=f"{correct}/step/<key>"),
        Case(f"{correct}/review", again, author, {}, stands=f"{correct}/review"),
    ]


def own(scene: Scene) -> list[Case]:
    """An author's own input."""
    at, may = {"reference": scene.references["pendingtext"]}, {"author", "codeword"}
    return [
        Case(f"{L}/return/<reference>/correct", at, may, {"body": "Better words.", "seen": "1"}),
        Case(f"{L}/return/<reference>/withdraw", at, may),
    ]


def desk(scene: Scene) -> list[Case]:
    """Decisions."""
    rule, room = f"{L}/desk/items/<reference>", scene.rooms[2]
    hide = {"act": "hide", "seen": "1", "reason": "insult", "note": "A sentence."}
    message, pending = {"reference": scene.references[f"message {room.id}"]}, scene.references["pendingtext"]
    return [
        Case(rule, {"reference": pending}, DESK - {"rapporteur"}, {"act": "approve", "seen": "1"}, DESK),
        Case(rule, message, ROOM_LEAD | {"room moderator"}, hide, {"room rapporteur"}),
        *exchanging(scene),
        *queue(scene),
        *publishing(scene),
        *docket(scene),
    ]


def docket(scene: Scene) -> list[Case]:
    """What the office says of filings."""
    here, office = {"public_id": scene.rooms[0].public_id}, {"secretariat"}
    filing, one = f"{D}/filings/<reference>", scene.references["hiddentext"]
    at, other = here | {"reference": one}, scene.references["secretname"]
    return [
        Case(f"{D}/codes", here, office, {f"code.{one}": "HT", f"seen.{one}": ""}, DESK),
        Case(f"{filing}/code", at, office, {"code": "HT", "seen": ""}, DESK),
        Case(f"{filing}/relate", at, office, {"kind": "replaces", "other": other}, DESK),
        Case(f"{filing}/unrelate", at, office, {"relation": scene.furniture["relation"]}, DESK),
    ]


def exchanging(scene: Scene) -> list[Case]:
    """Letters, appeals, addresses, and what people want of mails."""
    room, given = scene.rooms[2], scene.furniture
    declined, pending = ({"reference": scene.references[name]} for name in ("declinedtext", "pendingtext"))
    message, text = {"reference": scene.references[f"message {room.id}"]}, {"text": "Some words."}
    letter = {"letter-kind": "question", "letter-text": "Which bridge?"}
    settled = {"settle-outcome": "upheld", "settle-note": "A sentence."}
    item, mine = f"{L}/desk/items/<reference>", f"{L}/return/<reference>"
    at = declined | {"appeal": given["appeal"]}
    hidden = message | {"decision": given["appealed"]}
    return [
        Case(f"{item}/letters", pending, DESK - {"rapporteur"}, letter, DESK),
        Case(f"{item}/letters", message, ROOM_LEAD | {"room moderator"}, letter, {"room rapporteur"}),
        Case(f"{item}/appeals/<appeal>", at, DESK - {"rapporteur"}, settled, DESK),
        Case(f"{mine}/appeal/<decision>", hidden, set(), text, {"member"}),
        Case(f"{mine}/letters", pending, {"author", "codeword"}, text),
        Case(f"{mine}/address", pending, set(), {"email": "ama@example.org"}, {"author", "codeword"}),
        Case(f"{mine}/address/works", pending, set(), {}, {"author", "codeword"}),
        Case(f"{L}/account/mails", {}, SIGNED, {"news": "daily", "details": "y"}),
        Case(f"{L}/account/mails/works", {}, SIGNED),
        Case(f"{L}/news/stop/<token>", {"token": given["stop"]}, EVERYBODY),
    ]


def queue(scene: Scene) -> list[Case]:
    """Who has what, what is asked of the secretariat, and how somebody arranges the own queue."""
    rule, room = f"{L}/desk/items/<reference>", scene.rooms[2]
    decide, staff = DESK - {"rapporteur"}, DESK - {"rapporteur"} | ROOM_LEAD | {"room moderator", "elsewhere"}
    message = {"reference": scene.references[f"message {room.id}"]}
    pending, asked = ({"reference": scene.references[name]} for name in ("pendingtext", "hiddentext"))
    given = {"references": pending["reference"], "account": scene.people["moderator"].public_id}
    return [
        Case(f"{rule}/hold", pending, decide, {"how": "take"}, DESK),
        Case(f"{rule}/ask", message, ROOM_LEAD | {"room moderator"}, {"note": "What now?"}, {"room rapporteur"}),
        Case(f"{rule}/answer", asked, {"secretariat"}, {"answer": "Keep it so."}, DESK),
        Case(f"{rule}/veil", pending, decide, {"veiled": "yes"}, DESK),
        Case(f"{L}/desk/assign", {}, {"secretariat", "secretary", "elsewhere"}, given),
        Case(f"{L}/desk/views", {}, staff, {"name": "Mine"}, query="flagged=yes"),
        Case(f"{L}/desk/views/<public_id>", {"public_id": scene.furniture["view"]}, {"moderator"}, {"name": "Ours"}),
        Case(f"{L}/desk/settings", {}, staff, {"veil": "yes"}),
    ]


def publishing(scene: Scene) -> list[Case]:
    """What is published by decision, and what comes after the closing."""
    office, here, shut = (
        {"secretariat"},
        {"public_id": scene.rooms[0].public_id},
        {"public_id": scene.furniture["shut"]},
    )
    late = {"reference": scene.references["latetext"], "act": "accept", "reason": "The post was slow."}
    return [
        Case(f"{D}/publish", here, office, {"references": scene.references["decidedtext"]}, DESK),
        Case(f"{D}/late", shut, office, {"reason": "The post was slow.", "days": "5"}, DESK),
        Case(f"{D}/late/end", shut, office, {"pass": scene.furniture["pass"]}, DESK),
        Case(f"{D}/late/decide", here, office, late, DESK),
    ]


def moving(scene: Scene) -> list[Case]:
    """Changes of state, and the form of a proceeding."""
    rule, edit = f"{K}/<any(announce,open,close,reopen):move>", f"{K}/edit"
    whole = {
        "title_en": "A new title",
        "language": "en",
        "languages": ["en", "fr", "ar"],
        "zone": "UTC",
        "word_limit": "300",
        "moderation": "after",
        "publication": "after_moderation",
        "identities": ["public", "none"],
        "confidentialities": ["public"],
    }
    new = whole | {"slug": "brand-new", "prefix": "N1"}
    at = {"kind": "consultation", "slug": "open-call"}
    found = [
        Case(rule, at | {"move": "close"}, {"secretariat"}, sees=DESK),
        Case(f"{Q}/extend", {"slug": "open-call"}, {"secretariat"}, MORE_TIME, DESK),
        Case(rule, {**at, "slug": "draft", "move": "announce"}, {"secretariat"}, sees=DESK),
        Case(edit, at, {"secretariat"}, whole, DESK, stands=edit),
        Case(f"{L}/desk/proceedings/new", {}, {"secretariat"}, new, query="kind=consultation&body=commission"),
        Case(f"{L}/desk/proceedings/new", {}, {"secretariat"}, new, query="kind=workspace&body=commission"),
    ]
    for kind in ("workspace", "hearing", "consultation"):
        at = {"kind": kind, "slug": f"private-{kind}"}
        found += [
            Case(rule, at | {"move": "close"}, ROOM_LEAD, sees=ROOM),
            Case(edit, at, ROOM_OFFICE, whole, ROOM, stands=edit),
        ]
    return found


def writing(scene: Scene) -> list[Case]:
    """The text and the questions of a consultation."""
    paragraph = {"number": "1", "heading_en": "A heading", "text_en": "Another text."}
    question = {"type": "short_text", "label_en": "In two words?"}
    new, word, part = {"seen": "new"}, {"key": "word"}, {"key": "part_1"}
    found = []
    for slug, may, sees in (("open-call", {"secretariat"}, DESK), ("private-consultation", ROOM_OFFICE, ROOM)):
        for rule, more, fields, stands in (
            (f"{Q}/text/<int:number>", {"number": 1}, paragraph, True),
            (f"{Q}/text/new", {}, paragraph | {"number": "2"} | new, False),
            (f"{A}/section/<key>", part, {"title_en": "A part", "after": ""}, True),
            (f"{A}/section/<key>/take-away", part, {}, True),
            (f"{A}/section/new", {}, {"title_en": "A part", "after": ""} | new, False),
            (f"{A}/question/<key>", word, question, True),
            (f"{A}/question/<key>/take-away", word, {}, True),
            (f"{A}/question/new", {}, question | {"place": "part_1:"} | new, False),
            (f"{A}/arrange", {}, {"act": "question copy word"}, False),
            (f"{A}/paging", {}, {"paging": "all"}, False),
            (f"{A}/trials/forget", {}, {}, False),
        ):
            found.append(Case(rule, {"slug": slug, **more}, may, fields, sees, stands=rule if stands else ""))
    return found + sharing(scene) + ending(scene)


def ending(scene: Scene) -> list[Case]:
    """Targets of participation, and the results."""
    target = {"at_least": "5", "unit": "organisations", "group": "language:en"}
    outcome = {"decision": "taken_up", "text_en": "It was taken up.", "position": "1"}
    one, here, rule = {"outcome": scene.furniture["outcome"]}, {"slug": "open-call"}, f"{Q}/results/outcomes/<outcome>"
    found = [
        Case(f"{Q}/participation/targets/end", here, {"secretariat"}, {"target": scene.furniture["target"]}, DESK),
        Case(rule, here | one, {"secretariat"}, outcome, DESK, stands=rule),
        Case(f"{Q}/results/publish", here, {"secretariat"}, {}, DESK, stands=f"{Q}/results/publish"),
    ]
    for slug, may, sees in (("open-call", {"secretariat"}, DESK), ("private-consultation", ROOM_OFFICE, ROOM)):
        text, at = f"{Q}/results/text", {"slug": slug}
        found += [
            Case(f"{Q}/participation/targets", at, may, target, sees),
            Case(text, at, may, {"text_en": "What came of it."}, sees, stands=text),
            Case(f"{Q}/results/outcomes/new", at, may, outcome | {"seen": "new"}, sees),
        ]
    return found


def sharing(scene: Scene) -> list[Case]:
    """Taking questions over, trying them out, publishing them."""
    office, draft, room = {"secretariat"}, {"slug": "draft"}, {"slug": "private-consultation"}
    source = {"public_id": scene.values["public_id"][0]}
    kept = scene.furniture["kept"]
    tried = {"act": "send", "step": "review", "answers": '{"word": "Yes"}'}
    return [
        Case(f"{A}/take/<public_id>", room | source, ROOM_OFFICE, {"questions": "word"}, ROOM),
        Case(f"{A}/take/<public_id>", draft | source, office, {"everything": "1"}, DESK),
        Case(f"{A}/bank", {"slug": "open-call"}, office, {"questions": kept}, DESK),
        Case(f"{A}/bank", room, set(), {"questions": kept}, ROOM),
        Case(f"{A}/bank/forget", {"slug": "open-call"}, office, {"question": kept}, DESK),
        Case(f"{A}/preview/form", draft, office, tried, DESK),
        Case(f"{A}/publish", draft, office, {"confirmed": "y"}, DESK, stands=f"{A}/publish"),
    ]


def people(scene: Scene) -> list[Case]:
    """Bodies, roles and invitations."""
    body_office = {"secretariat", "administrator"}
    body = {"kind": "body", "public_id": scene.body.public_id}
    places = [(body, body_office, "moderator", "moderator", "offer")]
    for room in scene.rooms[2:]:
        at = {"kind": "room", "public_id": room.public_id}
        places.append((at, ROOM_LEAD, "member", f"member {room.id}", f"offer {room.id}"))
    found = [
        Case(f"{L}/desk/people/new-body", {}, {"administrator"}, {"slug": "new", "language": "en", "name_en": "New"})
    ]
    for at, may, role, holder, offer in places:
        found += [
            Case(P, at, may, {"email": "guest@example.org", "role": role}),
            Case(f"{P}/remove", at, may, {"grant": scene.furniture[holder]}),
            Case(f"{P}/withdraw", at, may, {"invitation": scene.furniture[offer]}),
        ]
    return found


def hearing(scene: Scene) -> list[Case]:
    """The chair's acts, and those of who takes part."""
    at, room = {"slug": "private-hearing"}, scene.rooms[3]
    message = at | {"reference": scene.references[f"message {room.id}"]}
    hide = {"act": "hide", "seen": "1", "reason": "insult", "note": "A sentence."}
    return [
        Case(f"{H}/chair/<any(open,close,reopen):move>", at | {"move": "close"}, ROOM_LEAD, sees=ROOM),
        Case(f"{H}/chair/act", at, ROOM_LEAD, {"do": "close_comments", "seen": scene.furniture["seen"]}, ROOM),
        Case(f"{H}/chair/comments/<reference>", message, ROOM_LEAD, hide, ROOM),
        Case(f"{H}/projector", at, ROOM_LEAD, {"kind": ""}, ROOM),
        Case(
            f"{H}/live/floor", at, {"member"}, {"act": "ask:intervention", "item": scene.furniture["floor item"]}, ROOM
        ),
    ]
