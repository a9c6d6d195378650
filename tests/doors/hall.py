"""A hall in the private hearing: who is on the panel, a closed item, and a speaker whose name is withheld."""

from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.hearings.floor.models import STEP, Floor, Speaker
from consult.hearings.programme.models import AgendaItem, HearingPerson
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.site import Site
from tests.factories import TEST


def plant_hall(site: Site, room: Proceeding, panellist: Account, name: str, title: str) -> dict[str, str]:
    """A current item, one that is closed with such a title, and a speaker with such a name; the current item's public id."""

    def plant(db: Session, _actor: Actor) -> str:
        hearing = db.get_one(Proceeding, room.id)
        items = [
            AgendaItem(proceeding_id=room.id, position=1, label="1", state="current", opened_at=now()),
            AgendaItem(proceeding_id=room.id, position=2, label="2", audience="closed"),
        ]
        person = HearingPerson(
            proceeding_id=room.id, account_id=panellist.id, role="panel", position=1, name="A panellist"
        )
        db.add_all([*items, person])
        db.flush()
        set_texts(db, items[1].owner, "title", {"en": title}, "en")
        speaker = Speaker(
            proceeding_id=room.id, item_id=items[0].id, party="name:somebody", kind="contribution", position=STEP,
            identity="secretariat", name=name, category="individual", language="en", seconds=300, asked_at=now(),
        )  # fmt: skip
        db.add_all([speaker, Floor(proceeding_id=room.id, item_id=items[0].id)])
        db.flush()
        tell(db, hearing, "item.opened", items[0].public_id)
        tell(db, hearing, "item.changed", items[1].public_id)
        tell(db, hearing, "speaker.listed", speaker.public_id)
        return items[0].public_id

    return {"floor item": site.work.run(plant, TEST).result}
