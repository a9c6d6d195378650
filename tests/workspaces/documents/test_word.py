"""Word files: what is written is read again, and what comes from outside is taken, told or refused."""

import time
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from consult.contributions.attachments.files.problems import Unfit
from consult.contributions.attachments.files.word_structure import word_structure
from consult.core.differences import Piece
from consult.workspaces.documents.aligning import aligned
from consult.workspaces.documents.operations.amending import NewAmendment, suggest_amendment
from consult.workspaces.documents.operations.bringing import Text, bring_text
from consult.workspaces.documents.operations.versions import present_text, text_digest
from consult.workspaces.documents.queries import amendments_of, files_of
from consult.workspaces.documents.word.reading import brought
from consult.workspaces.documents.word.writing import Change, Copy, Line, Note, word_document
from tests.factories import hidden, page, sign_in
from tests.workspaces.documents.conftest import TEXT

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
SOMEBODY = Change("Pat Member (Amendment 1)", AT)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def copy(*lines: Line, language: str = "en") -> bytes:
    return word_document(Copy("A title", language, "The text as it is now", "Page {page} of {pages}", lines))


def plain(style: str, text: str) -> Line:
    return Line(style, [Piece("same", text)])


def foreign(body: str, **parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


def para(text: str, about: str = "") -> str:
    return f"<w:p>{about}<w:r><w:t>{text}</w:t></w:r></w:p>"


def read(tmp_path, data: bytes):
    path = tmp_path / "file.docx"
    path.write_bytes(data)
    return word_structure(path)


def styles_of(found) -> list[tuple[str, str]]:
    return [(one["style"], "".join(text for _kind, text in one["pieces"])) for one in found["paragraphs"]]


def test_what_is_written_is_read_again_with_its_numbering(tmp_path):
    rows = [
        ("heading1", "One"),
        ("heading2", "Below"),
        ("heading3", "Deep"),
        ("paragraph", "First."),
        ("item", "an item;"),
    ]
    rows += [("subitem", "below it;"), ("item", "another."), ("paragraph", "Second."), ("quote", "Without a number.")]
    found = read(tmp_path, copy(*(plain(*row) for row in rows)))
    assert styles_of(found) == rows
    assert found["title"] == "A title"
    assert found["told"] == {}
    arabic = read(tmp_path, copy(plain("paragraph", "تحمي الدول الحق في التجمع."), language="ar"))
    assert styles_of(arabic) == [("paragraph", "تحمي الدول الحق في التجمع.")]


def test_every_list_of_items_begins_anew():
    rows = [plain("paragraph", "a"), plain("item", "b"), plain("paragraph", "c"), plain("item", "d")]
    with ZipFile(BytesIO(copy(*rows))) as archive:
        body, numbers = archive.read("word/document.xml").decode(), archive.read("word/numbering.xml").decode()
    assert body.count('<w:numId w:val="2"/>') == 2
    assert body.count('<w:numId w:val="10"/>') == body.count('<w:numId w:val="11"/>') == 1
    assert numbers.count("<w:startOverride") == 4


def test_tracked_changes_are_written_and_read_three_ways(tmp_path):
    pieces = [Piece("same", "States "), Piece("removed", "may"), Piece("added", "shall"), Piece("same", " protect it.")]
    lines = [
        Line("paragraph", pieces, SOMEBODY, None, [Note("Pat", AT, "Reason: clearer")]),
        Line("paragraph", [Piece("removed", "Gone.")], SOMEBODY, "removed"),
        Line("paragraph", [Piece("added", "New.")], SOMEBODY, "added"),
        plain("paragraph", "Stays."),
    ]
    data = copy(*lines)
    with ZipFile(BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
        assert "Reason: clearer" in archive.read("word/comments.xml").decode()
    assert body.count('w:author="Pat Member (Amendment 1)" w:date="2026-05-04T09:00:00Z"') == 6
    assert "<w:delText" in body
    found = read(tmp_path, data)
    assert found["told"] == {"changes": 3, "comments": 1}
    texts = {
        way: [one.text for one in brought(found, way).paragraphs] for way in ("accepted", "original", "amendments")
    }
    assert texts["accepted"] == ["States shall protect it.", "New.", "Stays."]
    assert texts["original"] == texts["amendments"] == ["States may protect it.", "Gone.", "Stays."]
    suggested = brought(found, "amendments").suggested
    assert suggested == [(0, "replace", "States shall protect it."), (1, "delete", ""), (1, "insert", "New.")]


def test_what_cannot_be_taken_is_counted(tmp_path):
    drawing = "<w:p><w:r><w:drawing/></w:r><w:r><w:t>Words beside.</w:t></w:r></w:p>"
    note = '<w:p><w:r><w:t>With a note.</w:t><w:footnoteReference w:id="1"/><w:commentReference w:id="2"/></w:r></w:p>'
    table = f"<w:tbl><w:tr><w:tc>{para('left')}</w:tc><w:tc>{para('right')}</w:tc></w:tr></w:tbl>"
    deep = para("Deep", '<w:pPr><w:outlineLvl w:val="4"/></w:pPr>')
    found = read(tmp_path, foreign(drawing + note + table + deep))
    assert found["told"] == {
        "images": 1,
        "footnotes": 1,
        "comments": 1,
        "tables": 1,
        "deep_headings": 1,
        "numbered": 2,
    }
    assert styles_of(found)[2:] == [("quote", "left | right"), ("heading3", "Deep")]


def test_numbers_that_were_typed_become_automatic(tmp_path):
    texts = ["1. First.", "(a) one;", "(i) below;", "(ii) below;", "(b) two.", "2. Second.", "No number."]
    found = read(tmp_path, foreign("".join(map(para, texts))))
    assert styles_of(found) == [
        ("paragraph", "First."),
        ("item", "one;"),
        ("subitem", "below;"),
        ("subitem", "below;"),
        ("item", "two."),
        ("paragraph", "Second."),
        ("quote", "No number."),
    ]
    assert found["told"] == {"typed_numbers": 6}


def test_the_ninth_item_is_no_item_below(tmp_path):
    texts = ["1. First."] + [f"({letter}) item;" for letter in "abcdefghi"]
    assert [style for style, _text in styles_of(read(tmp_path, foreign("".join(map(para, texts)))))][1:] == ["item"] * 9


def test_files_that_are_none_are_refused(tmp_path):
    for data, problem in (
        (b"PK no zip", "file_broken"),
        (foreign(""), "file_no_text"),
        (foreign(para("x" * 20_001)), "paragraph_too_long"),
        (foreign(para("x") * 6_001), "document_too_long"),
        (foreign(para(" ") + "&"), "file_broken"),
        (foreign(para("x"), word__big_dot_bin="0" * 50_000_000), "file_bomb"),
    ):
        with pytest.raises(Unfit) as caught:
            read(tmp_path, data)
        assert caught.value.problem == problem, problem


def test_three_hundred_pages_are_read_in_time(tmp_path):
    words = " ".join(["peaceful assembly is protected by"] * 17)
    data = foreign("".join(para(f"{number}. {words}") for number in range(1, 1_801)))
    began = time.perf_counter()
    found = read(tmp_path, data)
    assert len(found["paragraphs"]) == 1_800
    assert time.perf_counter() - began < 20


def test_texts_that_are_alike_are_found_again():
    old = ["One lantern.", "Two old bridges over the river.", "Three.", "Four."]
    assert aligned(old, old) == [0, 1, 2, 3]
    assert aligned(old, ["New.", "One lantern.", "Two new bridges over the river.", "Four."]) == [None, 0, 1, 3]
    assert aligned(old, ["Four.", "One lantern.", "Two old bridges over the river.", "Three."]) == [3, 0, 1, 2]
    assert aligned([], ["New."]) == [None]


def upload(client, address: str, data: bytes, name: str = "draft.docx", **values: str):
    token = hidden(page(client, address), "csrf_token")
    sent = {"csrf_token": token, "file": (BytesIO(data), name), "tracked": "amendments"} | values
    return client.post(address, data=sent, content_type="multipart/form-data")


def taken(client, address: str, shown, **values: str):
    names = ("csrf_token", "file_seal", "seen") if 'name="seen"' in shown.text else ("csrf_token", "file_seal")
    given = {name: hidden(shown.text, name) for name in names} | {"act": "take", "tracked": "amendments"}
    return client.post(address, data=given | values)


@pytest.mark.pages
def test_a_word_file_becomes_a_document(site, client, draft):
    sign_in(site, client, draft.account("member"))
    address = f"/en/workspaces/{draft.room.slug}/documents/word"
    tracked = Line("paragraph", [Piece("same", "States "), Piece("added", "shall "), Piece("same", "act.")], SOMEBODY)
    shown = upload(client, address, copy(plain("heading1", "Scope"), tracked))
    assert shown.status_code == 200
    assert "1 paragraph with tracked changes becomes an amendment." in shown.text
    made = taken(client, address, shown, title="From Word", language="en")
    assert made.status_code == 303
    told = page(client, made.location)
    for words in ("From Word", "Scope", "States act.", "Amendment 1", "A tracked change"):
        assert words in told


@pytest.mark.pages
def test_a_word_file_changes_a_document_and_keys_stay(site, client, draft):
    sign_in(site, client, draft.account("member"))
    keys = [one.key for one in draft.rows()]
    rows = [plain(one.style, one.text) for one in TEXT]
    rows[1] = plain("paragraph", "States protect the right of peaceful assembly everywhere.")
    rows[3:4] = [plain("item", "let children take part;")]
    address = f"{draft.url}word"
    shown = upload(client, address, copy(*rows))
    assert shown.status_code == 200
    assert "changed: 1, moved: 0, added: 1, removed: 1" in shown.text
    assert [one.key for one in draft.rows()] == keys, "nothing is changed before it is taken"
    assert taken(client, address, shown).status_code == 303
    now = draft.rows()
    assert [one.key for one in now][:3] == keys[:3]
    assert now[4].key == keys[4]
    assert now[3].key not in keys
    assert [one.label for one in now] == ["1", "1", "2", "(a)", "(b)"]
    assert now[1].revision == 2
    with site.database.reading() as db:
        file = files_of(db, draft.row())[0]
    assert file.name == "draft.docx"
    again = taken(client, address, shown)
    assert again.status_code == 409, "the text has changed since it was shown"


@pytest.mark.pages
def test_wrong_files_are_refused_with_words(site, client, draft):
    sign_in(site, client, draft.account("member"))
    address = f"{draft.url}word"
    macros = foreign(para("x"), word__vbaProject_dot_bin="x")
    for data, name, words in (
        (b"only words", "draft.txt", "not a Word file"),
        (macros, "draft.docm", "macros"),
        (b"PK\x03\x04 broken", "draft.docx", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "draft.doc", "old kind"),
        (foreign(para("x"), word__big_dot_bin="0" * 50_000_000), "draft.docx", "unpack"),
    ):
        answer = upload(client, address, data, name)
        assert answer.status_code == 400, name
        assert words in answer.text, name
    assert client.post(address, data={"csrf_token": hidden(page(client, address), "csrf_token")}).status_code == 400
    forged = {"csrf_token": hidden(page(client, address), "csrf_token"), "file_seal": "x.y.z", "act": "take"}
    assert client.post(address, data=forged).status_code == 409


@pytest.mark.pages
def test_only_who_writes_brings_files(site, client, draft):
    sign_in(site, client, draft.account("observer"))
    page(client, f"{draft.url}word", 404)
    page(client, f"/en/workspaces/{draft.room.slug}/documents/word", 404)


def test_bringing_lapses_what_was_suggested_to_what_is_gone(draft):
    draft.run(suggest_amendment, "member", new=NewAmendment("delete", draft.key(1), seen=1))
    with draft.site.database.reading() as db:
        seen = text_digest(present_text(db, draft.row()))
    taken_now = draft.run(bring_text, "member", seen=seen, text=Text([(draft.key(0), TEXT[0])]))
    assert taken_now == (0, 0, 4, 0)
    with draft.site.database.reading() as db:
        assert [one.state for one in amendments_of(db, draft.row())] == ["lapsed"]
