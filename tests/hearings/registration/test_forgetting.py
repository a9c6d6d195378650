"""What need not be kept of a registration is forgotten a year after the hearing."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.accounts.models import WebSession
from consult.contributions.models import Contribution
from consult.contributions.operations.codeword import open_codeword_session
from consult.contributions.operations.erasing import erase_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.jobs import Job
from consult.hearings.registration.jobs import forget
from consult.hearings.registration.models import Registration, Statement
from consult.hearings.registration.operations.statements import NewStatement, send_statement
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import TEST
from tests.hearings.registration.scene import Scene, new

YEAR = timedelta(days=366)
PRIVATE = {"needs": "A ramp.", "priority": "I was there.", "email": "ama@example.org"}


def past(site: Site, *, closed: timedelta, registered: timedelta) -> None:
    def earlier(db, _actor):
        db.execute(update(Registration).values(registered_at=now() - registered))
        db.execute(update(Proceeding).values(closes_at=now() - closed))

    site.work.run(earlier, TEST)


def test_contact_needs_and_unpublished_names_are_forgotten(site: Site, followed):
    scene = Scene(site)
    known = scene.register(new("Known", **PRIVATE))
    hidden = scene.register(
        new("Hidden", identity="secretariat", organisation_name="Quiet Union", country="KE", **PRIVATE)
    )
    site.work.run(open_codeword_session, Actor(), registration_id=scene.row(hidden).id, token="t")
    past(site, closed=YEAR, registered=YEAR)
    assert forget(site.work, {}) is not None
    for one in (known, hidden):
        row = scene.row(one)
        assert (row.email, row.needs, row.priority, row.codeword_hash) == (None, "", "", None)
        assert row.forgotten_at is not None
    assert (scene.row(known).name, scene.row(hidden).name) == ("Known", "")
    assert (scene.row(hidden).organisation_name, scene.row(hidden).country) == ("", "KE")
    assert followed["forgotten"] == ["Known", ""]
    with site.database.reading() as db:
        assert db.scalars(select(WebSession).where(WebSession.registration_id.is_not(None))).all() == []
    forget(site.work, {})
    assert len(followed["forgotten"]) == 2


@pytest.mark.parametrize(
    ("closed", "registered"), [(timedelta(days=360), YEAR), (YEAR, timedelta(days=360)), (-YEAR, YEAR)]
)
def test_nothing_is_forgotten_before_both_years_are_over(site: Site, closed, registered):
    scene = Scene(site)
    made = scene.register(new(**PRIVATE))
    past(site, closed=closed, registered=registered)
    forget(site.work, {})
    assert scene.row(made).email == "ama@example.org"


def test_a_session_to_come_keeps_it(site: Site):
    scene = Scene(site)
    scene.session(begins=timedelta(days=3))
    made = scene.register(new(**PRIVATE))
    past(site, closed=YEAR, registered=YEAR)
    forget(site.work, {})
    assert scene.row(made).email == "ama@example.org"


def test_registering_asks_the_worker_to_forget(site: Site):
    scene = Scene(site)
    for _time in range(2):
        scene.register()
    with site.database.reading() as db:
        assert len(db.scalars(select(Job).where(Job.kind == "forget_registrations")).all()) == 1


def test_an_erased_statement_leads_to_nobody(site: Site):
    scene = Scene(site)
    speaker = scene.holder(scene.register())
    sent = NewStatement("a key", None, "written", "en", ("Some words.",))
    reference = scene.run(send_statement, speaker, new=sent).reference

    def erase(db, _actor):
        row = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
        erase_contribution(db, db.get_one(Proceeding, row.proceeding_id), row, with_way_back=True)

    site.work.run(erase, TEST)
    with site.database.reading() as db:
        assert db.scalars(select(Statement.registration_id)).one() is None
