"""Results: written in several languages, published in versions, with everybody told who is cited."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.consultations.editing.queries import mark_of
from consult.contributions.models import Contribution
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job, run_due
from consult.followup.citing import cited_in, linked, typed_references
from consult.followup.models import Citation
from consult.followup.operations.publishing import note_told, publish_results
from consult.followup.operations.writing import put_outcome, put_results, remove_outcome
from consult.followup.queries import newest_results, written_results
from consult.ledger.commitments import commit
from consult.ledger.models import Entry
from consult.moderation.operations.deciding import decide
from consult.notices.jobs import handlers
from tests.factories import (
    TEST,
    actor_for,
    hidden,
    make_account,
    make_body,
    make_comment,
    make_proceeding,
    page,
    post,
    release,
    sign_in,
)

NEW = mark_of({"text": {}})
DESK = "/en/desk/proceedings/consultation/assemblies/results"


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body)


@pytest.fixture
def office(site, body):
    return make_account(site, "office@example.org", ("secretariat", "body", body.id))


def outcome(**more):
    given = {"public_id": None, "seen": mark_of(None), "position": None, "decision": "taken_up"}
    return given | {"text": {"en": "We took it up."}, "why": {}, "cited": []} | more


def write(site, room, text, **more):
    site.work.run(put_results, TEST, proceeding_id=room.id, seen=NEW, text=text)
    return site.work.run(put_outcome, TEST, proceeding_id=room.id, **outcome(**more)).result


def written(site, room):
    with site.database.reading() as db:
        row = newest_results(db, room.id)
        assert row is not None
        return row, written_results(db, row)


def publish(site, room, **more):
    seen = mark_of(written(site, room)[1].rendition())
    return site.work.run(publish_results, TEST, proceeding_id=room.id, seen=seen, **more).result


def told(site):
    with site.database.reading() as db:
        jobs = db.scalars(select(Job).where(Job.kind == "tell_cited").order_by(Job.id)).all()
        return [job.values["reference"] for job in jobs]


def test_references_are_found_in_texts_and_fields():
    assert cited_in(["See [[C1-AB]] and [[ C1-CD ]].", "[[C1-AB]] [[not one!]]"]) == ["C1-AB", "C1-CD"]
    assert typed_references(" C1-AB, [[C1-CD]];\nC1-AB ") == ["C1-AB", "C1-CD"]
    assert linked("As [[C1-AB]] says", lambda one: f"/x/{one}") == "As [C1-AB](/x/C1-AB) says"


def test_results_are_read_in_the_readers_language_with_links_to_what_is_cited(site, room, client):
    first, second = make_comment(site, room, "One."), make_comment(site, room, "Two.")
    text = {"en": f"As [[{first}]] asked, **we changed** it.", "fr": "Nous avons changé."}
    write(site, room, text, cited=[second], decision="not_taken_up", why={"en": "It costs too much."})
    assert "not out yet" in page(client, "/en/consultations/assemblies/results")
    publish(site, room)
    english = page(client, "/en/consultations/assemblies/results")
    assert f'href="/en/consultations/assemblies/submissions/{first}"' in english
    assert f'href="/en/consultations/assemblies/submissions/{second}"' in english
    assert "<strong>we changed</strong>" in english
    assert "Not taken up" in english
    assert "It costs too much." in english
    assert "Nous avons changé." in page(client, "/fr/consultations/assemblies/results")


def test_only_what_everybody_may_read_can_be_cited(site, body, room):
    other = make_comment(site, make_proceeding(site, body, "other", prefix="C2"), "Elsewhere.")
    confided = make_comment(site, room, "Confided.", sender="x", confidentiality="secretariat")
    release(site, room)
    for reference in (other, confided, "C1-NOSUCH"):
        with pytest.raises(Invalid, match="not_citable"):
            site.work.run(put_results, TEST, proceeding_id=room.id, seen=NEW, text={"en": f"[[{reference}]]"})
        with pytest.raises(Invalid, match="not_citable"):
            site.work.run(put_outcome, TEST, proceeding_id=room.id, **outcome(cited=[reference]))


def test_what_was_hidden_meanwhile_cannot_be_published_and_stays_a_mark_afterwards(site, room, client):
    reference = make_comment(site, room, "Words that are hidden later.")
    write(site, room, {"en": "Text."}, cited=[reference])
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="spam")
    with pytest.raises(Invalid, match="not_citable"):
        publish(site, room)
    site.work.run(decide, TEST, reference=reference, act="restore", seen=1)
    publish(site, room)
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="spam")
    text = page(client, "/en/consultations/assemblies/results")
    assert reference in text
    assert "no longer shown" in text


def test_everybody_cited_is_told_once_and_again_only_where_that_is_asked(site, room):
    first, second = make_comment(site, room, "One."), make_comment(site, room, "Two.", sender="b")
    made = write(site, room, {"en": f"[[{first}]] and [[{first}]]"}, cited=[first])
    publish(site, room)
    assert told(site) == [first]
    change = outcome(public_id=made, cited=[first, second], seen=mark_of(content(made_of(site, room))))
    site.work.run(put_outcome, TEST, proceeding_id=room.id, **change)
    publish(site, room)
    assert told(site) == [first, second]
    change = outcome(public_id=made_of(site, room).public_id, cited=[first], text={"en": "Other."})
    seen = mark_of(content(made_of(site, room)))
    site.work.run(put_outcome, TEST, proceeding_id=room.id, **change | {"seen": seen})
    publish(site, room, tell_again=True)
    assert told(site) == [first, second, first]
    run_due(site.work, {"tell_cited": handlers(replace(site.settings, smtp_url="smtp://127.0.0.1:9"))["tell_cited"]})
    with site.database.reading() as db:
        at = [(one.reference, one.told_at is not None) for one in db.scalars(select(Citation).order_by(Citation.id))]
    assert at == [(first, True), (first, False), (second, True), (first, True)]


def made_of(site, room):
    return written(site, room)[1].outcomes[0]


def content(one):
    return one.content()


def test_a_version_is_for_good_and_the_ledger_opens_to_it(site, room, client):
    made = write(site, room, {"en": "First text."})
    assert publish(site, room) == 1
    with pytest.raises(Conflict):
        publish(site, room)
    seen = mark_of({"text": {"en": "First text."}})
    site.work.run(put_results, TEST, proceeding_id=room.id, seen=seen, text={"en": "Second text."})
    row, second = written(site, room)
    assert (second.number, second.published_at) == (2, None)
    assert second.outcomes[0].public_id != made
    assert "First text." in page(client, "/en/consultations/assemblies/results")
    assert publish(site, room) == 2
    assert "Second text." in page(client, "/en/consultations/assemblies/results")
    assert "First text." in page(client, "/en/consultations/assemblies/results?version=1")
    page(client, "/en/consultations/assemblies/results?version=3", 404)
    with site.database.reading() as db:
        entries = db.scalars(select(Entry).where(Entry.kind == "results.published").order_by(Entry.id)).all()
    assert len(entries) == 4  # two versions, for readers and desk
    assert entries[-1].commitments == {"text": commit(row.salt, second.rendition())}
    assert entries[-1].reference == row.public_id


def test_results_are_written_by_who_may_edit(site, body, room):
    moderator = actor_for(site, make_account(site, "m@example.org", ("moderator", "body", body.id)))
    made = write(site, room, {"en": "Text."})
    seen = mark_of(content(made_of(site, room)))
    for operation, values in (
        (put_results, {"seen": NEW, "text": {"en": "x"}}),
        (put_outcome, outcome()),
        (remove_outcome, {"public_id": made, "seen": seen}),
        (publish_results, {"seen": ""}),
    ):
        with pytest.raises(NotFound):
            site.work.run(operation, moderator, proceeding_id=room.id, **values)
    with pytest.raises(NotFound):
        site.work.run(note_told, moderator, results="x", reference="y")


def test_nothing_is_published_of_a_draft_or_without_words(site, body, room):
    draft = make_proceeding(site, body, "draft", state="draft", prefix="C2")
    write(site, draft, {"en": "Text."})
    with pytest.raises(Conflict):
        publish(site, draft)
    site.work.run(put_results, TEST, proceeding_id=room.id, seen=NEW, text={"en": " "})
    with pytest.raises(Conflict):
        publish(site, room)


def test_an_outcome_needs_words_and_a_reason_where_it_was_not_taken_up(site, room):
    for wrong in ({"text": {"fr": "Oui."}}, {"decision": "partly"}, {"decision": "maybe"}):
        with pytest.raises(Invalid):
            site.work.run(put_outcome, TEST, proceeding_id=room.id, **outcome(**wrong))


def test_a_save_over_somebody_elses_is_a_conflict(site, room):
    made = write(site, room, {"en": "Text."})
    with pytest.raises(Conflict):
        site.work.run(put_results, TEST, proceeding_id=room.id, seen=NEW, text={"en": "Other."})
    with pytest.raises(Conflict):
        site.work.run(put_outcome, TEST, proceeding_id=room.id, **outcome(public_id=made))
    with pytest.raises(Conflict):
        site.work.run(publish_results, TEST, proceeding_id=room.id, seen="what was previewed before")


def test_outcomes_keep_their_order_and_can_be_taken_away(site, room):
    for number in (1, 2, 3):
        site.work.run(put_outcome, TEST, proceeding_id=room.id, **outcome(text={"en": f"{number}"}))
    last = written(site, room)[1].outcomes[2]
    change = outcome(public_id=last.public_id, position=1, text=last.text, seen=mark_of(content(last)))
    site.work.run(put_outcome, TEST, proceeding_id=room.id, **change)
    found = written(site, room)[1].outcomes
    assert [one.text["en"] for one in found] == ["3", "1", "2"]
    gone = {"public_id": found[1].public_id, "seen": mark_of(content(found[1]))}
    site.work.run(remove_outcome, TEST, proceeding_id=room.id, **gone)
    assert [one.text["en"] for one in written(site, room)[1].outcomes] == ["3", "2"]
    with pytest.raises(Conflict):
        site.work.run(remove_outcome, TEST, proceeding_id=room.id, **gone)


def test_the_desk_writes_and_publishes_through_pages(site, room, office, client):
    reference = make_comment(site, room, "One.")
    sign_in(site, client, office)
    assert "Nothing is written yet" in page(client, f"{DESK}/")
    text = {"seen": hidden(page(client, f"{DESK}/text"), "seen"), "text_en": f"See [[{reference}]]."}
    assert post(client, f"{DESK}/text", text).status_code == 302
    late = post(client, f"{DESK}/text", text | {"text_en": "Another."})
    assert late.status_code == 409
    assert f"See [[{reference}]]." in late.text
    values = {"decision": "partly", "text_en": "In part.", "cited": "C1-NOSUCH", "position": "1"}
    values["seen"] = hidden(page(client, f"{DESK}/outcomes/new"), "seen")
    wrong = post(client, f"{DESK}/outcomes/new", values)
    assert wrong.status_code == 422
    values |= {"cited": reference, "why_en": "Because."}
    assert post(client, f"{DESK}/outcomes/new", values).status_code == 302
    preview = page(client, f"{DESK}/publish")
    assert "1 contribution is cited" in preview
    assert "Something is missing in" in preview
    assert post(client, f"{DESK}/publish", {"seen": hidden(preview, "seen")}).status_code == 303
    assert "Version 1 is published" in page(client, f"{DESK}/")
    assert post(client, f"{DESK}/publish", {"seen": ""}, form=f"{DESK}/text").status_code == 302
    outcome_page = page(client, f"{DESK}/").partition("outcomes/")[2]
    made = page(client, f"{DESK}/").split("/results/outcomes/")[2].partition('"')[0]
    assert outcome_page
    away = {**values, "seen": hidden(page(client, f"{DESK}/outcomes/{made}"), "seen"), "take_away": "y"}
    assert post(client, f"{DESK}/outcomes/{made}", away).status_code == 302
    assert "No outcome yet." in page(client, f"{DESK}/")


def test_whoever_is_cited_sees_it_on_the_page_and_the_lists_say_that_results_are_out(site, body, client):
    shut = make_proceeding(site, body, "shut", state="open", closes_at=None, prefix="C9")
    reference = make_comment(site, shut, "One.")
    here = f"/en/consultations/shut/submissions/{reference}"
    assert "Cited in the results" not in page(client, here)
    write(site, shut, {"en": f"[[{reference}]]"})
    publish(site, shut)

    def close(db, _actor):
        db.get(type(shut), shut.id).state = "closed"

    site.work.run(close, TEST)
    assert "Cited in the results" in page(client, here)
    for address in ("/en/consultations/", "/en/", "/en/consultations/shut/"):
        assert "Results are out" in page(client, address)
    with site.database.reading() as db:
        assert db.scalar(select(Contribution.state).where(Contribution.reference == reference)) == "published"
