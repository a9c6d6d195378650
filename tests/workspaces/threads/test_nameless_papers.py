"""What leaves a room in papers: under the Chatham House Rule nobody is named there, elsewhere who said it is."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from consult.moderation.baskets.operations import add_to_basket, make_basket
from consult.workspaces.rooms.models import Room
from tests.factories import page, saved, sign_in

PAPERS = ("quotations.docx", "citations.bib", "citations.ris")


@pytest.mark.parametrize(("rule", "is_named"), [("chatham", False), ("members", True)])
def test_papers_and_bibliographies_name_members_only_where_the_rule_lets_them(world, app, rule, is_named):
    saved(
        world.site,
        Room(proceeding_id=world.room.id, form="working_group", rule=rule, parts=["discussions"], listed=False),
    )
    said = world.say(world.open(), "A sentence to be quoted.")
    office = world.actor("secretary")
    basket = world.site.work.run(make_basket, office, name="Sayings").result
    world.site.work.run(add_to_basket, office, basket=basket, reference=said.reference, passage=1)
    client = app.test_client()
    sign_in(world.site, client, world.people["secretary"])
    for paper in PAPERS:
        answer = client.get(f"/en/desk/baskets/{basket}/{paper}")
        assert answer.status_code == 200, paper
        told = whole(answer.data) if paper.endswith("docx") else answer.data
        assert said.reference.encode() in told, paper
        assert (b"Pat Member" in told) is is_named, paper
    shown = page(client, world.address)
    assert "Pat Member" in shown  # members see the names on their pages


def whole(data: bytes) -> bytes:
    with ZipFile(BytesIO(data)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
