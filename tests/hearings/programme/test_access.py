"""Who may read an item: the same in Python and in SQL, for every role."""

from sqlalchemy import select

from consult.core.actors import ANYBODY
from consult.hearings.programme.access import may_read_item, readable
from consult.hearings.programme.models import AgendaItem
from consult.policy.matrix import MATRIX, SCOPES_OF_ROLE
from consult.proceedings.models import Proceeding
from tests.factories import TEST, actor_for, make_account, make_proceeding, saved


def test_each_role_reads_the_same_items_in_sql_and_in_python(stage):
    room = make_proceeding(stage.site, stage.body, "room", kind="hearing", prefix="H9", audience="members")
    saved(
        stage.site,
        *(
            AgendaItem(proceeding_id=one.id, position=at, label=str(at), audience=audience)
            for one in (stage.hearing, room)
            for at, audience in enumerate(("public", "closed"), start=1)
        ),
    )
    actors = {"nobody": ANYBODY, "system": TEST}
    for role, scopes in SCOPES_OF_ROLE.items():
        for scope in scopes:
            where = {"body": stage.body.id, "proceeding": room.id, "site": None}
            if scope in where:
                account = make_account(stage.site, f"{role}.{scope}@example.org", (role, scope, where[scope]))
                actors[f"{role} {scope}"] = actor_for(stage.site, account)
    read = {}
    with stage.site.database.reading() as db:
        query = select(AgendaItem, Proceeding).join(Proceeding, Proceeding.id == AgendaItem.proceeding_id)
        rows = [(row[0], row[1]) for row in db.execute(query)]
        for name, actor in actors.items():
            in_sql = set(db.scalars(query.where(readable(actor)).with_only_columns(AgendaItem.id)))
            assert in_sql == {item.id for item, where in rows if may_read_item(actor, where, item)}, name
            read[name] = len(in_sql)
    assert {name for name, count in read.items() if count == 3} >= {"secretariat body", "note_taker proceeding"}
    assert (read["nobody"], read["member proceeding"], read["system"]) == (2, 2, 4)
    assert "panellist" in MATRIX["hearing:attend_closed"]
