"""Debates of Akoma Ntoso come in whole, are reported element by element, and come out valid with the same words."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from consult.core.actors import system
from consult.hearings.notes.models import Line
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.proceedings.models import Proceeding
from consult.records.akn.importing import import_debate, report
from consult.records.akn.reading import read_debate
from consult.records.editions import edition_of
from consult.records.one_file import export_file
from consult.site import Site
from tests.records.akn.debates import HAS_REAL, NIGHT, elements, every_debate, persons, refusals, sentences, spoken
from tests.records.test_packages import agrees


def out(site: Site, slug: str, target: Path, edition: str = "public", language: str | None = None) -> bytes:
    with site.database.reading() as db:
        proceeding_id = db.scalars(select(Proceeding.id).where(Proceeding.slug == slug)).one()
    find = lambda db: edition_of(db, system("test"), proceeding_id, edition)  # noqa: E731
    export_file(site.database, find, "akn", target, language=language)
    return target.read_bytes()


@pytest.mark.parametrize("path", every_debate())
def test_a_debate_comes_out_with_the_same_speeches_and_persons(site: Site, tmp_path: Path, path: Path):
    source = path.read_bytes()
    slug = import_debate(site.work, read_debate(path), body=None)
    data = out(site, slug, tmp_path / "out.xml")
    before, after = spoken(source), spoken(data)
    assert len(before) > 5
    named = [one for one in before if one.by]
    assert [one for one in after if one.by != "#unnamed"] == named
    assert [(one.kind, one.text) for one in after] == [(one.kind, one.text) for one in before]
    assert path == NIGHT or sentences(data) == sentences(source)
    assert persons(data) == persons(source)
    if HAS_REAL:
        assert refusals(data) == []
    agrees(site)


@pytest.mark.parametrize("path", every_debate())
def test_the_report_counts_every_element_once(path: Path):
    found = read_debate(path)
    whole = Counter(elements(path.read_bytes()))
    counted = found.kept + found.plain + found.lost
    assert {
        name.replace("{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}", ""): n for name, n in counted.items()
    } == whole
    lines = report(found)
    assert len(lines) == len(found.kept) + len(found.plain) + len(found.lost)
    assert f"kept: speech {whole['speech']}" in lines


def test_a_second_journey_changes_nothing(site: Site, tmp_path: Path):
    first = out(site, import_debate(site.work, read_debate(NIGHT), body=None), tmp_path / "first.xml")
    second = out(
        site, import_debate(site.work, read_debate(tmp_path / "first.xml"), body=None), tmp_path / "second.xml"
    )
    assert spoken(second) == spoken(first)
    assert persons(second) == persons(first)
    assert elements(second) == elements(first)


def test_what_a_debate_becomes(site: Site):
    slug = import_debate(site.work, read_debate(NIGHT), body=None)
    with site.database.reading() as db:
        row = db.scalars(select(Proceeding)).one()
        items = db.scalars(select(AgendaItem).order_by(AgendaItem.position)).all()
        lines = db.scalars(select(Line).order_by(Line.position)).all()
        session = db.scalars(select(HearingSession)).one()
    assert (slug, row.kind, row.state, row.language) == ("le-bac-de-nuit", "hearing", "closed", "fr")
    assert session.starts_at.date().isoformat() == "2026-03-02"
    assert [one.label for one in items][:1] == ["1."]
    assert items[2].parent_id == items[1].id
    by_text = {one.text: one for one in lines}
    assert by_text["Bonjour.\nNous commençons."].speaker == "La présidente"
    assert by_text["Avant la liste :\n\nun\n\ndeux\n\ndeux et demi\n\net fin\n\naprès."].speaker == "Mme Ndiaye"
    assert by_text["Enfin !"].speaker == "Une voix"
    assert by_text["(Applaudissements)"].kind == "scene"
    assert by_text["هل يعمل المعبر ليلاً؟"].kind == "question"
