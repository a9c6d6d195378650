"""Polls and a question in the private hearing: a draft that its chairs alone know of, one that is open, and who asked what."""

import uuid
from dataclasses import asdict

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.hearings.floor.models import Floor
from consult.hearings.floor.queries import floor_of
from consult.hearings.polls.operations.drafting import NewPoll, draft_poll
from consult.hearings.polls.operations.running import open_poll
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for

POLL = NewPoll({"en": "Shall it be adopted?"}, ({"en": "Yes"}, {"en": "No"}), rule="secret")


def plant_ballots(site: Site, room: Proceeding, asker: Account, secret: str, message: str) -> dict[str, str]:
    """The public ids of a draft that asks such a thing and of an open poll, and the reference of a question."""
    hidden = NewPoll(**{**asdict(POLL), "question": {"en": secret}})
    draft, asked = (site.work.run(draft_poll, TEST, proceeding_id=room.id, new=one).result for one in (hidden, POLL))
    with site.database.reading() as db:
        seen = floor_of(db, room.id).moves
    site.work.run(open_poll, TEST, proceeding_id=room.id, seen=seen, poll=asked)

    def unsee(db: Session, _actor: Actor) -> None:
        db.get_one(Floor, room.id).moves = seen  # other requests of the chair count from there

    site.work.run(unsee, TEST)
    new = NewContribution("question", uuid.uuid4().hex, (NewPassage(message),), "en", "public")
    filed = site.work.run(submit_contribution, actor_for(site, asker), proceeding_id=room.id, new=new).result
    site.work.run(decide, TEST, reference=filed.reference, act="approve", seen=1)
    return {"draft poll": draft, "open poll": asked, "question": filed.reference, "seen": str(seen)}
