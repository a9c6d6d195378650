"""A room with some of everything: rows of every table, with the names of people and organisations wherever they can stand."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from sqlalchemy import select

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.ledger.commitments import commit
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.site import Site
from consult.workspaces.advice.models import Advice
from consult.workspaces.closing.models import Handover
from consult.workspaces.documents.models import Amendment, Document, DocumentFile, DocumentVersion, Paragraph
from consult.workspaces.plan.models import Objective, Task, TaskAct
from consult.workspaces.requests.models import InstitutionRequest, RequestAct
from consult.workspaces.rooms.models import Room, Seat
from consult.workspaces.threads.models import DecisionMark, Discussion, Mention, ReadMark
from consult.workspaces.votes.counting import Rule, count
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.queries import tally_of
from consult.workspaces.writing.models import ParagraphConflict, ParagraphLock, ParagraphSave
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding, saved, words

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMES = ("Amina Chairwoman", "Boris Member", "Chantal Member", "Dina Member", "Emil Member", "Farah Member")
ORGANISATIONS = ("Quiet Union", "Ministry of Ferries", "Harbour League", "State Archive")
NEVER = ("elector key", "sealed words", "lock token", "client 1", "unshown proposal", "unsent request")


def minute(number: float) -> datetime:
    return AT + timedelta(minutes=number)


def make_room(site: Site, rule: str = "members", slug: str = "ferry-group") -> Proceeding:
    """The whole of it, closed."""
    body = make_body(site)
    proceeding = make_proceeding(
        site, body, slug, kind="workspace", audience="members", state="open", opens_at=AT, is_live=True,
        identities=["public"], moderation="after", prefix="W7",
    )  # fmt: skip
    saved(site, Room(proceeding_id=proceeding.id, form="advisory_group", rule=rule, term_from="2026-01-01",
                     term_until="2026-12-31", keep_until="2027-01-31"))  # fmt: skip
    words(site, f"room:{proceeding.id}", {"terms": {"en": "To advise on ferries.", "fr": "Conseiller."}})
    people = _people(site, proceeding)
    _said(site, proceeding, people)
    document = _documents(site, proceeding, people)
    _plan(site, proceeding, people)
    _votes(site, proceeding, people, document)
    saved(site, Advice(reference="W7-AG/2026/1", proceeding_id=proceeding.id, document_id=document.id, document_version=1,
                       signed="Advisory group", covering="We advise:", given_by=people[0].id, given_at=minute(90),
                       addressee="q" * 16, published_as="C1-AAAA-BBBB", state="published",
                       published_at=minute(91)))  # fmt: skip
    saved(site, Handover(proceeding_id=proceeding.id, archive="State Archive", edition="restricted", digest="a" * 64, size=5,
                         by_id=people[0].id, at=minute(99), made_at=minute(99)))  # fmt: skip
    site.work.run(_told, TEST, proceeding_id=proceeding.id)
    return proceeding


def _people(site: Site, proceeding: Proceeding) -> list[Account]:
    found = []
    for number, name in enumerate(NAMES):
        role = "chair" if number == 0 else "member"
        account = make_account(site, f"p{number}@example.org", (role, "proceeding", proceeding.id), name=name)
        saved(site, Seat(proceeding_id=proceeding.id, account_id=account.id, organisation="Quiet Union", category="ngo",
                         country="KE", office="Convener of the Quiet Union", joined_at=minute(number)))  # fmt: skip
        found.append(account)
    gone = Seat(proceeding_id=proceeding.id, account_id=found[5].id, joined_at=minute(-9), left_at=minute(-5),
                departure="left")  # fmt: skip
    saved(site, gone)
    return found


def _said(site: Site, proceeding: Proceeding, people: list[Account]) -> None:
    talk = saved(site, Discussion(proceeding_id=proceeding.id, title="Night ferries", language="en", opened_by=people[0].id,
                                  opened_at=minute(1)))  # fmt: skip
    for number, account in enumerate(people[:3]):
        new = NewContribution("comment", f"key {number}", (NewPassage(f"Saying number {number}."),), "en", "public",
                              target=talk.public_id)  # fmt: skip
        site.work.run(submit_contribution, actor_for(site, account), proceeding_id=proceeding.id, new=new)
    with site.database.reading() as db:
        one = db.scalars(select(Contribution.id).where(Contribution.proceeding_id == proceeding.id)).first()
    assert one is not None
    saved(site, DecisionMark(contribution_id=one, marked_by=people[0].id, marked_at=minute(5)))
    saved(site, Mention(contribution_id=one, account_id=people[1].id, mentioned_at=minute(5), seen_at=minute(6)))
    saved(site, ReadMark(account_id=people[1].id, discussion_id=talk.id, place=3))


def digest_of(paragraphs: list[dict[str, Any]]) -> str:
    return hashlib.sha256(rfc8785.dumps(paragraphs)).hexdigest()


def _documents(site: Site, proceeding: Proceeding, people: list[Account]) -> Document:
    document = saved(site, Document(proceeding_id=proceeding.id, title="On ferries", language="en", state="adopted",
                                    version=1, amendments=1, made_by=people[0].id, made_at=minute(10)))  # fmt: skip
    rows = [
        saved(site, Paragraph(document_id=document.id, position=number * 1024, label=f"{number}", text=f"Paragraph {number}.",
                              saved_by=people[number].id, saved_at=minute(11)))
        for number in (1, 2)
    ]  # fmt: skip
    text = [{"key": row.key, "style": row.style, "label": row.label, "text": row.text} for row in rows]
    saved(site, DocumentVersion(document_id=document.id, number=1, paragraphs=text, digest=digest_of(text), salt="5a" * 16,
                                made_by=people[0].id, made_at=minute(20)))  # fmt: skip
    saved(site, Amendment(document_id=document.id, number=1, kind="replace", key=rows[0].key, was="Paragraph 1.",
                          text="Better.", reason="It is.", state="rejected", made_by=people[2].id, made_at=minute(13),
                          decided_by=people[0].id, decided_at=minute(14), decision="No."))  # fmt: skip
    saved(site, ParagraphLock(paragraph_id=rows[0].id, account_id=people[1].id, token="lock token", taken_at=minute(1),
                              expires_at=minute(2)))  # fmt: skip
    saved(site, ParagraphSave(paragraph_id=rows[0].id, revision=1, text="Paragraph 1.", client_id="client 1",
                              saved_by=people[1].id, saved_at=minute(11)))  # fmt: skip
    saved(site, ParagraphConflict(paragraph_id=rows[0].id, seen=0, text="Too late.", client_id="client 1", state="merged",
                                  saved_by=people[2].id, saved_at=minute(12), settled_by=people[0].id,
                                  settled_at=minute(13)))  # fmt: skip
    assert site.storage is not None
    incoming = site.storage.receive(100)
    incoming.write(b"PK Boris Member wrote this")
    content = incoming.keep()
    saved(site, DocumentFile(document_id=document.id, name="Boris Member.docx", size=content.size, digest=content.digest,
                             media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                             told=["one image"], brought_by=people[1].id, brought_at=minute(9)))  # fmt: skip
    return document  # type: ignore[no-any-return]


def _plan(site: Site, proceeding: Proceeding, people: list[Account]) -> None:
    aim = saved(site, Objective(proceeding_id=proceeding.id, position=1024, title="A night ferry", language="en"))
    task = saved(site, Task(objective_id=aim.id, position=1024, title="Write to the harbour", account_id=people[3].id,
                            organisation="Harbour League", due_on="2026-05-01", state="done", done_at=minute(50)))  # fmt: skip
    saved(site, TaskAct(task_id=task.id, by_id=people[3].id, at=minute(50), facts={
        "state": ["planned", "done"], "organisation": ["", "Harbour League"],
    }))  # fmt: skip
    for number, state in enumerate(("answered", "draft"), start=1):
        one = saved(site, InstitutionRequest(
            proceeding_id=proceeding.id, number=number, direction="to", subject="access", institution="Ministry of Ferries",
            organisation_id="m" * 16, title=f"{'unsent' if state == 'draft' else 'sent'} request", text="Please.",
            language="en", state=state, account_id=people[4].id, revision=3, made_by=people[4].id, made_at=minute(30),
        ))  # fmt: skip
        for act, became in (("sent", "sent"), ("answered", "answered")) if state == "answered" else ():
            saved(site, RequestAct(request_id=one.id, act=act, state=became, text="Done.", facts={"by": "Emil Member"},
                                   by_id=people[4].id, at=minute(31 if act == "sent" else 32)))  # fmt: skip


def _votes(site: Site, proceeding: Proceeding, people: list[Account], document: Document) -> None:
    for number, secret in enumerate((False, True), start=1):
        given = saved(site, RoomProposal(
            proceeding_id=proceeding.id, number=number, document_id=document.id, document_version=1, title="Shall we?",
            language="en", method="majority", is_secret=secret, state="closed", made_by=people[0].id, made_at=minute(40),
            opened_at=minute(41), closed_at=minute(60), outcome="adopted", salt="5a" * 16,
            result=count(Rule("majority"), [["yes"]] * 4 + [["no"]] * 2, 6, 0).as_kept(),
        ))  # fmt: skip
        for place, account in enumerate(people):
            elector = saved(site, Elector(proposal_id=given.id, account_id=account.id, voted_at=minute(42 + place)))
            value = {"choice": "yes" if place < 4 else "no"}
            if secret:
                saved(site, SecretBallot(proposal_id=given.id, value=value))
                continue
            if place == 0:
                saved(site, OpenVote(elector_id=elector.id, value={"choice": "no"}, cast_at=minute(41), is_current=False))
            saved(site, OpenVote(elector_id=elector.id, value=value, cast_at=minute(42 + place)))
    draft = saved(site, RoomProposal(proceeding_id=proceeding.id, number=3, title="unshown proposal", language="en",
                                     method="consensus", salt="5a" * 16, made_by=people[0].id, made_at=minute(70)))  # fmt: skip
    going = saved(site, RoomProposal(proceeding_id=proceeding.id, number=4, title="Later", language="en",
                                     method="majority",
                                     is_secret=True, state="open", salt="5a" * 16,
                                     made_by=people[0].id, made_at=minute(71)))  # fmt: skip
    assert draft.state == "draft"
    saved(site, SecretBallot(proposal_id=going.id, elector_key="elector key", sealed="sealed words"))
    saved(site, Elector(proposal_id=going.id, account_id=people[0].id, voted_at=minute(72)))


def _told(db: Any, _actor: Any, *, proceeding_id: int) -> None:
    """What the ledger says of it in the end."""
    proceeding = db.get_one(Proceeding, proceeding_id)
    for seat in db.scalars(select(Seat).where(Seat.proceeding_id == proceeding_id).order_by(Seat.joined_at)):
        tell(db, proceeding, "seat.taken", seat.public_id)
        if seat.left_at is not None:
            tell(db, proceeding, "seat.left", seat.public_id)
    document = db.scalars(select(Document).where(Document.proceeding_id == proceeding_id)).one()
    version = db.scalars(select(DocumentVersion).where(DocumentVersion.document_id == document.id)).one()
    tell(db, proceeding, "document.made", document.public_id)
    tell(db, proceeding, "document.versioned", document.public_id, commitments={"version": commit(version.salt, version.digest)})
    tell(db, proceeding, "document.adopted", document.public_id)
    amendment = db.scalars(select(Amendment).where(Amendment.document_id == document.id)).one()
    for kind in ("amendment.made", "amendment.rejected"):
        tell(db, proceeding, kind, amendment.public_id)
    for one in db.scalars(select(RoomProposal).where(RoomProposal.proceeding_id == proceeding_id)):
        for act in ("opened", "closed") if one.state == "closed" else ("opened",) if one.state == "open" else ():
            tally = {"tally": commit(one.salt, tally_of(one))} if act == "closed" else {}
            tell(db, proceeding, f"vote.{act}", one.public_id, commitments=tally)
    advice = db.scalars(select(Advice).where(Advice.proceeding_id == proceeding_id)).one()
    for kind in ("advice.given", "advice.published"):
        tell(db, proceeding, kind, advice.public_id)
