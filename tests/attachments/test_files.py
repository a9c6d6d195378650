"""What is inside of a file: its kind by its content, its text, and a copy in which nobody's name is found."""

import io
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from pypdf import PdfReader

from consult.contributions.attachments.files import asking
from consult.contributions.attachments.files.kinds import DOCX, JPEG, ODT, PDF, PNG, TXT
from consult.contributions.attachments.files.names import clean_name
from consult.core.errors import Invalid
from tests.attachments import samples

TAKEN = {
    "a.pdf": (samples.telling_pdf, PDF),
    "a.docx": (samples.word, DOCX),
    "a.odt": (samples.open_document, ODT),
    "a.jpg": (samples.telling_jpeg, JPEG),
    "a.png": (samples.telling_png, PNG),
    "a.txt": (lambda: "\ufeffFirst.\r\n\r\nSecond\r\nline.".encode(), TXT),
}
REFUSED = {
    "locked.pdf": (samples.locked_pdf, "file_encrypted"),
    "cut.pdf": (lambda: samples.text_pdf()[:-400].replace(b"obj", b"jbo"), "file_broken"),
    "bomb.docx": (samples.bomb, "file_bomb"),
    "macros.docx": (lambda: samples.packed({**samples.word_parts(), "word/vbaProject.bin": b"x"}), "file_macros"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_word"),
    "table.xlsx": (lambda: samples.packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "file_kind"),
    "page.rtf": (lambda: b"{\\rtf1 hello}", "file_kind"),
    "program.txt": (lambda: b"MZ\x90\x00\x03" + b"\0" * 100, "file_kind"),
    "photo.pdf": (samples.telling_jpeg, "file_lies"),
    "letter.jpg": (samples.text_pdf, "file_lies"),
    "page.txt": (samples.text_pdf, "file_lies"),
    "half.jpg": (lambda: samples.telling_jpeg()[:400], "file_broken"),
    "half.docx": (lambda: samples.word()[:-200], "file_broken"),
    "entities.docx": (
        lambda: samples.packed(
            {**samples.word_parts(), "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
        ),
        "file_broken",
    ),
    "windows.txt": (lambda: "d\xe9j\xe0".encode("cp1252"), "file_not_utf8"),
    "nothing.txt": (lambda: b"", "file_empty"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_content_decides_the_kind_and_the_copy_names_nobody(name: str, tmp_path: Path):
    make, media_type = TAKEN[name]
    source, target = samples.saved(tmp_path, name, make()), tmp_path / "copy"
    assert asking.looked_at(source, name) == media_type
    asking.cleaned(source, media_type, target)
    assert asking.looked_at(target, name) == media_type
    if name != "a.txt":
        assert samples.AUTHOR in everything_in(source)
    assert samples.AUTHOR not in everything_in(target)


def test_a_pdf_keeps_what_was_filled_in_and_loses_what_it_would_do(tmp_path: Path):
    source, target = samples.saved(tmp_path, "a.pdf", samples.telling_pdf()), tmp_path / "copy"
    asking.cleaned(source, PDF, target)
    reader = PdfReader(target)
    notes = [one.get_object() for one in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert [one["/Subtype"] for one in notes] == ["/Stamp"]
    assert b"Filled in." in notes[0]["/AP"]["/N"].get_data()
    assert not {"/OpenAction", "/Names", "/AcroForm", "/Metadata"} & set(reader.root_object)
    assert reader.metadata is None or not reader.metadata


def everything_in(path: Path) -> str:
    """All that a file tells: as it is, and unpacked."""
    data = path.read_bytes()
    found = [data]
    if data.startswith(b"PK"):
        with ZipFile(path) as archive:
            found += [name.encode() + archive.read(name) for name in archive.namelist()]
    if data.startswith(b"%PDF"):
        reader = PdfReader(path)
        for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
            one = reader.get_object(number)
            found += [repr(one).encode(), getattr(one, "_data", b"")]
    return b"\n".join(found).decode("latin-1")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_refused_for_its_own_reason(name: str, tmp_path: Path):
    make, problem = REFUSED[name]
    with pytest.raises(Invalid) as refused:
        asking.looked_at(samples.saved(tmp_path, "x", make()), name)
    assert refused.value.problem == problem


def test_a_picture_keeps_its_look_and_stands_upright(tmp_path: Path):
    source, target = samples.saved(tmp_path, "a.jpg", samples.telling_jpeg()), tmp_path / "copy"
    asking.cleaned(source, JPEG, target)
    with Image.open(target) as picture:
        assert picture.size == (30, 40)
        assert not picture.getexif()


def test_a_word_file_keeps_links_changes_and_pictures(tmp_path: Path):
    source, target = samples.saved(tmp_path, "a.docx", samples.word()), tmp_path / "copy"
    asking.cleaned(source, DOCX, target)
    with ZipFile(target) as archive:
        names, document = set(archive.namelist()), archive.read("word/document.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
        assert Image.open(io.BytesIO(archive.read("word/media/image1.jpeg"))).size == (40, 30)
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
    assert not {"docProps/core.xml", "word/comments.xml", "customXml/item1.xml"} & names
    assert "w:ins" in document
    assert "w:del" in document
    assert "rsid" not in document
    assert "https://example.org/" in relations
    assert "comments.xml" not in relations
    assert "file:" not in relations


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.odt"])
def test_a_document_gives_its_paragraphs_in_order(name: str, tmp_path: Path):
    make, media_type = TAKEN[name]
    found = asking.paragraphs(samples.saved(tmp_path, name, make()), media_type)
    assert found[:2] == list(samples.PARAGRAPHS)
    assert found[2:] == (["Added."] if name == "a.docx" else [])


def test_text_is_cut_at_blank_lines_or_else_at_line_ends(tmp_path: Path):
    make, media_type = TAKEN["a.txt"]
    assert asking.paragraphs(samples.saved(tmp_path, "a", make()), media_type) == ["First.", "Second line."]
    lines = samples.saved(tmp_path, "b", "Première.\nثانية\u202e.\n".encode())
    assert asking.paragraphs(lines, TXT) == ["Première.", "ثانية."]
    wide = samples.saved(tmp_path, "c", "第一段。\n\n第二段。".encode("utf-16"))
    assert asking.paragraphs(wide, TXT) == ["第一段。", "第二段。"]


@pytest.mark.parametrize(
    ("make", "media_type", "problem"),
    [
        (samples.scanned_pdf, PDF, "file_no_text"),
        (lambda: b" \n . \n", TXT, "file_no_text"),
        (samples.telling_png, PNG, "file_not_a_document"),
        (lambda: b"x\n\n" * 3_000, TXT, "document_too_long"),
    ],
)
def test_what_has_no_text_is_said(make, media_type: str, problem: str, tmp_path: Path):
    with pytest.raises(Invalid) as refused:
        asking.paragraphs(samples.saved(tmp_path, "a", make()), media_type)
    assert refused.value.problem == problem


def test_whoever_hangs_or_falls_is_ended_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = samples.saved(tmp_path, "a.txt", b"words")

    def hang(*_order: object, **_how: object) -> None:
        raise subprocess.TimeoutExpired("child", 1.0)

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", hang)
        with pytest.raises(Invalid, match="file_slow"):
            asking.looked_at(path, "a.txt")
    monkeypatch.setattr(asking, "CHILD", "antigravity_that_is_not_there")
    with pytest.raises(Invalid, match="file_bomb"):
        asking.looked_at(path, "a.txt")


def test_the_child_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CONSULT_SECRET_KEY", "zqsecretqz")
    seen = {}

    def note(_order: object, **how: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(how)
        return subprocess.CompletedProcess([], 0, b'{"ok": "text/plain"}')

    monkeypatch.setattr(subprocess, "run", note)
    asking.looked_at(samples.saved(tmp_path, "a.txt", b"words"), "a.txt")
    assert "zqsecretqz" not in str(seen)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("C:\\Users\\ana\\report.PDF", "report.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe.pdf"),
        ("a\x00b\x1f\u2066c\u200f.pdf", "abc.pdf"),
        ("  مذكرة\n عن القواعد .pdf", "مذكرة عن القواعد.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 400 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_lose_paths_and_whatever_cannot_be_seen(raw: str, kept: str):
    assert clean_name(raw, PDF) == kept
