"""Entering what came on paper: as its sender wanted it, in time or late, with its scan, and checked by somebody else."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from consult.contributions.attachments import jobs
from consult.contributions.intake_models import Intake
from consult.contributions.models import Attachment, Contribution, Passage, Version
from consult.contributions.operations.erasing import erase_contribution
from consult.core.clock import now
from consult.core.jobs import run_due
from consult.forgetting import know_forgetters
from consult.ledger.models import Entry
from consult.organisations.models import Organisation
from consult.proceedings.models import Proceeding
from consult.records.checking import differences
from tests.attachments.samples import telling_png, word
from tests.factories import TEST, make_account, make_body, make_proceeding, page, publish, saved, send, sign_in, words

pytestmark = pytest.mark.pages

TEXT = "We walked to the square.\n\nNobody stopped us."
QUESTIONS = [
    {
        "title": {"en": "The only part"},
        "questions": [
            {"key": "why", "type": "short_text", "required": True, "settings": {}, "texts": {"label": {"en": "Why?"}}}
        ],
    }
]


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


def browser(site, app, body, role="secretariat", name="Ana Typist"):
    made = app.test_client()
    slug = name.split()[0].lower()
    sign_in(site, made, make_account(site, f"{slug}@example.org", (role, "body", body.id), name=name))
    return made


@pytest.fixture
def desk(site, app, body):
    return browser(site, app, body)


def base(room):
    return f"/en/desk/docket/{room.public_id}/intake/"


def today():
    return now().date().isoformat()


def form(**values):
    given = {
        "act": "enter",
        "medium": "paper",
        "received_on": today(),
        "sender_of": "P.O. Box 7",
        "kept_at": "Box 12",
        "text": TEXT,
        "on_behalf": "self",
        "name": "Ama Toure",
        "language": "en",
        "category": "state",
        "identity": "public",
        "confidentiality": "public",
    }
    return given | values


def enter(desk, room, **values):
    return send(desk, f"{base(room)}new", form(**values))


def only(site):
    with site.database.reading() as db:
        return db.scalars(select(Contribution)).one(), db.scalars(select(Intake)).one()


def test_a_letter_is_entered_as_its_sender_wanted_it_and_a_receipt_is_printed_once(site, desk, room):
    answer = enter(desk, room)
    assert answer.status_code == 200, answer.text
    row, intake = only(site)
    assert row.reference in answer.text
    assert f"/receipts/{row.public_id}" in answer.text
    assert len(re.findall(r"<li>[a-z]+</li>", answer.text.partition('class="codeword"')[2])) == 7
    assert (row.kind, row.state, row.author_name, row.author_id, row.category) == (
        "submission",
        "published",
        "Ama Toure",
        None,
        "state",
    )
    assert (intake.medium, intake.sender, intake.kept_at, intake.entered_role) == (
        "paper",
        "P.O. Box 7",
        "Box 12",
        "secretariat",
    )
    with site.database.reading() as db:
        assert [one.text for one in db.scalars(select(Passage).order_by(Passage.number))] == TEXT.split("\n\n")
        kinds = db.scalars(select(Entry.kind).order_by(Entry.id)).all()
        assert "submission.entered" in kinds
        assert list(differences(db, site.storage)) == []
    assert row.reference in page(desk, base(room))


def test_the_codeword_of_the_letter_opens_the_submission(site, app, desk, room):
    answer = enter(desk, room, identity="none", name="")
    row, _intake = only(site)
    codeword = " ".join(re.findall(r"<li>([a-z]+)</li>", answer.text.partition('class="codeword"')[2])[:7])
    other = app.test_client()
    back = send(other, "/en/return/", {"reference": row.reference, "codeword": codeword})
    assert back.status_code == 303
    assert "We walked to the square" in page(other, back.location)


def test_a_form_sent_twice_is_entered_once(site, desk, room):
    text = page(desk, f"{base(room)}new")
    fields = dict(re.findall(r'name="(csrf_token|client_id)"[^>]*value="([^"]+)"', text))
    first, again = (desk.post(f"{base(room)}new", data=form() | fields) for _ in range(2))
    assert first.status_code == again.status_code == 200
    only(site)


def test_after_the_closing_it_came_in_time_or_it_needs_a_reason(site, desk, body):
    shut = make_proceeding(site, body, "shut", zone="UTC", closes_at=now() - timedelta(days=3), is_live=True)
    closing = (now() - timedelta(days=3)).date()
    assert enter(desk, shut, received_on=closing.isoformat()).status_code == 200
    row, _intake = only(site)
    assert (row.late, row.state) == (None, "published")
    refused = enter(desk, shut, received_on=(closing + timedelta(days=1)).isoformat())
    assert refused.status_code == 422
    assert "Why it is accepted although it came after the closing" in refused.text
    assert "We walked to the square" in refused.text
    late = enter(desk, shut, received_on=(closing + timedelta(days=1)).isoformat(), late_reason="The post was slow.")
    assert late.status_code == 200
    with site.database.reading() as db:
        found = db.scalars(select(Contribution).order_by(Contribution.id.desc())).first()
        assert (found.late, found.late_reason) == ("accepted", "The post was slow.")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"received_on": "2999-01-01"}, "This day is still to come"),
        ({"received_on": "yesterday"}, "Please give a day such as"),
        ({"text": " "}, "Please fill in this field."),
        ({"medium": ""}, "Please fill in this field."),
        ({"medium": "pigeon"}, "Please choose one of the options given."),
        ({"category": "pigeons"}, "Please choose one of the options given."),
        ({"name": ""}, "Please fill in this field."),
        ({"sender_of": "x" * 201}, "This text has 201 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_stored(site, desk, room, values, words):
    answer = enter(desk, room, **values)
    assert answer.status_code == 422
    assert words in answer.text
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).all() == db.scalars(select(Intake)).all() == []


@pytest.mark.parametrize("role", ["moderator", "rapporteur"])
def test_only_a_secretariat_enters(site, app, body, room, role):
    other = browser(site, app, body, role)
    for address in (base(room), f"{base(room)}new"):
        assert other.get(address).status_code == 404


def test_before_the_opening_nothing_is_entered(site, desk, body):
    soon = make_proceeding(site, body, "soon", state="announced", opens_at=now() + timedelta(days=1))
    assert "Enter a submission" not in page(desk, base(soon)).partition("<main")[2]
    assert enter(desk, soon).status_code == 403


def test_a_scan_is_for_the_secretariat_and_its_author_alone(site, app, desk, body, room):
    text = page(desk, f"{base(room)}new")
    fields = dict(re.findall(r'name="(csrf_token|client_id)"[^>]*value="([^"]+)"', text))
    data = form() | fields | {"file": (BytesIO(telling_png()), "letter.png")}
    assert desk.post(f"{base(room)}new", data=data, content_type="multipart/form-data").status_code == 200
    handlers = jobs.handlers(site.storage, None)
    run_due(site.work, {**handlers, "mail": lambda *_: None, "forget_drafts": lambda *_: None})
    row, _intake = only(site)
    with site.database.reading() as db:
        file = db.scalars(select(Attachment)).one()
        assert (file.is_source, file.state, file.contribution_id) == (True, "clean", row.id)
        assert list(differences(db, site.storage)) == []
    rule = next(one.rule for one in app.url_map.iter_rules() if one.endpoint == "file")
    address = rule.replace("<language:lang>", "en").replace("<file>", file.public_id)
    assert desk.get(address).status_code == 200
    for reader in (app.test_client(), browser(site, app, body, "moderator", "Mo D")):
        assert reader.get(address).status_code == 404
        assert file.public_id not in reader.get(f"/en/consultations/assemblies/submissions/{row.reference}").text
    assert 'class="scan"' in page(desk, f"{base(room)}{row.reference}")


def upload(desk, room, content, name, **values):
    text = page(desk, f"{base(room)}new")
    fields = dict(re.findall(r'name="(csrf_token|client_id)"[^>]*value="([^"]+)"', text))
    data = form(text="") | fields | {"act": "read", "file": (BytesIO(content), name)} | values
    return desk.post(f"{base(room)}new", data=data, content_type="multipart/form-data")


def typed(answer):
    (found,) = re.findall(r'<textarea[^>]*name="text"[^>]*>\r?\n?([^<]*)<', answer.text)
    return found.strip()


def test_tracked_changes_and_comments_are_shown_at_once_and_somebody_chooses(site, desk, room):
    read = upload(desk, room, word("A first paragraph."), "submission.docx")
    assert read.status_code == 200
    assert "This file has 2 tracked changes." in read.text
    assert "1 comment stands beside the text" in read.text
    assert typed(read) == "A first paragraph.\n\nAdded."
    (kept,) = re.findall(r'name="kept"[^>]*value="([^"]+)"', read.text)
    fields = dict(re.findall(r'name="(csrf_token|client_id)"[^>]*value="([^"]+)"', read.text))
    again = desk.post(f"{base(room)}new", data=form(act="read", kept=kept, changes="before") | fields)
    assert typed(again) == "A first paragraph.\n\nGone."
    done = desk.post(f"{base(room)}new", data=form(kept=kept, text=typed(again), medium="word") | fields)
    assert done.status_code == 200
    with site.database.reading() as db:
        assert db.scalars(select(Attachment)).one().name == "submission.docx"
        assert [one.text for one in db.scalars(select(Passage).order_by(Passage.number))] == [
            "A first paragraph.",
            "Gone.",
        ]


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(desk, room):
    answer = upload(desk, room, b"MZ\x00\x01", "virus.exe")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    tampered = enter(desk, room, kept="forged.token.here")
    assert tampered.status_code == 200


def test_answers_are_typed_into_the_same_form_and_nothing_is_missing(site, desk, room):
    publish(site, room, QUESTIONS)
    answer = enter(desk, room, q_why="Because.", text="And more.")
    assert answer.status_code == 200, answer.text
    row, _intake = only(site)
    assert row.kind == "response"
    with site.database.reading() as db:
        assert [one.text for one in db.scalars(select(Passage).order_by(Passage.number))][-1] == "And more."
        assert db.scalars(select(Version.questionnaire)).one() is not None
    enter(desk, room, text="Only a letter.")
    assert enter(desk, room, text="", q_why="").status_code == 422


def test_somebody_else_checks_what_was_typed(site, app, desk, body, room):
    enter(desk, room)
    row, _intake = only(site)
    address = f"{base(room)}{row.reference}"
    assert "You typed this yourself" in page(desk, address)
    refused = send(desk, address, {"act": "confirm", "seen": "1"})
    assert refused.status_code == 409
    assert "somebody else has to check it" in refused.text
    second = browser(site, app, body, name="Bo Reader")
    assert send(second, address, {"act": "confirm", "seen": "2"}).status_code == 409
    assert send(second, address, {"act": "confirm", "seen": "1"}).status_code == 303
    _row, intake = only(site)
    assert (intake.state, intake.checked_version, intake.checked_role) == ("checked", 1, "secretariat")
    assert "Bo Reader" in page(desk, address)
    assert send(second, address, {"act": "confirm", "seen": "1"}).status_code == 409
    with site.database.reading() as db:
        assert list(differences(db, site.storage)) == []


def test_corrections_are_a_new_version_with_a_list_of_them(site, app, desk, body, room):
    enter(desk, room)
    row, _intake = only(site)
    address, second = f"{base(room)}{row.reference}", browser(site, app, body, name="Bo Reader")
    without = send(second, address, {"act": "correct", "seen": "1", "text": "Better.", "corrections": ""})
    assert without.status_code == 422
    assert "Better.</textarea>" in without.text
    given = {"act": "correct", "seen": "1", "text": "We ran to the square.", "corrections": "Paragraph 1: ran."}
    assert send(second, address, given).status_code == 303
    row, intake = only(site)
    assert (row.version, row.latest, intake.state, intake.corrections) == (2, 2, "corrected", "Paragraph 1: ran.")
    text = page(desk, address)
    assert "We ran to the square." in text
    assert "Paragraph 1: ran." in text
    with site.database.reading() as db:
        assert list(differences(db, site.storage)) == []


def test_the_letter_is_in_the_language_of_what_came(site, desk, room):
    words(site, room.owner, {"title": {"en": "On assemblies", "ar": "عن التجمعات"}})
    answer = enter(desk, room, language="ar")
    assert 'lang="ar" dir="rtl"' in answer.text
    assert "عن التجمعات" in answer.text


def test_of_something_erased_the_way_and_the_day_stay_and_no_more(site, desk, room):
    enter(desk, room)
    row, _intake = only(site)

    def erase(db, _actor):
        found = db.scalars(select(Contribution).where(Contribution.reference == row.reference)).one()
        erase_contribution(db, db.get_one(Proceeding, found.proceeding_id), found, with_way_back=True)

    know_forgetters()
    site.work.run(erase, TEST)
    _row, intake = only(site)
    assert (intake.sender, intake.kept_at, intake.salt, intake.medium) == ("", "", "", "paper")
    with site.database.reading() as db:
        assert list(differences(db, site.storage)) == []
    assert "P.O. Box 7" not in page(desk, f"{base(room)}{row.reference}")


def test_a_joint_submission_and_one_of_a_registered_organisation_are_of_them(site, desk, room):
    members = "Harbour Clinic; KE\nFriends of the Bridge"
    assert enter(desk, room, on_behalf="coalition", coalition_name="All together", members=members).status_code == 200
    with site.database.reading() as db:
        joint = db.scalars(select(Contribution)).one()
    assert (joint.on_behalf, joint.author_name, len(joint.coalition)) == ("coalition", "All together", 2)
    facts = {"slug": "harbour-clinic", "sort_name": "harbour clinic", "category": "civil_society", "country": "KE"}
    clinic = saved(site, Organisation(**facts, created_at=now()))
    words(site, clinic.owner, {"name": {"en": "Harbour Clinic"}})
    named = {"on_behalf": "organisation", "organisation_name": "organisations/harbour-clinic", "organisation": ""}
    answer = enter(desk, room, **named)
    assert answer.status_code == 200, answer.text
    with site.database.reading() as db:
        row = db.scalars(select(Contribution).order_by(Contribution.id.desc())).first()
    assert (row.organisation, row.author_name, row.country) == (clinic.public_id, "Harbour Clinic", "KE")
