"""A hearing as one file: valid Akoma Ntoso of what happened here, and a page that asks nobody for anything."""

import re
from pathlib import Path

import pytest
from flask import Flask

from consult.core.actors import system
from consult.records.editions import edition_of, proceeding_named
from consult.records.one_file import content_of, export_file
from consult.records.refusals import Refused
from consult.site import Site
from tests.factories import make_body, make_proceeding, page
from tests.records.akn.debates import HAS_REAL, persons, read, refusals, spoken
from tests.records.hearing import SECRETS, make_hearing


def file_of(site: Site, form: str, edition: str, language: str | None = None, slug: str = "night-ferry") -> bytes:
    with site.database.snapshot() as db:
        found = edition_of(db, system("test"), proceeding_named(db, slug).id, edition)
        return content_of(db, found, form, language)


@pytest.mark.parametrize("edition", ["public", "restricted"])
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_what_happened_here_is_valid_in_every_language(site: Site, edition: str, language: str):
    make_hearing(site)
    data = file_of(site, "akn", edition, language)
    if HAS_REAL:
        assert refusals(data) == []
    assert f'language="{language}"' in data.decode()
    told = [secret for secret in SECRETS if secret in data.decode()]
    assert told == [] if edition == "public" else "Withheld Name" in told


def test_turns_notes_and_questions_stand_with_their_speakers(site: Site):
    make_hearing(site)
    data = file_of(site, "akn", "public")
    found = [(one.kind, one.by, one.text) for one in spoken(data)]
    assert ("speech", "#person-speaker-1", "Speaker1Theferrymustrun.Everynight.") in found
    assert ("question", "#name-withheld", "ParticipantwhosenameiswithheldWhynot?") in found
    assert ("answer", "#person-ben-panel", "BenPanelBecause.") in found
    assert any(kind == "question" and text == "Whodecides?" for kind, _by, text in found)
    assert {"Amina Chair", "Ben Panel", "Speaker 1"} <= {str(one[2]) for one in persons(data)}
    speech = next(one for one in read(data).iter() if one.get("by") == "#person-speaker-1")
    assert speech.get("startTime") == "2026-03-02T09:11:00.000Z"


def test_a_turn_without_notes_in_a_language_keeps_its_speaker(site: Site):
    make_hearing(site)
    data = file_of(site, "akn", "public", "fr")
    assert [one.by for one in spoken(data) if one.kind == "speech"] == [
        "#person-speaker-1",
        "#name-withheld",
        "#person-ben-panel",
    ]


def test_only_a_hearing_has_a_debate(site: Site, tmp_path: Path):
    make_proceeding(site, make_body(site), "paper")
    with pytest.raises(Refused, match="paper is a consultation that is not written as akn: csv and jsonl are for all"):
        file_of(site, "akn", "public", slug="paper")
    make_path = tmp_path / "there.xml"
    make_path.write_text("here")
    with pytest.raises(Refused, match="--force"):
        export_file(site.database, lambda db: None, "akn", make_path)  # type: ignore[arg-type, return-value]
    assert make_path.read_text() == "here"


@pytest.mark.pages
def test_the_page_asks_nobody_and_tells_no_secret(site: Site, app: Flask, client, monkeypatch):
    make_hearing(site)
    monkeypatch.setattr("consult.records.html_record.APP", [lambda: app])
    for language, direction in (("en", "ltr"), ("ar", "rtl"), ("fr", "ltr")):
        text = file_of(site, "html", "public", language).decode()
        assert f'<html lang="{language}" dir="{direction}">' in text
        assert not re.search(r'(src|href)="(?!#)|url\(|@import|<script|<form', text)
        assert not any(secret in text for secret in SECRETS)
    assert "closed business" in file_of(site, "html", "restricted", "en").decode()


@pytest.mark.pages
def test_everybody_downloads_the_public_edition(site: Site, client):
    make_hearing(site)
    for form, begins in (("akn", b"<?xml"), ("html", b"<!doctype html>")):
        answer = client.get(f"/ar/hearings/night-ferry/record.{form}")
        assert answer.status_code == 200
        assert answer.data.lstrip().startswith(begins)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert not any(secret in answer.text for secret in SECRETS)
    page(client, "/en/hearings/night-ferry/record.csv", 404)
