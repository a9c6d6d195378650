"""The page of quotations: what stands in the Word file, by its structure and through our own reader."""

import posixpath
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from sqlalchemy import select

from consult.contributions.attachments.files.word import check_word, word_paragraphs
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.own import withdraw_contribution
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
    send,
    type_password,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENGLISH = "Assemblies are peaceful unless <shown> otherwise & in good faith."
ARABIC = "التجمع السلمي حق للجميع وفقا للمادة 21."
LIST = "/en/desk/baskets/"

pytestmark = pytest.mark.pages


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


@pytest.fixture
def desk(site, client, body):
    make_account(site, "office@example.org", ("secretariat", "body", body.id), name="Zainab Zq")
    type_password(client, "office@example.org")
    return client


@pytest.fixture
def basket(desk, room):
    made = send(desk, LIST, {"name": "Quotations on assemblies", "proceeding": room.public_id})
    return made.location.rpartition("/")[2]


def put(desk, basket, reference, **more):
    given = {"passage": f"{reference}:1", "basket": basket} | more
    return post(desk, f"{LIST}add", given, form=LIST)


def paper(desk, basket, query="", lang="en"):
    answer = desk.get(f"/{lang}/desk/baskets/{basket}/quotations.docx{query}")
    assert answer.status_code == 200
    return answer.data


def parts(data):
    with ZipFile(BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def xml(data, name="word/document.xml"):
    return etree.fromstring(parts(data)[name])


def paragraphs(data, style):
    root = xml(data)
    return [one for one in root.iter(f"{W}p") if one.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style]


def said(element):
    return "".join(element.itertext(f"{W}t"))


def test_quotations_have_footnotes_that_cite_them(site, desk, room, basket, tmp_path):
    references = [
        make_comment(site, room, ENGLISH),
        make_comment(site, room, ARABIC, language="ar", name="Leila Haddad"),
    ]
    for reference in references:
        assert put(desk, basket, reference).status_code == 303
    data = paper(desk, basket)
    quotes = paragraphs(data, "Quote")
    assert [said(one) for one in quotes] == [ENGLISH, ARABIC]
    ids = [one.get(f"{W}id") for one in xml(data).iter(f"{W}footnoteReference")]
    notes = {one.get(f"{W}id"): said(one) for one in xml(data, "word/footnotes.xml").iter(f"{W}footnote")}
    assert ids == ["1", "2"]
    assert set(notes) == {"-1", "0", *ids}
    assert "Ama Toure" in notes["1"]
    assert references[0] in notes["1"]
    assert "para. 1" in notes["1"]
    assert "Leila Haddad" in notes["2"]
    path = tmp_path / "quotations.docx"
    path.write_bytes(data)
    check_word(path)
    assert {ENGLISH, ARABIC} <= set(word_paragraphs(path))


def test_each_quotation_has_its_language_and_its_direction(site, desk, room, basket):
    for text, language in ((ENGLISH, "en"), (ARABIC, "ar"), ("集会自由", "zh")):
        put(desk, basket, make_comment(site, room, text, language=language))
    english, arabic, chinese = paragraphs(paper(desk, basket), "Quote")
    assert english.find(f"{W}pPr/{W}bidi") is None
    assert english.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
    assert arabic.find(f"{W}pPr/{W}bidi") is not None
    assert arabic.find(f"{W}r/{W}rPr/{W}rtl") is not None
    assert arabic.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}bidi") == "ar-SA"
    assert chinese.find(f"{W}r/{W}rPr/{W}lang").get(f"{W}eastAsia") == "zh-CN"


def test_in_arabic_the_page_runs_from_the_right_and_notes_are_arabic(site, desk, room, basket):
    put(desk, basket, make_comment(site, room, ENGLISH))
    data = paper(desk, basket, lang="ar")
    assert xml(data).find(f".//{W}sectPr/{W}bidi") is not None
    notes = said(xml(data, "word/footnotes.xml"))
    assert "الفقرة 1" in notes
    assert "ar-SA" in parts(data)["docProps/core.xml"].decode()


def test_the_package_is_whole_and_leads_nowhere(site, desk, room, basket):
    put(desk, basket, make_comment(site, room, ENGLISH))
    found = parts(paper(desk, basket))
    types = etree.fromstring(found["[Content_Types].xml"])
    named = {one.get("PartName").lstrip("/") for one in types if one.get("PartName")}
    assert named == {name for name in found if name.endswith(".xml") and name != "[Content_Types].xml"}
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        home = posixpath.dirname(posixpath.dirname(name))
        for one in etree.fromstring(found[name]):
            assert one.get("TargetMode") is None
            assert posixpath.join(home, one.get("Target")) in found
    styles = {one.get(f"{W}styleId") for one in etree.fromstring(found["word/styles.xml"]).iter(f"{W}style")}
    used = set()
    for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml", "word/footer1.xml"):
        root = etree.fromstring(found[name])
        used |= {one.get(f"{W}val") for tag in ("pStyle", "rStyle") for one in root.iter(f"{W}{tag}")}
    assert used <= styles
    assert "TC/2026/C/1" in said(etree.fromstring(found["word/header1.xml"]))
    assert "PAGE" in found["word/footer1.xml"].decode()


def test_a_paper_names_neither_staff_nor_whom_the_public_does_not_know(site, desk, room, basket):
    put(desk, basket, make_comment(site, room, ENGLISH, identity="secretariat", name="Zq Hidden"))
    text = page(desk, f"{LIST}{basket}")
    whole = b"".join(parts(paper(desk, basket)).values()).decode()
    assert ENGLISH.split("<")[0] in whole
    assert "Zq" not in whole
    assert "Zq Hidden" not in text.partition("<main")[2]


def test_what_may_not_be_quoted_is_a_mark_with_its_note(site, desk, room, basket):
    author = actor_for(site, make_account(site, "author@example.org"))
    gone = make_comment(site, room, "zqgoneqz words", actor=author)
    hidden = make_comment(site, room, "zqhiddenqz words")
    redacted = make_comment(site, room, "Call zqredactedqz now.")
    secret = make_comment(site, room, "zqsecretqz words", confidentiality="secretariat")
    for reference in (gone, hidden, redacted, secret):
        put(desk, basket, reference)
    site.work.run(withdraw_contribution, author, reference=gone)
    site.work.run(decide, TEST, reference=hidden, act="hide", seen=1, reason="insult", note="")

    def redact(db, _actor):
        row = db.scalars(
            select(Passage).join(Version).join(Contribution).where(Contribution.reference == redacted)
        ).one()
        row.redacted = "Call […] now."

    site.work.run(redact, TEST)
    data = paper(desk, basket)
    whole = b"".join(parts(data).values()).decode()
    assert re.findall("zq[a-z]+qz", whole) == []
    assert [said(one) for one in paragraphs(data, "Quote")] == ["Call […] now."]
    marks = " ".join(said(one) for one in paragraphs(data, "Mark"))
    assert "withdrawn" in marks
    assert "hidden" in marks
    assert "A confidential passage is left out here." in marks
    with_secret = paper(desk, basket, "?confidential=yes")
    assert "zqsecretqz words" in [said(one) for one in paragraphs(with_secret, "Quote")]
    assert "not for publication" in said(xml(with_secret, "word/footnotes.xml"))
    text = page(desk, f"{LIST}{basket}")
    assert re.findall("zq(?:gone|hidden|redacted)qz", text) == []
    assert "Its author has withdrawn it" in text


def test_comments_stand_before_their_quotation_and_order_counts(site, desk, room, basket):
    first, second = (make_comment(site, room, f"text {number}") for number in "ab")
    put(desk, basket, first)
    put(desk, basket, second)
    text = page(desk, f"{LIST}{basket}")
    items = re.findall(r'id="item-([a-z0-9]+)"', text)
    to = f"{LIST}{basket}/items"
    assert (
        post(desk, to, {"item": items[1], "act": "save", "comment": "هذا هو الأهم", "words": ""}, form=LIST).status_code
        == 303
    )
    assert post(desk, to, {"item": items[1], "act": "up"}, form=LIST).status_code == 303
    data = paper(desk, basket)
    texts = [said(one) for one in xml(data).find(f"{W}body").iter(f"{W}p")]
    assert [one for one in texts if one in ("هذا هو الأهم", "text a", "text b")] == ["هذا هو الأهم", "text b", "text a"]
    (comment,) = paragraphs(data, "BodyText")
    assert comment.find(f"{W}pPr/{W}bidi") is not None
    plain = desk.get(f"{LIST}{basket}/quotations.txt").text
    assert "> text b" in plain
    assert second in plain


def test_words_that_stand_nowhere_are_refused_beside_their_field(site, desk, room, basket):
    put(desk, basket, make_comment(site, room, ENGLISH))
    (item,) = re.findall(r'id="item-([a-z0-9]+)"', page(desk, f"{LIST}{basket}"))
    answer = post(
        desk, f"{LIST}{basket}/items", {"item": item, "act": "save", "comment": "kept", "words": "unseen"}, form=LIST
    )
    assert answer.status_code == 422
    assert "These words stand nowhere in the paragraph" in answer.text
    assert "kept</textarea>" in answer.text


def test_the_first_passage_makes_a_basket_and_the_way_back_stays_on_this_site(site, desk, room):
    reference = make_comment(site, room, ENGLISH)
    answer = put(desk, "", reference, back="/en/desk/docket/?q=peaceful")
    assert answer.location == "/en/desk/docket/?q=peaceful"
    assert "is in the basket “Quotations”" in page(desk, LIST)
    for outside in ("https://example.org/", "//example.org", "/en/\\example.org", "/en/\nx"):
        assert put(desk, "", reference, back=outside).location.startswith("/en/desk/baskets/")


def test_under_headings_by_question_the_same_question_stands_together(site, desk, body, room, basket):
    water = make_proceeding(site, body, "water", is_live=True, title="Water for all")
    across = send(desk, LIST, {"name": "Across"}).location.rpartition("/")[2]
    for place in (room, water, room):
        put(desk, across, make_comment(site, place, f"words on {place.slug}"))
    headings = [said(one) for one in paragraphs(paper(desk, across, "?order=question"), "Heading1")]
    assert headings == ["The title of assemblies", "Water for all"]
    assert paragraphs(paper(desk, across), "Heading1") == []


def test_a_stranger_finds_neither_list_nor_basket_nor_paper(site, client, app, desk, basket):
    other = app.test_client()
    make_account(site, "stranger@example.org")
    type_password(other, "stranger@example.org")
    for address in (LIST, f"{LIST}{basket}", f"{LIST}{basket}/quotations.docx"):
        assert other.get(address).status_code == 404
