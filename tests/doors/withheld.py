"""Words withheld by two persons, a proposal that waits, a request to erase, and what was erased: planted by the operations."""

from typing import Any

from sqlalchemy import select, update

from consult.accounts.models import Account
from consult.bodies.models import Body
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.moderation.operations.deciding import decide
from consult.moderation.operations.proposing import propose_erasure, propose_redaction, request_erasure
from consult.moderation.operations.settling import settle_proposal
from consult.moderation.proposal_models import Proposal
from consult.moderation.redacting.rendition import Span
from consult.site import Site
from tests.factories import TEST, actor_for

MARK = "[withheld: it names a private person]"


def plant_withheld(
    site: Site, public: Any, people: dict[str, Account], references: dict[str, str], word: str, erased: str, common: str
) -> dict[str, str]:
    """References of what was published and then redacted and erased, and public ids of proposals by what they are for."""
    author, moderator, office = (actor_for(site, people[name]) for name in ("author", "moderator", "secretariat"))
    found = {"redactedtext": published(site, public, author, f"Mrs {word} {common}")}
    want_two(site, public.body_id, True)
    propose(site, moderator, found["redactedtext"], Span(1, 4, 4 + len(word)))
    settle(site, office, found["redactedtext"])
    found["erasedtext"] = published(site, public, author, f"Mr {erased} {common}")
    waiting = published(site, public, author, f"A waiting text {common}")
    found["proposal"] = propose(site, moderator, waiting, Span(1, 0, 1))
    want_two(site, public.body_id, False)
    site.work.run(propose_erasure, office, reference=found["erasedtext"], ground="court", note="By order.")
    site.work.run(request_erasure, author, reference=references["decidedtext"], note="Please.")
    found["redaction"] = newest(site, found["redactedtext"])
    found["asked"] = newest(site, references["decidedtext"])
    return found


def published(site: Site, public: Any, author: Actor, text: str) -> str:
    """A comment that readers have seen; its reference."""
    new = NewContribution("comment", f"key {text}", (NewPassage(text),), "en", "public", name="Ana Tesch")
    reference = site.work.run(submit_contribution, author, proceeding_id=public.id, new=new).result.reference
    site.work.run(decide, TEST, reference=reference, act="approve", seen=1)
    return str(reference)


def propose(site: Site, who: Actor, reference: str, span: Span) -> str:
    """Propose to withhold words; the public id of the proposal."""
    given: dict[str, Any] = {"seen": 1, "version": 1, "reason": "private_person", "mark": MARK, "spans": [span]}
    site.work.run(propose_redaction, who, reference=reference, **given)
    return newest(site, reference)


def settle(site: Site, who: Actor, reference: str) -> None:
    """Confirm what was proposed last."""
    site.work.run(settle_proposal, who, public_id=newest(site, reference), act="confirm")


def newest(site: Site, reference: str) -> str:
    """The public id of the last proposal on a contribution."""
    query = select(Proposal.public_id).join(Contribution, Contribution.id == Proposal.contribution_id)
    with site.database.reading() as db:
        return db.scalars(query.where(Contribution.reference == reference).order_by(Proposal.id)).all()[-1]


def want_two(site: Site, body_id: int, wanted: bool) -> None:
    """Let a body want two persons, or one."""
    changed = update(Body).where(Body.id == body_id).values(two_persons=wanted)
    site.work.run(lambda db, _actor: db.execute(changed) and None, TEST)
