"""An author without account: a comment that a codeword opens, and the actor that it makes of its holder."""

from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.models import Decision
from consult.moderation.operations.deciding import decide
from consult.site import Site
from tests.factories import TEST, make_comment

CODEWORD_HASH = "the hash of seven words"


def anonymous_comment(site: Site, proceeding, text="words of mine", **more) -> tuple[str, Actor]:
    """Its reference, and who comes back with the codeword."""
    given = {"identity": "none", "name": None, "codeword_hash": CODEWORD_HASH} | more
    reference = make_comment(site, proceeding, text, **given)
    return reference, Actor(contribution_id=stored(site, reference).id, sender="a browser")


def stored(site: Site, reference: str) -> Contribution:
    """The row."""
    with site.database.reading() as db:
        return db.scalars(select(Contribution).where(Contribution.reference == reference)).one()


def decided(site: Site, reference: str, act: str, actor: Actor = TEST, **more) -> Decision:
    """Decide, and give the decision."""
    seen = stored(site, reference).latest
    site.work.run(decide, actor, reference=reference, act=act, seen=seen, **more)
    return decisions(site, reference)[-1]


def decisions(site: Site, reference: str) -> list[Decision]:
    """All decisions on an input in their order."""
    with site.database.reading() as db:
        query = select(Decision).join(Contribution, Contribution.id == Decision.contribution_id)
        return list(db.scalars(query.where(Contribution.reference == reference).order_by(Decision.id)))
