"""A body with a proceeding and three people of its desk, and how they withhold, confirm and erase."""

from dataclasses import dataclass

from sqlalchemy import select

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.moderation.models import Decision
from consult.moderation.operations.proposing import propose_erasure, propose_redaction
from consult.moderation.operations.settling import settle_proposal
from consult.moderation.proposal_models import Proposal
from consult.moderation.redacting.rendition import Span
from consult.site import Site
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding

MARK = "[withheld: it names a private person]"


@dataclass
class Desk:
    """Who sits at one desk, and what they do there."""

    site: Site
    room: object
    body: Body
    people: dict[str, object]
    secretary: Actor
    moderator: Actor
    other: Actor
    chair: Actor
    rapporteur: Actor

    def redact(self, reference, words, *, by=None, reason="private_person", passage=1, **more):
        """Withhold these words; the state of the proposal."""
        row, texts = self.row(reference), self.texts(reference)
        start = texts[passage].index(words)
        given = {"seen": row.latest, "version": row.latest, "reason": reason, "mark": MARK} | more
        span = Span(passage, start, start + len(words))
        who = by or self.moderator
        return self.site.work.run(propose_redaction, who, reference=reference, spans=[span], **given).result

    def erase(self, reference, *, by=None, ground="author_asked", **more):
        """Erase; the state of the proposal."""
        who = by or self.secretary
        return self.site.work.run(propose_erasure, who, reference=reference, ground=ground, **more).result

    def settle(self, reference, act="confirm", *, by=None, **more):
        """Settle the newest proposal."""
        public_id = self.proposals(reference)[-1].public_id
        return self.site.work.run(settle_proposal, by or self.other, public_id=public_id, act=act, **more).result

    def row(self, reference):
        """The contribution as it is now."""
        with self.site.database.reading() as db:
            return db.scalars(select(Contribution).where(Contribution.reference == reference)).one()

    def texts(self, reference, of="text"):
        """The texts of the newest version by number, or what the public reads of them."""
        with self.site.database.reading() as db:
            query = select(Passage).join(Version).join(Contribution).where(Contribution.reference == reference)
            rows = db.scalars(query.where(Version.number == Contribution.latest).order_by(Passage.number))
            return {row.number: getattr(row, of) for row in rows}

    def proposals(self, reference):
        """Proposals on it, the oldest first."""
        return self._of(Proposal, reference)

    def decisions(self, reference):
        """Decisions on it, the oldest first."""
        return self._of(Decision, reference)

    def _of(self, model, reference):
        with self.site.database.reading() as db:
            query = select(model).join(Contribution, Contribution.id == model.contribution_id)
            return list(db.scalars(query.where(Contribution.reference == reference).order_by(model.id)))

    def want_two(self, wanted=True):
        """Let the body want two persons, or one."""
        self.site.work.run(_set_two, TEST, body_id=self.body.id, wanted=wanted)


def _set_two(db, _actor, *, body_id, wanted):
    db.get_one(Body, body_id).two_persons = wanted


def make_desk(site, **values):
    """A desk of a live proceeding, where what is approved appears at once."""
    body = make_body(site)
    room = make_proceeding(site, body, "assemblies", **{"is_live": True} | values)
    roles = ("secretariat", "moderator", "moderator", "chair", "rapporteur")
    names = ("Secretary", "Kwabena Osei", "Leila Haddad", "Chair", "Rapporteur")
    people = [
        make_account(site, f"{name.split()[0].lower()}@desk.example", (role, *_scope(role, body, room)), name=name)
        for name, role in zip(names, roles, strict=True)
    ]
    actors = [actor_for(site, one) for one in people]
    return Desk(site, room, body, dict(zip(names, people, strict=True)), *actors)


def _scope(role, body, room):
    return ("proceeding", room.id) if role == "chair" else ("body", body.id)
