"""Citations for programs that keep bibliographies: BibTeX and RIS, read back by their own rules."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from consult.contributions.models import Contribution
from consult.records.quoting.bibtex import bibtex
from consult.records.quoting.ris import ris
from consult.records.quoting.sources import Source
from tests.contributions.docketing import file, of_coalition
from tests.factories import TEST, make_account, make_body, make_proceeding, page, post, send, sign_in

WORDS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    **{f"\\{sign}": sign for sign in "$&%#_"},
}
AWKWARD = r"50 % of {all} \ & #1 ~ $x_1^2$, “Ça” و"
SOURCE = Source(
    "assemblies:AB-12",
    "submission",
    AWKWARD,
    f"Submission to “{AWKWARD}”",
    "Committee, the",
    "AB-12",
    date(2026, 3, 9),
    date(2026, 11, 2),
    "https://consult.example/en/x_%D8%A7",
    "fr",
    ("para. 3", "Two\nlines"),
)


def entries(text):
    """Each entry as (type, key, fields), read as BibTeX reads: braces are counted, a backslash does not hide one."""
    found, at = [], 0
    while (start := text.find("@", at)) >= 0:
        opening = text.index("{", start)
        at = closing(text, opening)
        key, _comma, rest = text[opening + 1 : at].partition(",")
        found.append((text[start + 1 : opening], key, fields(rest)))
    return found


def closing(text, opening):
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise AssertionError("a brace is left open")


def fields(text):
    found, at = {}, 0
    while match := re.compile(r"\s*([a-z]+) = ").match(text, at):
        at = match.end()
        end = closing(text, at) + 1 if text[at] == "{" else text.find(",", at)
        found[match[1]] = text[at:end].strip("{}") if not text[at:end].startswith("{{") else text[at + 2 : end - 2]
        at = end + 1
    return found


def plain(text):
    return re.sub("|".join(map(re.escape, WORDS)), lambda found: WORDS[found[0]], text)


def records(text):
    """Each record as a list of (tag, value), by the rule of RIS for a line."""
    assert all(re.fullmatch(r"([A-Z][A-Z0-9])  - .*|", line) for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    parts = text.split("ER  - \r\n\r\n")
    assert parts.pop() == ""
    return [[(line[:2], line[6:]) for line in part.split("\r\n") if line] for part in parts]


def test_bibtex_gives_back_what_was_put_in_whatever_signs_it_has():
    [(kind, key, told)] = entries(bibtex([SOURCE]))
    assert (kind, key) == ("techreport", "assemblies:AB-12")
    assert plain(told["author"]) == AWKWARD
    assert plain(told["title"]) == SOURCE.title
    assert told["institution"] == "Committee, the"
    assert (told["year"], told["month"], told["date"]) == ("2026", "mar", "2026-03-09")
    assert (told["url"], told["urldate"]) == (SOURCE.address, "2026-11-02")
    assert (told["language"], told["langid"]) == ("fr", "french")
    assert told["note"] == "para. 3. Two lines"
    assert bibtex([SOURCE]).count("{") == bibtex([SOURCE]).count("}")
    assert f"author = {{{{{told['author']}}}}}" in bibtex([SOURCE])  # two pairs: no name is taken apart


def test_ris_has_one_line_for_each_fact():
    [told] = records(ris([SOURCE]))
    assert told[0] == ("TY", "RPRT")
    assert ("AU", "50 % of {all} \\ & #1 ~ $x_1^2$ – “Ça” و,") in told  # no comma parts a family name from the rest
    assert ("TI", SOURCE.title) in told
    assert [value for tag, value in told if tag == "N1"] == ["para. 3", "Two lines"]
    for line in (("PB", "Committee, the"), ("SN", "AB-12"), ("PY", "2026"), ("DA", "2026/03/09"), ("LA", "fr")):
        assert line in told
    assert ("UR", SOURCE.address) in told


def test_what_is_not_known_has_no_field():
    bare = Source("k", "comment", None, "Comment on “X”", "", "AB-13", None, date(2026, 1, 1), "", None, ())
    [(kind, _key, told)] = entries(bibtex([bare]))
    assert (kind, set(told)) == ("misc", {"title", "number"})
    assert [tag for tag, _value in records(ris([bare]))[0]] == ["TY", "ID", "TI", "SN"]
    assert (bibtex([]), ris([])) == ("", "")


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body)


@pytest.fixture
def office(site, app, body):
    browser = app.test_client()
    sign_in(site, browser, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    return browser


def read(client, url):
    answer = client.get(url)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), url
    return answer.get_data().decode()


@pytest.mark.pages
def test_each_page_leads_to_the_citation_of_what_it_shows(site, client, room):
    one = of_coalition(site, room, "Joint Voices", language="fr")
    path = f"/fr/consultations/assemblies/submissions/{one}"
    for form in ("bib", "ris"):
        assert f'href="{path}/citation.{form}"' in page(client, path)
    [(_kind, key, told)] = entries(read(client, f"{path}/citation.bib"))
    assert key == f"assemblies:{one}"
    assert told["author"] == "Joint Voices"
    assert "One of us; Another of us" in told["note"]
    assert told["url"] == f"http://localhost{path}"
    assert client.get(f"{path}/citation.docx").status_code == 404
    assert client.get(f"/en/consultations/assemblies/submissions/{one[:-1]}/citation.bib").status_code == 404


@pytest.mark.pages
def test_a_docket_is_cited_as_it_is_filtered_and_searched(site, client, office, room):
    one = file(site, room, "Lanterns by night", category="academia", name="Ana Tesch")
    two = file(site, room, "Whistles by day", category="individual", identity="secretariat", name="Secret Zq")
    public, desk = "/en/consultations/assemblies/citations", f"/en/desk/docket/{room.public_id}/citations"
    for browser, start, known in ((client, public, {one}), (office, desk, {one, two})):  # the other has no place yet
        both = {key for _kind, key, _told in entries(read(browser, f"{start}.bib"))}
        assert both == {f"assemblies:{reference}" for reference in known}
        assert [key for _k, key, _t in entries(read(browser, f"{start}.bib?category=academia"))] == [
            f"assemblies:{one}"
        ]
        assert [dict(told)["SN"] for told in records(read(browser, f"{start}.ris?q=lanterns"))] == [one]
        assert len(records(read(browser, f"{start}.ris?q=whistles"))) == len(known) - 1
        assert "Secret" not in read(browser, f"{start}.ris")  # papers travel
    assert f"{public}.bib?category=academia" in page(
        client, "/en/consultations/assemblies/submissions/?category=academia"
    )
    assert f"{desk}.ris?q=whistles" in page(office, f"/en/desk/docket/{room.public_id}?q=whistles")
    assert client.get(f"{desk}.bib").status_code == 404


@pytest.mark.pages
def test_what_is_not_public_is_cited_at_the_desk_alone(site, client, office, room):
    one = file(site, room)
    site.work.run(lambda db, _actor: hold_back(db, one), TEST)
    path = f"/en/consultations/assemblies/submissions/{one}/citation.bib"
    assert client.get(path).status_code == 404
    [(_kind, _key, told)] = entries(read(office, path))
    assert "url" not in told
    assert entries(read(client, "/en/consultations/assemblies/citations.bib")) == []


def hold_back(db, reference):
    db.execute(update(Contribution).where(Contribution.reference == reference).values(state="pending", place=None))


@pytest.mark.pages
def test_a_basket_cites_each_source_once_with_its_paragraphs(site, office, room):
    one = file(site, room, "First.\nSecond.\nThird.")
    two = file(site, room, "Another.")
    made = send(office, "/en/desk/baskets/", {"name": "Mine", "proceeding": room.public_id}).location
    for passage in (f"{one}:1", f"{two}:1", f"{one}:3"):
        post(
            office,
            "/en/desk/baskets/add",
            {"passage": passage, "basket": made.rpartition("/")[2]},
            form="/en/desk/baskets/",
        )
    found = {key: told["note"].split(". D")[0] for _kind, key, told in entries(read(office, f"{made}/citations.bib"))}
    assert found == {f"assemblies:{one}": "paras. 1 and 3", f"assemblies:{two}": "para. 1"}
    assert f'href="{made}/citations.ris"' in page(office, made)
