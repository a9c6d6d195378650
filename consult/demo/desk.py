"""What lies at the desk of the open consultation of the demo: appeal, letter and answer, basket, selection, paper."""

import secrets
import uuid
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.passwords import Hasher
from consult.contributions.models import Contribution
from consult.contributions.operations.entering import Coming, enter_contribution
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.core.work import Work
from consult.moderation.baskets.operations import add_to_basket, edit_item, make_basket, share_basket
from consult.moderation.models import Decision
from consult.moderation.operations.appealing import appeal
from consult.moderation.operations.views import save_view
from consult.moderation.operations.writing import answer_letter, write_letter
from consult.site import Site

APPEAL = "I named nobody. I wrote down what was shouted at us, for the draft asks for examples. Please read it again."
QUESTION = (
    "Thank you. Which bridge do you mean, the old one or the one of the railway? And may we quote you on the water?"
)
ANSWER = "The old bridge, by the fish market. Yes, quote it. My granddaughter types this for all of us in the library."
PAPER = (
    "We are eleven neighbours of the old bridge and write by hand, because most of us have no computer.",
    "On the evening of 4 May our doors were open. We gave water to about sixty people. Nobody said that the street was closed.",
    "We ask that guideline 12 says: whoever disperses people has to say where they can go, and has to leave that way open.",
)


def furnish_desk(site: Site, proceeding_id: int, office: Actor, moderator: Actor, rapporteur: Actor) -> None:
    """All of it, in the last days."""
    work, hasher = site.work, Hasher(site.settings.argon2_time, site.settings.argon2_memory_kib)
    codeword_hash = hasher.hash(secrets.token_hex())  # of words that nobody has
    with work.database.reading() as db:
        refused, quoted = _refused(db, proceeding_id), _published(db, proceeding_id)
    with telling(now() - timedelta(days=2, hours=3)):
        if refused is not None:
            decision, author = refused
            work.run(appeal, author, decision=decision, text=APPEAL)
        paper = _enter(work, office, proceeding_id, codeword_hash)
    with telling(now() - timedelta(days=1, hours=5)):
        _collect(work, rapporteur, proceeding_id, quoted[:4])
        _correspond(work, moderator, paper)


def _refused(db: Session, proceeding_id: int) -> tuple[str, Actor] | None:
    """The last decision against an input, and its author, who comes back with the codeword."""
    query = select(Decision.public_id, Contribution.id).join(Contribution, Contribution.id == Decision.contribution_id)
    mine = query.where(Contribution.proceeding_id == proceeding_id, Contribution.state.in_(("declined", "hidden")))
    row = db.execute(mine.where(Decision.act.in_(("decline", "hide"))).order_by(Decision.id.desc())).first()
    return (row[0], _author(row[1])) if row is not None else None


def _author(contribution_id: int) -> Actor:
    return Actor(contribution_id=contribution_id, sender=f"demo:{contribution_id}")


def _published(db: Session, proceeding_id: int) -> list[str]:
    """References of what is in the docket with its text, the first first."""
    query = select(Contribution.reference).where(
        Contribution.proceeding_id == proceeding_id,
        Contribution.state == "published",
        Contribution.confidentiality == "public",
        Contribution.docket.is_not(None),
    )
    return list(db.scalars(query.order_by(Contribution.docket).limit(12)))


def _correspond(work: Work, moderator: Actor, reference: str) -> None:
    with work.database.reading() as db:
        contribution_id = db.scalars(select(Contribution.id).where(Contribution.reference == reference)).one()
    work.run(write_letter, moderator, reference=reference, kind="question", text=QUESTION)
    with telling(now() + timedelta(hours=20)):
        work.run(answer_letter, _author(contribution_id), reference=reference, text=ANSWER)


def _collect(work: Work, rapporteur: Actor, proceeding_id: int, references: list[str]) -> None:
    """A basket that colleagues read, too, and a selection of the docket."""
    basket = work.run(make_basket, rapporteur, name="For the chapter on dispersal", proceeding_id=proceeding_id).result
    items = [work.run(add_to_basket, rapporteur, basket=basket, reference=one, passage=1).result for one in references]
    words = "Three sources say the same of the old bridge. Quote the first, cite the others."
    work.run(edit_item, rapporteur, basket=basket, item=items[0], comment=words, words="")
    work.run(share_basket, rapporteur, basket=basket, shared=True)
    selection: dict[str, Any] = {
        "place": "docket",
        "name": "Civil society on dispersal",
        "query": "category=civil_society",
    }
    work.run(save_view, rapporteur, **selection, proceeding_id=proceeding_id)


def _enter(work: Work, office: Actor, proceeding_id: int, codeword_hash: str) -> str:
    """A letter that came by post, typed at the desk; a second person has yet to check it."""
    new = NewContribution(
        "submission",
        str(uuid.uuid5(uuid.NAMESPACE_URL, "consult demo paper")),
        tuple(map(NewPassage, PAPER)),
        "en",
        "public",
        name="Neighbours of the old bridge",
        category="grassroots_movement",
        codeword_hash=codeword_hash,
    )
    coming = Coming("paper", (now() - timedelta(days=3)).date(), "Old Bridge Street 7, Port Teras", "Box 3, letter 41")
    filed = work.run(enter_contribution, office, proceeding_id=proceeding_id, new=new, coming=coming).result
    return str(filed.reference)
