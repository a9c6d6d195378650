"""Rooms full of secrets: each secret holds a marker word of its own, and the scene says who may ever see it."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.accounts.models import Account, WebSession
from consult.bodies.actors import token_hash
from consult.bodies.models import Body, Grant
from consult.consultations.models import QuestionnaireVersion
from consult.consultations.operations import submit_response
from consult.contributions.drafts.operations import Page, begin_correction, keep_answers, keep_sender
from consult.contributions.drafts.queries import Which, mark_of
from consult.contributions.models import Contribution
from consult.contributions.operations.late import give_late_pass
from consult.contributions.operations.relating import relate
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.clock import now
from consult.core.db import Base
from consult.ledger.models import Stream
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.escalating import escalate
from consult.moderation.operations.views import save_view
from consult.organisations.models import Organisation
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.doors.ballots import plant_ballots
from tests.doors.collected import plant_collected
from tests.doors.exchanges import plant_exchange
from tests.doors.furniture import build_on, furnish
from tests.doors.hall import plant_hall
from tests.doors.many import plant_many
from tests.doors.noted import plant_lines
from tests.doors.outcomes import begin_results
from tests.doors.papers import plant_files
from tests.doors.parties import LINK, LISTED, QUIET, grants_in, make_organisations, plant_parties
from tests.doors.programme import plant_programme
from tests.doors.registered import plant_registration
from tests.doors.room_advice import plant_advice
from tests.doors.room_documents import plant_suggested
from tests.doors.room_meetings import plant_meeting
from tests.doors.room_plan import plant_plan
from tests.doors.room_seats import plant_seats
from tests.doors.room_threads import plant_discussion
from tests.doors.room_votes import plant_votes
from tests.doors.room_writing import plant_written
from tests.doors.withheld import plant_withheld
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, saved, sign_in

COMMON = "lanternword"  # in every text, so that a search for it must find what may be found
ROOM = {"member", "observer", "room moderator", "room rapporteur", "chair", "secretary"}
DESK = {"secretariat", "moderator", "rapporteur"}
ROOM_DESK = {"room moderator", "room rapporteur", "chair", "secretary"}
AUTHOR = {"author"}

# Each secret, and everybody who may see it through any door at all.
SECRETS: dict[str, set[str]] = {
    "roomtitle": ROOM,
    "roommessage": ROOM,
    "speakername": ROOM_DESK,
    "closeditem": ROOM_DESK,
    "draftpoll": {"chair", "secretary"},
    "seatoffice": ROOM,
    "offerorganisation": {"chair", "secretary"},
    "askedtext": {"chair", "secretary"},
    "removalreason": {"chair", "secretary", "former", "room rapporteur"},  # who may export the record of the room
    "plantext": ROOM,
    "requesttext": ROOM,
    "draftvote": {"chair", "secretary"},
    "objection": {"member"},  # while the vote is open, its own writer alone
    "pendingtext": DESK | AUTHOR | {"codeword"},
    "declinedtext": DESK | AUTHOR,
    "hiddentext": DESK | AUTHOR,
    "confidentialtext": {"secretariat", "rapporteur"} | AUTHOR,
    "secretname": {"secretariat"} | AUTHOR,
    "moderatornote": DESK | AUTHOR,
    "appealtext": DESK | AUTHOR,
    "lettertext": DESK | AUTHOR | {"codeword"},
    "escalationnote": DESK,
    "decidedtext": DESK | AUTHOR,
    "redactedtext": DESK | AUTHOR,
    "erasedtext": set(),  # nobody, at no door
    "latetext": DESK | AUTHOR,
    "drafttitle": DESK,
    "workingtext": {"secretariat", "rapporteur"},
    "resultstext": {"secretariat", "rapporteur"},
    "banktext": {"secretariat"},
    "trialtext": {"secretariat"},
    "organisationcontact": {"representative", "organisation member", "secretariat", "elsewhere"},
    "unlistedname": {"representative", "organisation member", "secretariat", "elsewhere"},
    "secretmember": {"secretariat"} | AUTHOR,
    "respondentemail": {"secretariat"},
    "basketcomment": {"rapporteur"},
    "intakesender": {"secretariat"},
    "selectionname": {"rapporteur"},
    "drafttext": AUTHOR,
    "documenttext": AUTHOR,
    "copiedfile": DESK | AUTHOR,
    "originalfile": {"secretariat"} | AUTHOR,
    "filename": {"secretariat"} | AUTHOR,
    "closedpaper": ROOM - {"member", "observer"},
    "closedline": ROOM - {"member", "observer"},
    "memberemail": {"member", "chair", "secretary"},
    "registrationneeds": {"secretary"},
    "statementtext": ROOM - {"observer"},
    "authoremail": {"secretariat", "administrator", "representative"} | AUTHOR,
}
ROLES = (
    "anonymous", "stranger", "former", "elsewhere", "administrator", "secretariat", "moderator", "rapporteur",
    "member", "observer", "room moderator", "room rapporteur", "chair", "secretary", "author", "codeword",
    "representative", "organisation member",
)  # fmt: skip
OUTSIDERS = ("anonymous", "stranger", "former", "elsewhere")
ABSENT = "nosuchthing00000"
TABLES = Base.metadata.sorted_tables


def marker(secret: str) -> str:
    """The word that gives a secret away."""
    return f"zq{secret}qz"


@dataclass(slots=True)
class Scene:
    """The site, a browser for each role, and the values that the arguments of addresses take."""

    site: Site
    app: Flask
    browsers: dict[str, FlaskClient]
    values: dict[str, list[Any]]
    hidden: dict[str, set[Any]]  # those values that outsiders must not know of
    rooms: list[Proceeding]
    people: dict[str, Account]
    references: dict[str, str]
    furniture: dict[str, str]
    body: Body
    tokens: dict[str, str] = field(default_factory=dict)

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, to be compared with an earlier or later state; but for the log of who read what was
        confided, which grows by reading alone."""
        tables = [table for table in TABLES if table.name != "confidential_reading"]
        with self.site.database.reading() as db:
            return {table.name: sorted(map(tuple, db.execute(table.select())), key=repr) for table in tables}


def make_scene(site: Site, app: Flask) -> Scene:
    """Plant everything and sign everybody in."""
    body, other = make_body(site), make_body(site, "elsewhere", "Another Commission")
    given: dict[str, Any] = {"moderation": "before", "is_live": True, "takes_documents": True}
    public = make_proceeding(site, body, "open-call", **given)
    draft = make_proceeding(site, body, "draft", state="draft", **given)
    rooms = [
        make_proceeding(site, body, f"private-{kind}", kind=kind, audience="members", **given)
        for kind in ("workspace", "hearing", "consultation")
    ]
    retitle(site, draft, "drafttitle")
    for room in rooms:
        retitle(site, room, "roomtitle")
    ids = [room.id for room in rooms]
    organisations = make_organisations(site)
    people = make_people(site, body.id, other.id, ids, organisations)
    references = plant(site, public, people["author"])
    for room in rooms:
        references[f"message {room.id}"] = message(site, room.id, people["member"])
    browsers = {role: app.test_client() for role in ROLES}
    for role, account in people.items():
        sign_in(site, browsers[role], account)
    shut = make_proceeding(site, body, "shut-call", **given | {"state": "closed", "is_live": False})
    furniture = furnish(site, [public, rooms[2]], rooms, body.id, references["pendingtext"])
    words = (marker("redactedtext"), marker("erasedtext"), COMMON)
    withheld = plant_withheld(site, public, people, references, *words)
    references |= {name: withheld[name] for name in ("redactedtext", "erasedtext")}
    furniture |= {name: withheld[name] for name in ("proposal", "redaction", "asked")}
    furniture |= {"shut": shut.public_id, "pass": late_pass(site, shut)}
    furniture |= arrange_desk(site, people, references["hiddentext"])
    furniture |= relate_two(site, public, references)
    furniture |= build_on(site, draft, marker("banktext"), marker("workingtext"), marker("trialtext"))
    furniture |= plant_parties(site, public, rooms[2], people, organisations)
    furniture |= begin_results(site, public, marker("resultstext"))
    furniture |= plant_exchange(site, references, people["author"], marker("appealtext"), marker("lettertext"))
    furniture |= plant_hall(site, rooms[1], people["member"], marker("speakername"), marker("closeditem"))
    furniture |= plant_programme(site, rooms[1], marker("closedpaper"))
    minutes = (f"{marker('roommessage')} {COMMON}", marker("closedline"))
    furniture |= plant_lines(site, rooms[1], furniture["planned item"], *minutes)
    furniture |= plant_ballots(
        site, rooms[1], people["member"], marker("draftpoll"), f"{marker('roommessage')} {COMMON}"
    )
    references["joint"] = furniture["joint"]
    references |= answers_of_the_author(site, public, people["author"])
    files = plant_files(site, public, actor_for(site, people["author"]))
    references["document"] = files.document
    furniture |= plant_collected(site, public, people, references)
    references["letter"] = furniture["letter"]
    furniture |= plant_many(site, public, people, references, marker("pendingtext"))
    secrets = (marker("registrationneeds"), marker("statementtext"))
    furniture |= plant_registration(site, rooms[1], people["member"], *secrets)
    references["statement"] = furniture["statement"]
    told = [f"{marker(one)} {COMMON}" for one in ("draftvote", "roommessage", "objection")]
    furniture |= plant_seats(site, body, rooms[0], people, marker)
    secret_plans = [f"{marker(one)} {COMMON}" for one in ("plantext", "requesttext")]
    furniture |= plant_plan(site, rooms[0], people["member"], *secret_plans)
    furniture |= plant_votes(site, rooms[0], people["member"], *told)
    furniture |= plant_meeting(site, rooms[0], told[1])
    furniture |= plant_discussion(site, rooms[0], people["member"], people["chair"], told[1])
    references["message discussed"] = furniture["decided message"]
    furniture |= plant_written(site, rooms[0], f"{marker('roommessage')} {COMMON}")
    planted = furniture["written document"], furniture["written paragraph"]
    furniture |= plant_suggested(site, people["member"], *planted, f"{marker('roommessage')} {COMMON}")
    furniture |= plant_advice(site, rooms[0], body, people, f"{marker('roommessage')} {COMMON}")
    open_by_codeword(site, browsers["codeword"], references["pendingtext"])
    end_membership(site, people["former"])
    values, hidden = address_values(site, references, public, [draft, *rooms])
    values["token"] += [f"token-of-body-{body.id}", LINK, furniture["stop"]]
    values |= {"decision": [furniture["appealed"], ABSENT], "appeal": [furniture["appeal"], ABSENT]}
    values |= {
        "organisation": [LISTED, QUIET, ABSENT],
        "discussion": [furniture["discussion"], ABSENT],
        "file": [files.pending, files.public, ABSENT],
        "upload": [ABSENT],
        "poll": [furniture["draft poll"], furniture["open poll"], ABSENT],
        "outcome": [furniture["outcome"], ABSENT],
        "view": [furniture["selection"], ABSENT],
        "basket": [furniture["basket"], furniture["shared basket"], ABSENT],
        "registration": [furniture["registration"], ABSENT],
        "line": [furniture["line"], furniture["closed line"], ABSENT],
        "item": [furniture["noted item"], furniture["planned item"], ABSENT],
        "code": ["en"],
    }
    values |= {
        "piece": [furniture["planned item"], ABSENT],
        "paper": [furniture["planned paper"], ABSENT],
        "body": [body.slug, ABSENT],
    }
    values["meeting"] = [furniture["meeting"], ABSENT]
    hidden["meeting"] = {furniture["meeting"]}
    values |= {"person": [people["member"].public_id, ABSENT], "wish": [furniture["asked seat"], ABSENT]}
    hidden["wish"] = {furniture["asked seat"]}
    values["objective"] = [furniture["aim"], ABSENT]
    values["task"] = [furniture["task"], furniture["gone task"], ABSENT]
    values["asked"] = [furniture["sent request"], furniture["draft request"], ABSENT]
    hidden |= {name: {one for one in values[name] if one != ABSENT} for name in ("objective", "task", "asked")}
    values["conflict"], hidden["conflict"] = [furniture["late version"], ABSENT], {furniture["late version"]}
    values["vote"] = [furniture["draft vote"], furniture["open vote"], ABSENT]
    hidden["vote"] = {furniture["draft vote"], furniture["open vote"]}
    values["piece"].append(furniture["written document"])
    values["key"].append(furniture["written paragraph"])
    values |= {
        "amendment": [furniture["suggested amendment"], ABSENT],
        "copy": ["clean", "marked", "1"],
        "act": ["publish"],
    }
    hidden["amendment"] = {furniture["suggested amendment"]}
    hidden["key"] = {furniture["written paragraph"]}
    hidden |= {
        "piece": {furniture["planned item"], furniture["written document"]},
        "paper": {furniture["planned paper"]},
    }
    values["public_id"] += [furniture["bulk"], furniture["group"]]
    hidden["public_id"] |= {furniture["bulk"], furniture["group"]}
    values["public_id"] += [furniture["kept advice"], furniture["given advice"]]
    hidden["public_id"] |= {furniture["kept advice"]}
    hidden["file"] = {files.pending}
    hidden["poll"] = {furniture["draft poll"], furniture["open poll"]}
    hidden["registration"] = {furniture["registration"]}
    hidden["line"] = {furniture["line"], furniture["closed line"]}
    hidden["item"] = {furniture["noted item"], furniture["planned item"]}
    hidden["view"] = {furniture["selection"]}
    hidden["basket"] = {furniture["basket"], furniture["shared basket"]}
    return Scene(site, app, browsers, values, hidden, [public, draft, *rooms], people, references, furniture, body)


def retitle(site: Site, proceeding: Any, secret: str) -> None:
    """Give a proceeding a title with a marker."""
    from tests.factories import words

    words(site, proceeding.owner, {field: {"en": f"{marker(secret)} {COMMON}"} for field in ("title", "lede")})


def make_people(
    site: Site, body: int, other: int, rooms: list[int], organisations: dict[str, Organisation]
) -> dict[str, Account]:
    """An account for each role that has one."""

    def of(role: str) -> list[tuple[str, str, int | None]]:
        return [(role, "proceeding", room) for room in rooms]

    grants: dict[str, list[tuple[str, str, int | None]]] = {
        "stranger": [],
        "former": of("member"),
        "elsewhere": [("secretariat", "body", other)],
        "administrator": [("administrator", "site", None)],
        "secretariat": [("secretariat", "body", body)],
        "moderator": [("moderator", "body", body)],
        "rapporteur": [("rapporteur", "body", body)],
        "room moderator": of("moderator"),
        "room rapporteur": of("rapporteur"),
        "author": [],
        "representative": grants_in(organisations, "representative"),
        "organisation member": grants_in(organisations, "organisation_member"),
        **{role: of(role) for role in ("member", "observer", "chair", "secretary")},
    }
    found = {}
    for role, held in grants.items():
        local = marker(f"{role}email") if role in ("author", "member") else role.replace(" ", ".")
        address = f"{local}@example.org"
        found[role] = make_account(site, address, *held, name=f"The {role}")
    return found


def plant(site: Site, public: Any, author: Account) -> dict[str, str]:
    """One contribution of each state and secrecy, by one author; references by secret."""
    actor, moderator = actor_for(site, author), TEST
    found = {}
    for secret in (
        "pendingtext",
        "declinedtext",
        "hiddentext",
        "confidentialtext",
        "secretname",
        "decidedtext",
        "latetext",
    ):
        new = NewContribution(
            "comment",
            f"key {secret}",
            (NewPassage(f"{marker(secret) if secret != 'secretname' else 'a text'} {COMMON}"),),
            "en",
            "secretariat" if secret == "secretname" else "public",
            "secretariat" if secret == "confidentialtext" else "public",
            marker(secret) if secret == "secretname" else "Ana Tesch",
        )
        found[secret] = site.work.run(submit_contribution, actor, proceeding_id=public.id, new=new).result.reference
    decisions = [
        ("declinedtext", "decline"),
        ("hiddentext", "approve"),
        ("hiddentext", "hide"),
        ("secretname", "approve"),
        ("decidedtext", "approve"),
    ]
    hold(site, found)
    for secret, act in decisions:
        given: dict[str, Any] = (
            {"reason": "off_topic", "note": f"{marker('moderatornote')} a sentence"} if act != "approve" else {}
        )
        site.work.run(decide, moderator, reference=found[secret], act=act, seen=1, **given)
    return found


def hold(site: Site, references: dict[str, str]) -> None:
    """One that is published only by decision, one that came late and asks to be let in."""
    for secret, values in (
        ("decidedtext", {"publication": "by_decision"}),
        ("latetext", {"late": "asked", "waiting": False}),
    ):
        changed = update(Contribution).where(Contribution.reference == references[secret]).values(**values)
        site.work.run(lambda db, actor, changed=changed: db.execute(changed) and None, TEST)


def arrange_desk(site: Site, people: dict[str, Account], reference: str) -> dict[str, str]:
    """A question to the secretariat about one input, and a view that a moderator saved."""
    moderator = actor_for(site, people["moderator"])
    site.work.run(escalate, moderator, reference=reference, note=f"{marker('escalationnote')} what now?")
    view = site.work.run(save_view, moderator, place="queue", name="All that is flagged", query="flagged=yes")
    return {"view": view.result}


def relate_two(site: Site, public: Any, references: dict[str, str]) -> dict[str, str]:
    """A relation between two filings."""
    one, other = references["declinedtext"], references["hiddentext"]
    made = site.work.run(relate, TEST, proceeding_id=public.id, reference=one, kind="annex_to", other=other)
    return {"relation": made.result}


def message(site: Site, room: int, member: Account) -> str:
    """A message in a private room."""
    text = f"{marker('roommessage')} {COMMON}"
    new = NewContribution("comment", f"message {room}", (NewPassage(text),), "en", "public", "public", "The member")
    reference = site.work.run(
        submit_contribution, actor_for(site, member), proceeding_id=room, new=new
    ).result.reference
    site.work.run(decide, TEST, reference=reference, act="approve", seen=1)
    return reference


def answers_of_the_author(site: Site, public: Any, author: Account) -> dict[str, str]:
    """A response by the author, a correction of it that was begun, and a draft of another response."""
    who, text = actor_for(site, author), {"word": f"{marker('drafttext')} {COMMON}"}
    with site.database.reading() as db:
        asked = db.scalars(select(QuestionnaireVersion.public_id).order_by(QuestionnaireVersion.id)).first() or ""
    new = NewContribution("response", "key of answers", (), "en", "public", name="Ana Tesch", questionnaire=asked)
    given: dict[str, Any] = {"proceeding_id": public.id, "new": new, "answers": {"word": "Yes"}}
    reference = site.work.run(submit_response, who, **given).result.reference
    site.work.run(begin_correction, who, reference=reference, seen=1, answers=text)
    page, which = Page("part_1", "", mark_of({}, ()), ("word",), text), Which(public.id)
    site.work.run(keep_answers, who, which=which, questionnaire=asked, language="en", page=page)
    sender = {"language": "en", "identity": "public", "name": "Ana Tesch", "confidentiality": "public", "category": ""}
    site.work.run(keep_sender, who, which=which, language="en", sender=sender)
    return {"answers": reference}


def open_by_codeword(site: Site, browser: FlaskClient, reference: str) -> None:
    """A session that a codeword opened."""
    with site.database.reading() as db:
        contribution = db.scalars(select(Contribution.id).where(Contribution.reference == reference)).one()
    ends = now().replace(year=now().year + 1)
    row = WebSession(token_hash=token_hash("code"), contribution_id=contribution, created_at=now(), expires_at=ends)
    saved(site, row)
    with browser.session_transaction() as session:
        session["token"] = "code"


def late_pass(site: Site, shut: Any) -> str:
    """A pass for one late filing; its public id."""
    given: dict[str, Any] = {"token_hash": token_hash("late"), "reason": "The post was slow.", "days": 5}
    made: str = site.work.run(give_late_pass, TEST, proceeding_id=shut.id, **given).result
    return made


def end_membership(site: Site, account: Account) -> None:
    """End all grants of an account."""
    ended = update(Grant).where(Grant.account_id == account.id).values(ended_at=now())
    site.work.run(lambda db, actor: db.execute(ended) and None, TEST)


def address_values(
    site: Site, references: dict[str, str], public: Any, hidden: list[Any]
) -> tuple[dict[str, list[Any]], dict[str, set[Any]]]:
    """What each argument of an address may be, and which of it outsiders must not know of."""
    with site.database.reading() as db:
        streams = {(one.scope_id, one.audience): one.public_id for one in db.scalars(select(Stream))}
        ids = {row.reference: row.public_id for row in db.scalars(select(Contribution))}
    unknown = {reference for name, reference in references.items() if name.startswith(("message", "pending"))}
    shut_away = {one.id for one in hidden}
    secret = {
        "slug": {one.slug for one in hidden},
        "reference": unknown,
        "public_id": {one.public_id for one in hidden},  # a contribution's own leads to its receipt, for anybody
        "stream": {name for (scope, audience), name in streams.items() if audience != "public" or scope in shut_away},
    }
    values: dict[str, list[Any]] = {
        "lang": ["en"],
        "slug": [public.slug, *sorted(secret["slug"]), ABSENT],
        "reference": [*references.values(), ABSENT],
        "public_id": [public.public_id, *(one.public_id for one in hidden), ABSENT],
        "receipt": [*ids.values(), ABSENT],
        "stream": [*streams.values(), ABSENT],
        "token": [ABSENT],
        "key": ["word", "part_1", ABSENT],
        "number": [1],
        "place": [1],
        "name": [ABSENT],
    }
    return values, secret
