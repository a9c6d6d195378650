"""What is collected and entered at the desk: a basket of one's own, one that is shared, a letter that came by post."""

import uuid
from dataclasses import replace
from typing import Any

from consult.accounts.models import Account
from consult.contributions.operations.entering import Coming, enter_contribution
from consult.contributions.operations.submit import NewContribution, NewPassage
from consult.core.clock import now
from consult.moderation.baskets.operations import add_to_basket, edit_item, make_basket, share_basket
from consult.moderation.operations.views import save_view
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST, actor_for


def marked(secret: str) -> str:
    """The word that gives a secret away, as in scene.py."""
    return f"zq{secret}qz"


def plant_collected(
    site: Site, public: Proceeding, people: dict[str, Account], references: dict[str, str]
) -> dict[str, str]:
    """The public ids of two baskets, an item and a saved selection, and the reference of the letter."""
    rapporteur, moderator = actor_for(site, people["rapporteur"]), actor_for(site, people["moderator"])
    own = site.work.run(make_basket, rapporteur, name="Mine", proceeding_id=public.id).result
    shared = site.work.run(make_basket, moderator, name="Ours", proceeding_id=public.id).result
    site.work.run(share_basket, moderator, basket=shared, shared=True)
    item = ""
    for who, basket in ((moderator, shared), (rapporteur, own)):
        reference = references["pendingtext"]
        item = site.work.run(add_to_basket, who, basket=basket, reference=reference, passage=1).result
    site.work.run(edit_item, rapporteur, basket=own, item=item, comment=marked("basketcomment"), words="")
    given: dict[str, Any] = {
        "place": "docket",
        "name": marked("selectionname"),
        "query": "q=lanternword",
        "proceeding_id": public.id,
    }
    selection = site.work.run(save_view, rapporteur, **given).result
    return {
        "selection": selection,
        "basket": own,
        "shared basket": shared,
        "item": item,
        "letter": letter(site, public),
    }


def letter(site: Site, public: Proceeding) -> str:
    """A letter without a name, from somebody whose address stands on it; its reference."""
    new = NewContribution("submission", uuid.uuid4().hex, (NewPassage("A letter."),), "en", "none")
    coming = Coming("paper", now().date(), marked("intakesender"), "Box 1")
    given: dict[str, Any] = {"proceeding_id": public.id, "new": new, "coming": coming}
    return str(site.work.run(enter_contribution, replace(TEST, sender="desk"), **given).result.reference)
