"""What is no debate, or not safe to read, is refused in one line, and nothing of it stays."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from consult.cli import commands
from consult.core.db import Base
from consult.core.errors import SetupError
from consult.proceedings.models import Proceeding
from consult.records.akn import xml
from consult.records.akn.importing import import_debate
from consult.records.akn.reading import read_debate
from consult.records.refusals import Refused
from consult.site import Site
from tests.records.akn.debates import NIGHT

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">&c;</akomaNtoso>"""
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
OTHER = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13"><debate/></akomaNtoso>'
ACT = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="x"/></akomaNtoso>'
REFUSED = {
    "billion laughs": (LAUGHS.encode(), "document type"),
    "a file from outside": (OUTSIDE.encode(), "document type"),
    "the same in another encoding": (OUTSIDE.encode("utf-16"), "document type"),
    "not XML": (b"speech", "not XML"),
    "cut off": (NIGHT.read_bytes()[:2000], "not XML"),
    "too deep": (b"<a>" * 5000 + b"</a>" * 5000, "not XML"),
    "another version": (OTHER.encode(), "no Akoma Ntoso 3.0"),
    "no debate": (ACT.encode(), "no debate, but act"),
    "no language": (NIGHT.read_bytes().replace(b'language="fra"', b'language="?"'), "--language"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_in_one_line(tmp_path: Path, case: str):
    data, words = REFUSED[case]
    path = tmp_path / "debate.xml"
    path.write_bytes(data)
    with pytest.raises(Refused, match=words) as caught:
        read_debate(path)
    assert "\n" not in str(caught.value)
    assert "root:" not in str(caught.value)


def test_limits(tmp_path: Path, monkeypatch):
    with pytest.raises(Refused, match="cannot be read"):
        read_debate(tmp_path / "absent.xml")
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 20)
    with pytest.raises(Refused, match="more than 20 elements"):
        read_debate(NIGHT)
    monkeypatch.setattr(xml, "MOST_BYTES", 1 << 10)
    with pytest.raises(Refused, match="larger than"):
        read_debate(NIGHT)


def test_a_language_can_be_named(tmp_path: Path):
    path = tmp_path / "debate.xml"
    path.write_bytes(REFUSED["no language"][0])
    assert read_debate(path, "fr").language == "fr"


def test_an_import_that_fails_half_way_leaves_nothing(site: Site, monkeypatch):
    def full(*_args, **_values):
        with site.database.reading() as db:
            assert db.scalars(select(Proceeding.state)).one() == "draft"
        raise OSError("no space")

    monkeypatch.setattr("consult.records.akn.importing.file_sayings", full)
    with pytest.raises(OSError, match="no space"):
        import_debate(site.work, read_debate(NIGHT), body=None)
    with site.database.reading() as db:
        rows = {table.name for table in Base.metadata.tables.values() if db.execute(table.select()).first() is not None}
    assert not {name for name in rows if name.startswith("hearing_")} | (
        rows & {"proceeding", "stream", "entry", "body"}
    )


def test_the_command(site: Site, tmp_path: Path):
    def consult(*words: str) -> tuple[int, list[str]]:
        settings = site.settings
        env = {"CONSULT_DATABASE_URL": settings.database_url, "CONSULT_SECRET_KEY": settings.secret_key}
        done = CliRunner().invoke(commands, words, env=env | {"CONSULT_DATA_DIR": str(tmp_path)})
        if isinstance(done.exception, SetupError):
            return 1, [str(done.exception)]
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output.splitlines()

    code, lines = consult("import", "akn", str(NIGHT), "--dry-run")
    assert (code, lines[0], lines[-1]) == (0, "le-bac-de-nuit", "dry run: nothing was changed")
    code, lines = consult("import", "akn", str(NIGHT))
    assert (code, lines[:6]) == (
        0, ["le-bac-de-nuit", "sections 4", "speeches 4", "questions 1", "answers 1", "remarks 3"]
    )  # fmt: skip
    assert "kept as words, without the mark-up: li 3" in lines
    assert "left out: tocItem 1" in lines
    out = tmp_path / "out.xml"
    export = ("export", "le-bac-de-nuit", "--format", "akn", "--edition", "public", "--output", str(out))
    code, lines = consult(*export)
    assert (code, lines) == (0, [str(out), f"bytes {out.stat().st_size}"])
    assert consult(*export) == (1, [f"{out} exists: name another path, or replace it with --force"])
    code, lines = consult(*export, "--force", "--language", "en")
    assert (code, lines) == (1, ["le-bac-de-nuit is not in en: it has fr"])
    page = tmp_path / "out.html"
    assert consult("export", "le-bac-de-nuit", "--format", "html", "--edition", "public", "--output", str(page))[0] == 0
    assert "Nous commençons." in page.read_text()
