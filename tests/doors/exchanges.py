"""What passed between desk and authors in the scene, and the requests that go on with it."""

from sqlalchemy import select

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.letter_models import Appeal
from consult.moderation.models import Decision
from consult.moderation.operations.appealing import appeal
from consult.moderation.operations.writing import answer_letter, write_letter
from consult.notices.words import stop_token
from consult.site import Site
from tests.factories import TEST, actor_for


def plant_exchange(
    site: Site, references: dict[str, str], author: Account, appealed: str, written: str
) -> dict[str, str]:
    """An open appeal against what was declined, and a letter with its answer; ids of both, and the token of a link."""
    who: Actor = actor_for(site, author)
    with site.database.reading() as db:
        of_author = select(Decision.public_id).join(Contribution, Contribution.id == Decision.contribution_id)
        decision = db.scalars(of_author.where(Contribution.reference == references["declinedtext"])).one()
    site.work.run(appeal, who, decision=decision, text=appealed)
    about = references["pendingtext"]
    site.work.run(write_letter, TEST, reference=about, kind="question", text=written)
    site.work.run(answer_letter, who, reference=about, text=f"{written} again")
    with site.database.reading() as db:
        made = db.scalars(select(Appeal.public_id)).one()
    token = stop_token(site.settings.secret_key, "account", author.public_id)
    return {"appealed": decision, "appeal": made, "stop": token}
