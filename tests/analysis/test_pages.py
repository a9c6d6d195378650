"""The pages of who took part: the desk's tells everything, the public's nothing that is small or withheld."""

import csv
import io
from datetime import date, timedelta

import pytest

from consult.analysis.drawing import Bar, bar_chart, column_chart
from consult.analysis.models import EACH
from consult.analysis.operations import add_target, end_target
from consult.analysis.queries import Participation, desk_participation, public_participation, targets_of
from consult.analysis.tables import public_weeks
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.operations.deciding import decide
from tests.factories import (
    TEST,
    actor_for,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    page,
    post,
    release,
    sign_in,
)

REGION = {"dimension": "region", "value": EACH, "unit": "organisations", "at_least": 10}


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, opens_at=now() - timedelta(days=40))


def staff(site, body, role="secretariat"):
    return make_account(site, f"{role}@example.org", (role, "body", body.id))


def wrote(site, room, number, **more):
    """So many comments, by organisations of a country where one is given."""
    country = more.pop("country", None)
    given = {"on_behalf": "organisation", "country": country} if country else {}
    for one in range(number):
        name = f"{country or 'Person'} {one}"
        make_comment(site, room, f"Words {one}.", sender=f"{name} {more}", name=name, **given, **more)


def counts(page_of):
    return [(table.dimension, {line.value: line.contributions for line in table.lines}) for table in page_of]


def lines(client, address):
    raw = client.get(address).get_data().decode("utf-8-sig")
    return {(row["dimension"], row["value"]): row for row in csv.DictReader(io.StringIO(raw))}


def test_the_desk_counts_what_stands_by_every_dimension(site, body, room):
    wrote(site, room, 3, country="KE", category="academia")
    wrote(site, room, 2, category="individual", language="fr")
    make_comment(site, room, "Under a name that is withheld.", sender="x", identity="secretariat", name="Ana")
    who = actor_for(site, staff(site, body))
    with site.database.reading() as db:
        found = desk_participation(db, who, room)
        assert (found.total, found.organisations_total) == (6, 3)
        assert found.contributions["region"] == {"africa": 3, "": 3}
        assert found.organisations["country"] == {"KE": 3}
        assert found.contributions["language"] == {"en": 4, "fr": 2}
        assert found.contributions["on_behalf"] == {"organisation": 3, "self": 3}
        assert sum(found.weeks.values()) == 6
        with pytest.raises(NotFound):
            desk_participation(db, Actor(), room)


def test_the_public_is_told_of_published_contributions_alone(site, body, room):
    wrote(site, room, 6, category="academia")
    make_comment(site, room, "Confided.", sender="x", confidentiality="secretariat", category="media")
    make_comment(site, room, "Waits for the day.", sender="y", identity="none", name=None, category="media")
    with site.database.reading() as db:
        assert public_participation(db, room).contributions["category"] == {"academia": 6}
    release(site, room)
    with site.database.reading() as db:
        found = public_participation(db, room)
    assert found.contributions["category"] == {"academia": 6, "media": 1}
    assert found.contributions["on_behalf"] == {"self": 6, "": 1}
    assert sum(found.weeks.values()) == 6  # when the one without a name came is in no week


def test_the_public_page_withholds_small_groups_and_the_desk_does_not(site, body, room, client):
    wrote(site, room, 9, category="academia")
    wrote(site, room, 7, category="civil_society")
    wrote(site, room, 2, category="media")
    public = page(client, "/en/consultations/assemblies/participation")
    assert "Academia" in public
    assert "<bdi>Media</bdi>" not in public
    told = lines(client, "/en/consultations/assemblies/participation.csv")
    assert told["category", "academia"]["contributions"] == "9"
    assert told["category", "withheld"]["contributions"] == "9"
    assert ("category", "civil_society") not in told
    sign_in(site, client, staff(site, body, "rapporteur"))
    assert "Media" in page(client, "/en/desk/proceedings/consultation/assemblies/participation")
    whole = lines(client, "/en/desk/proceedings/consultation/assemblies/participation.csv")
    assert whole["category", "media"]["contributions"] == "2"


def test_only_weeks_that_are_over_are_public():
    this_week = date(2026, 11, 16)
    found = Participation(total=30)
    for weeks, number in ((1, 8), (2, 1), (3, 9), (0, 12)):
        found.weeks[this_week - timedelta(weeks=weeks)] = number
    table = public_weeks(found, this_week - timedelta(weeks=9), this_week)
    assert [(line.value, line.contributions) for line in table.lines] == [("2026-10-26", 9)]
    assert table.others == 9


def test_a_target_is_told_with_where_it_stands(site, body, room, client):
    site.work.run(add_target, TEST, proceeding_id=room.id, **REGION | {"at_least": 3})
    wrote(site, room, 6, country="KE")
    wrote(site, room, 6, country="FR")
    wrote(site, room, 2, country="BR")
    sign_in(site, client, staff(site, body))
    desk = page(client, "/en/desk/proceedings/consultation/assemblies/participation")
    assert desk.count('<span class="pill pill-open">Reached</span>') == 2
    assert desk.count('<span class="pill pill-soon">Not reached</span>') == 3
    public = page(client, "/en/consultations/assemblies/participation")
    assert "Latin American and Caribbean States: at least 3 organisations" in public
    assert "Not reached" not in public
    assert '<span class="pill pill-plain">Withheld</span>' in public


def test_targets_are_set_and_taken_away_by_who_may_edit(site, body, room):
    office, moderator = actor_for(site, staff(site, body)), actor_for(site, staff(site, body, "moderator"))
    with pytest.raises(NotFound):
        site.work.run(add_target, moderator, proceeding_id=room.id, **REGION)
    made = site.work.run(add_target, office, proceeding_id=room.id, **REGION).result
    with pytest.raises(Conflict):
        site.work.run(add_target, office, proceeding_id=room.id, **REGION)
    of_body = site.work.run(add_target, office, proceeding_id=room.id, for_body=True, **REGION).result
    with site.database.reading() as db:
        assert [one.public_id for one in targets_of(db, room)] == [made, of_body]
    with pytest.raises(NotFound):
        site.work.run(end_target, moderator, proceeding_id=room.id, public_id=made)
    for one in (made, of_body):
        site.work.run(end_target, office, proceeding_id=room.id, public_id=one)
    with pytest.raises(NotFound):
        site.work.run(end_target, office, proceeding_id=room.id, public_id=made)
    other = make_proceeding(site, make_body(site, "elsewhere"), "other")
    kept = site.work.run(add_target, TEST, proceeding_id=other.id, **REGION).result
    with pytest.raises(NotFound):
        site.work.run(end_target, office, proceeding_id=room.id, public_id=kept)


@pytest.mark.parametrize(
    ("field", "value"),
    [("dimension", "name"), ("unit", "votes"), ("at_least", 0), ("value", "atlantis"), ("dimension", "category")],
)
def test_what_cannot_be_counted_is_no_target(site, body, room, field, value):
    with pytest.raises(Invalid):
        site.work.run(add_target, TEST, proceeding_id=room.id, **REGION | {field: value})


def test_a_target_is_set_through_the_page(site, body, room, client):
    sign_in(site, client, staff(site, body))
    here = "/en/desk/proceedings/consultation/assemblies/participation"
    values = {"at_least": "ten", "unit": "organisations", "group": "region:each"}
    wrong = post(client, f"{here}/targets", values, form=here)
    assert wrong.status_code == 422
    assert "Please give a whole number." in wrong.text
    assert post(client, f"{here}/targets", values | {"at_least": "10"}, form=here).status_code == 303
    with site.database.reading() as db:
        (made,) = targets_of(db, room)
    assert "African States: at least 10 organisations" in page(client, here)
    assert post(client, f"{here}/targets/end", {"target": made.public_id}, form=here).status_code == 303
    assert "No target is set" in page(client, here)


def test_drawings_are_mirrored_and_escaped():
    bars = [Bar("<b>", 5, "5", 10), Bar("x" * 60, 10, "10")]
    left, right = (bar_chart(bars, "a", "T", "D & d", rtl=rtl) for rtl in (False, True))
    assert 'x="0.00%" y="22" width="50.00%"' in left.replace('x="0%"', 'x="0.00%"')
    assert 'x="50.00%" y="22" width="50.00%"' in right
    assert "&lt;b&gt;" in left
    assert "D &amp; d" in left
    assert "style" not in left + column_chart([("1 May", 3), ("8 May", None)], "w", "T", "D", rtl=True)
    assert 'class="chart-hidden"' in column_chart([("1 May", 3), ("8 May", None)], "w", "T", "D")


def test_what_is_erased_or_hidden_counts_nowhere(site, body, room):
    wrote(site, room, 6)

    def hide(db, _actor):
        for row in db.query(Contribution).limit(2):
            row.state = "hidden"

    site.work.run(hide, TEST)
    with site.database.reading() as db:
        assert public_participation(db, room).total == 4


def test_the_public_page_follows_what_is_published_and_hidden(site, room, client):
    wrote(site, room, 6)
    here = "/en/consultations/assemblies/participation"
    assert "6 contributions are published" in page(client, here)
    assert "6 contributions are published" in page(client, here)
    last = make_comment(site, room, "One more.", sender="z")
    assert "7 contributions are published" in page(client, here)
    site.work.run(decide, TEST, reference=last, act="hide", seen=1, reason="spam")
    assert "6 contributions are published" in page(client, here)
