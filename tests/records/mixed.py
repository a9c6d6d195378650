"""A proceeding with some of everything: names, anonymous and confidential input, answers, corrections, every state, votes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from consult.analysis.operations import add_target
from consult.bodies.models import Body
from consult.consultations.editing.queries import mark_of
from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.contributions.models import Contribution
from consult.contributions.operations.coding import give_codes
from consult.contributions.operations.entering import Coming, confirm_typing, correct_typing, enter_contribution
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.relating import end_relation, relate
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.contributions.operations.whom import Member
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.followup.operations.publishing import publish_results
from consult.followup.operations.writing import put_outcome, put_results
from consult.followup.queries import newest_results, written_results
from consult.moderation.letter_models import Appeal
from consult.moderation.operations.appealing import appeal, settle_appeal
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.escalating import answer_escalation, escalate
from consult.moderation.operations.proposing import (
    propose_erasure,
    propose_lifting,
    propose_redaction,
    request_erasure,
)
from consult.moderation.operations.veiling import mark_distressing
from consult.moderation.operations.writing import answer_letter, write_letter
from consult.moderation.proposal_models import Proposal
from consult.moderation.redacting.rendition import Span
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, make_body, make_proceeding, release
from tests.moderation.authors import anonymous_comment, decided

PEOPLE = 4


def make_mixed(site: Site) -> tuple[Body, Proceeding]:
    """The whole of it; some input is pending, and one is published but not yet listed."""
    body = make_body(site)
    proceeding = make_proceeding(site, body, "mixed", moderation="before")
    site.work.run(_questionnaire, TEST, proceeding_id=proceeding.id)
    number = 0
    for act in ("approve", "decline", "hide", "restore", "withdraw", "correct", "pending"):
        for identity, confidentiality in (("public", "public"), ("none", "public"), ("secretariat", "secretariat")):
            number += 1
            reference = _file(site, proceeding, number, identity, confidentiality, "comment")
            _act(site, reference, act, read_first=confidentiality == "public")
    answers = _file(site, proceeding, 90, "public", "public", "submission")
    decide_on(site, answers, "approve")
    _intake(site, proceeding)
    release(site, proceeding)
    _cited(site, proceeding, answers)
    _votes(site, proceeding)
    _results(site, proceeding, answers)
    late = _file(site, proceeding, 91, "none", "public", "comment")
    decide_on(site, late, "approve")
    _withhold(site, proceeding)
    correspond(site, proceeding)
    ask_secretariat(site, proceeding)
    return body, proceeding


def _cited(site: Site, proceeding: Proceeding, submission: str) -> None:
    """A code that was changed, one of a name that is not public, a relation in force and one that was ended."""
    with site.database.reading() as db:
        listed = select(Contribution.reference).where(Contribution.place.is_not(None), Contribution.kind == "comment")
        in_order = listed.order_by(Contribution.reference)
        one = db.scalars(in_order.where(Contribution.identity == "public")).first() or ""
        kept = db.scalars(in_order.where(Contribution.identity == "secretariat")).first()
    for before, code in ((None, "AI"), ("AI", "AMI")):
        given: dict[str, Any] = {"codes": {submission: code}, "seen": {submission: before}}
        site.work.run(give_codes, TEST, proceeding_id=proceeding.id, **given)
    withheld: dict[str, Any] = {"codes": {kept: "JS1"}, "seen": {kept: None}}
    site.work.run(give_codes, TEST, proceeding_id=proceeding.id, **withheld)
    ended = site.work.run(relate, TEST, proceeding_id=proceeding.id, reference=one, kind="annex_to", other=submission)
    site.work.run(end_relation, TEST, proceeding_id=proceeding.id, public_id=ended.result)
    site.work.run(relate, TEST, proceeding_id=proceeding.id, reference=submission, kind="replaces", other=one)


def _questionnaire(db, _actor, *, proceeding_id):
    paragraph = Paragraph(proceeding_id=proceeding_id, number=1)
    questionnaire = Questionnaire(proceeding_id=proceeding_id)
    db.add_all([paragraph, questionnaire])
    db.flush()
    set_texts(db, paragraph.owner, "text", {"en": "The ferry runs.", "fr": "Le bac circule."}, "en")
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire.id, number=1, made_at=now(), published_at=now(), answered_at=now(), paging="all"
    )
    question = Question(questionnaire_id=questionnaire.id, key="when", public_id="q" * 16)
    db.add_all([version, question])
    db.flush()
    rule = {"question": "when", "is": "contains", "value": "night"}
    section = Section(version_id=version.id, key="times", position=1)
    db.add(section)
    db.flush()
    inner = Section(
        version_id=version.id, key="trips", position=2, parent_id=section.id, repeats_min=0, repeats_max=5, show_if=rule
    )
    db.add(inner)
    db.flush()
    settings = {"options": ["day", "night"]}
    asked = QuestionVersion(
        version_id=version.id, section_id=inner.id, question_id=question.id, position=1,
        type="multiple_choice", required=True, settings=settings, show_if=rule,
    )  # fmt: skip
    db.add(asked)
    db.flush()
    set_texts(db, section.owner, "title", {"en": "Times"}, "en")
    set_texts(db, version.owner, "note", {"en": "The first questions."}, "en")
    set_texts(db, asked.owner, "label", {"en": "When?", "ar": "متى؟"}, "en")


def _intake(site: Site, proceeding: Proceeding) -> None:
    """What came on paper: with a name and checked, without one and corrected, confidential, and not yet read."""
    desk = replace(TEST, sender="desk")
    for number, (identity, confidentiality) in enumerate(
        (("public", "public"), ("none", "public"), ("secretariat", "secretariat"), ("none", "public"))
    ):
        new = NewContribution(
            kind="submission", client_id=f"paper-{number}", passages=(NewPassage(f"Paper{number}."),), language="en",
            identity=identity, confidentiality=confidentiality, name=f"Paper {number}" if identity != "none" else None,
            on_behalf="organisation", country="KE",
        )  # fmt: skip
        coming = Coming(
            ("paper", "email", "word", "other")[number], now().date() - timedelta(days=number), "A box", "B7"
        )
        given: dict[str, Any] = {"proceeding_id": proceeding.id, "new": new, "coming": coming}
        reference = site.work.run(enter_contribution, desk, **given).result.reference
        if number < 2:
            decide_on(site, reference, "approve")
        if number == 0:
            site.work.run(confirm_typing, TEST, reference=reference, seen=1)
        if number == 1:
            better = (NewPassage("Paper corrected."),)
            site.work.run(correct_typing, TEST, reference=reference, seen=1, passages=better, corrections="A word.")


def _file(site: Site, proceeding: Proceeding, number: int, identity: str, confidentiality: str, kind: str) -> str:
    texts = ("=1+1", "+41 22", "-dash", "@all", '\tTab, "quotes"\nand a line', "عربي", "計程車")
    passages = [NewPassage(text=f"{texts[number % len(texts)]} number {number}")]
    if kind == "submission":
        choice = {"type": "multiple_choice", "value": ["night", "day"]}
        passages = [NewPassage(question="q" * 16, value=choice), NewPassage(text="A paragraph.", question=None)]
    new = NewContribution(
        kind=kind, client_id=f"key-{number}", passages=tuple(passages), language="en", identity=identity,
        confidentiality=confidentiality, name=f"Name{number}." if identity != "none" else None, **_whom(number),
    )  # fmt: skip
    filed = site.work.run(submit_contribution, Actor(sender=f"browser {number}"), proceeding_id=proceeding.id, new=new)
    return filed.result.reference


def _whom(number: int) -> dict[str, Any]:
    """For an organisation, a coalition, or oneself."""
    members = (Member(f"Member{number}.", "PA"), Member("عضو آخر"))
    return (
        {"on_behalf": "organisation", "country": "KE"},
        {},
        {"on_behalf": "coalition", "coalition": members},
    )[(number - 1) // 3 % 3]


def _results(site: Site, proceeding: Proceeding, cited: str) -> None:
    """Published results, the beginning of their next version, and a target."""
    given: dict[str, Any] = {"proceeding_id": proceeding.id}
    text = {"en": f"As [[{cited}]] asked.", "ar": "كما طُلب."}
    site.work.run(put_results, TEST, **given, seen=mark_of({"text": {}}), text=text)
    outcome: dict[str, Any] = {
        "decision": "partly",
        "text": {"en": "In part."},
        "why": {"en": "Because."},
        "cited": [cited],
    }
    site.work.run(put_outcome, TEST, **given, public_id=None, seen=mark_of(None), position=None, **outcome)
    with site.database.reading() as db:
        row = newest_results(db, proceeding.id)
        assert row is not None
        seen = mark_of(written_results(db, row).rendition())
    site.work.run(publish_results, TEST, **given, seen=seen)
    site.work.run(put_results, TEST, **given, seen=mark_of({"text": text}), text={"en": "Not yet public."})
    target: dict[str, Any] = {"dimension": "region", "value": "each", "unit": "organisations", "at_least": 10}
    site.work.run(add_target, TEST, **given, **target)


def decide_on(site: Site, reference: str, act: str, seen: int = 1, note: str = "A note for the author") -> None:
    """Decide as the secretariat would."""
    reason = "off_topic" if act in ("decline", "hide") else None
    site.work.run(decide, TEST, reference=reference, act=act, seen=seen, reason=reason, note=note)


def _act(site: Site, reference: str, act: str, *, read_first: bool) -> None:
    if act == "pending":
        return
    if act == "decline":
        if read_first:
            decide_on(site, reference, "decline")
        return
    if read_first:
        decide_on(site, reference, "approve")
    if act in ("hide", "restore"):
        decide_on(site, reference, "hide")
    if act == "restore":
        decide_on(site, reference, "restore")
    if act in ("withdraw", "correct"):
        with site.database.reading() as db:
            row = db.query(Contribution).filter_by(reference=reference).one()
        author = Actor(contribution_id=row.id)
        if act == "withdraw":
            site.work.run(withdraw_contribution, author, reference=reference)
        else:
            again = (NewPassage(text="Corrected text"),)
            site.work.run(correct_contribution, author, reference=reference, seen=1, passages=again)


def _withhold(site: Site, proceeding: Proceeding) -> None:
    """Words withheld, shown again and proposed to be withheld; an answer withheld; one erased, one asked to be."""
    comments = [_file(site, proceeding, number, "public", "public", "comment") for number in range(92, 97)]
    answers = _file(site, proceeding, 97, "public", "public", "submission")
    for reference in (*comments[1:], answers):
        decide_on(site, reference, "approve")
    unread, lifted, erased, asked, waiting = comments
    redact(site, unread, Span(1, 0, 4))
    redact(site, lifted, Span(1, 0, 4))
    redact(site, lifted, Span(1, 5, 7))
    redact(site, answers, Span(1), Span(2, 2, 5))
    site.work.run(_lift_first, TEST, reference=lifted)
    site.work.run(propose_erasure, TEST, reference=erased, ground="court", note="By order.")
    with site.database.reading() as db:
        author = Actor(contribution_id=db.query(Contribution.id).filter_by(reference=asked).scalar())
    site.work.run(request_erasure, author, reference=asked, note="Please.")
    site.work.run(_want_two, TEST, proceeding_id=proceeding.id, wanted=True)
    redact(site, waiting, Span(1, 0, 4), hide=True)
    site.work.run(_want_two, TEST, proceeding_id=proceeding.id, wanted=False)


def correspond(site: Site, proceeding: Proceeding) -> None:
    """Appeals of every outcome, letters, and an answer that nobody has read."""
    for number, outcome in enumerate(("overturned", "upheld", None), start=1):
        reference, author = anonymous_comment(site, proceeding, f"words {number} that were appealed for")
        decided(site, reference, "approve")
        decision = decided(site, reference, "hide", reason="insult", note="A note for the author")
        site.work.run(appeal, author, decision=decision.public_id, text=f"Appeal {number}: \u0639\u0631\u0628\u064a")
        if outcome is not None:
            with site.database.reading() as db:
                public_id = db.query(Appeal.public_id).filter_by(decision_id=decision.id).scalar()
            site.work.run(settle_appeal, TEST, appeal=public_id, outcome=outcome, note="Looked at again.")
        site.work.run(write_letter, TEST, reference=reference, kind="question", text="Which bridge?")
        if outcome is None:
            site.work.run(answer_letter, author, reference=reference, text="The old one.")


def ask_secretariat(site: Site, proceeding: Proceeding) -> None:
    """One question that was answered, one that a decision settled, one that waits, on what is veiled at the desk."""
    asked = [anonymous_comment(site, proceeding, f"words {number} that are asked about")[0] for number in range(3)]
    for reference in asked:
        site.work.run(escalate, TEST, reference=reference, note="May this stand? \u0639\u0631\u0628\u064a")
    site.work.run(answer_escalation, TEST, reference=asked[0], answer="It may.")
    decided(site, asked[1], "approve")
    site.work.run(mark_distressing, TEST, reference=asked[2], veiled=True)


def redact(site: Site, reference: str, *spans: Span, hide: bool = False) -> None:
    """Withhold words as a moderator would."""
    given: dict[str, Any] = {
        "seen": 1,
        "version": 1,
        "reason": "private_person",
        "mark": "[withheld: a name]",
        "note": "A note.",
    }
    site.work.run(propose_redaction, TEST, reference=reference, spans=spans, hide=hide, **given)


def _lift_first(db, actor, *, reference):
    row = db.query(Contribution).filter_by(reference=reference).one()
    first = db.query(Proposal).filter_by(contribution_id=row.id).order_by(Proposal.id).first()
    propose_lifting(db, actor, public_id=first.public_id, note="Agreed.")


def _want_two(db, _actor, *, proceeding_id, wanted):
    db.get_one(Body, db.get_one(Proceeding, proceeding_id).body_id).two_persons = wanted


def _votes(site: Site, proceeding: Proceeding) -> None:
    with site.database.reading() as db:
        references = [
            row.reference
            for row in db.query(Contribution).filter_by(state="published", confidentiality="public")
            if row.place is not None
        ]
    for person in range(PEOPLE):
        for place, reference in enumerate(references):
            for choice in ("agree", ("pass", "disagree", "agree")[(person + place) % 3]):
                site.work.run(
                    cast_vote, Actor(sender=f"voter {person}"), proceeding_id=proceeding.id,
                    reference=reference, choice=choice,
                )  # fmt: skip
