"""What a seized server would tell about somebody who gave no identity: everything it holds is dumped, and looked at.

A real process gets input from a browser full of marks. Nothing of them may be found in any table, file, log or temporary
file; what two inputs of one browser have in common is only what their author chose; a day later not even the keyed hash
of the browser is left.
"""

import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consult.accounts.models import WebSession
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import forget_sendings
from consult.core.clock import now, telling
from consult.core.db import Base
from consult.proceedings.models import Proceeding
from consult.web.site import WebSite
from tests.factories import TEST, make_body, make_proceeding, publish
from tests.live.conftest import Stage
from tests.live.launch import Running, running
from tests.live.scene import Browser, browser_for, make_person

pytestmark = [pytest.mark.fault, pytest.mark.timeout(120)]
MARKS = {
    "User-Agent": "Marked-Browser/77.31415",
    "Accept-Language": "en;q=0.7,tlh;q=0.31337",
    "Referer": "{url}/en/?marked-referrer-42424",
    "X-Forwarded-For": "198.51.100.77",
    "X-Real-Ip": "198.51.100.78",
    "Forwarded": "for=198.51.100.79",
    "Dnt": "marked-dnt-5150",
}
CHOICES = {"en", "none", "public", "individual", "self"}
HOUSE = {"comment", "response", "published", "comment.published", "response.published", "after_moderation"}
HOUSE |= {"open", "desk", "restricted"}
BETWEEN, COUNTED = "\x1f", {"", "0"}  # the docket counts what is alike by its choices, joined
SECTIONS = [
    {
        "title": {"en": "One part"},
        "questions": [
            {"key": "why", "type": "long_text", "required": True, "settings": {}, "texts": {"label": {"en": "Why?"}}}
        ],
    }
]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_values: object) -> None:
        """Do not follow: the answer is the redirect."""


class Visitor:
    """A browser with marks in everything that it sends by itself."""

    def __init__(self, server: Running, cookie: str = "") -> None:
        self.server = server
        self.cookies = [cookie] if cookie else []
        self._opener = urllib.request.build_opener(Stay)

    def ask(self, address: str, values: dict[str, str] | None = None) -> tuple[str, str | None]:
        """The page, and where the answer leads."""
        data = urllib.parse.urlencode(values).encode() if values else None
        request = urllib.request.Request(self.server.url + address, data)
        for name, value in MARKS.items():
            request.add_header(name, value.format(url=self.server.url))
        if self.cookies:
            request.add_header("Cookie", self.cookies[-1])
        try:
            with self._opener.open(request, timeout=20) as answer:
                text, headers = answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            if error.code not in (302, 303):
                raise
            text, headers = "", error.headers
        for line in headers.get_all("Set-Cookie") or ():
            self.cookies.append(line.split(";")[0])
        return text, headers.get("Location")

    def send(self, address: str, values: dict[str, str]) -> tuple[str, str | None]:
        """Open a form and send it with its hidden fields."""
        text, _ = self.ask(address)
        fields = {}
        for tag in re.findall(r"<input[^>]*>", text):
            if 'type="hidden"' in tag and (name := re.search(r'name="([^"]+)"', tag)):
                value = re.search(r'value="([^"]*)"', tag)
                fields[name[1]] = unescape(value[1]) if value else ""
        return self.ask(address, fields | values)

    def comment(self, slug: str, body: str) -> str:
        """File a comment without a name; its codeword."""
        values = {"body": body, "language": "en", "identity": "none", "name": "", "category": "individual"}
        text, _ = self.send(f"/en/consultations/{slug}/comments", values | {"confidentiality": "public"})
        return codeword_in(text)


def codeword_in(text: str) -> str:
    """The seven words of a receipt."""
    words = re.findall(r"<li>(\w+)</li>", text.split('class="codeword"')[1].split("</ol>")[0])
    assert len(words) == 7
    return " ".join(words)


def rows(stage: Stage) -> list[tuple[str, dict[str, Any]]]:
    """Every row of every table."""
    with stage.site.database.reading() as db:
        return [
            (str(table.name), dict(row))
            for table in Base.metadata.sorted_tables
            for row in db.execute(select(table)).mappings()
        ]


def everything(stage: Stage, server: Running) -> str:
    """All rows as text, all files of the data folder with temporary files and logs, all files of an SQLite database."""
    found = [repr(row) for row in rows(stage)]
    if stage.site.database.is_sqlite:
        database = Path(str(stage.site.database.url.database))
        found += [path.read_bytes().decode("latin-1") for path in database.parent.glob(f"{database.name}*")]
    found += [path.read_bytes().decode("latin-1") for path in server.folder.rglob("*") if path.is_file()]
    return "\n".join(found)


def values_of(stage: Stage, reference: str) -> set[str]:
    """All that the database holds of one contribution, wherever it stands, as single values.

    Row numbers and the chain of entries tell the order of arrival, which the secretariat sees anyway: they stay out.
    """
    with stage.site.database.reading() as db:
        row = db.scalars(select(Contribution).where(Contribution.reference == reference)).one()
    found: list[dict[str, Any]] = []
    versions = {one["id"] for table, one in rows(stage) if table == "version" and one["contribution_id"] == row.id}
    for table, one in rows(stage):
        mine = one.get("contribution_id") == row.id or one.get("reference") == reference
        mine |= table == "passage" and one["version_id"] in versions
        mine |= table == "sending" and one["answer"]["reference"] == reference
        if mine:
            order = ("id", "previous_hash", "contribution_id", "version_id", "passage_id", "proceeding_id", "stream_id")
            found.append({name: value for name, value in one.items() if name not in order})
    return {text for one in found for value in one.values() for text in flat(value)}


def flat(value: Any) -> list[str]:
    """The words and numbers in a value that could be recognised again."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in flat(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in flat(part)]
    return [] if value is None or isinstance(value, bool | int) else [str(value)]


def hashes_of(stage: Stage, browser: str) -> set[str]:
    """What could stand for the browser anywhere: each key that the site can make of its random name."""
    web: WebSite = stage.app.extensions["consult"]
    key = web.sender_key(browser)
    held = [(name, str(value)) for _table, row in rows(stage) for name, value in row.items()]
    ids = {value for name, value in held if name == "public_id"}
    scopes = ids | {f"{one}:{form}" for one in ids for name, form in held if name == "client_id"}
    scoped = {hashlib.sha256(f"{key}:{scope}".encode()).hexdigest() for scope in scopes}
    return {browser, str(key), *scoped}


def browser_name(stage: Stage, cookie: str) -> str:
    """The random name in a session cookie."""
    app: Any = stage.app
    content = app.session_interface.get_signing_serializer(app).loads(cookie.partition("=")[2])
    return str(content["browser"])


def prepared(stage: Stage) -> None:
    body = make_body(stage.site)
    for slug in ("assemblies", "ferries"):
        made: Proceeding = make_proceeding(stage.site, body, slug, moderation="after")
        publish(stage.site, made, SECTIONS)


def references(stage: Stage) -> list[str]:
    with stage.site.database.reading() as db:
        return list(db.scalars(select(Contribution.reference).order_by(Contribution.id)))


UNNAMED = {"language": "en", "identity": "none", "name": "", "category": "individual", "confidentiality": "public"}


def answer_questions(stage: Stage, visitor: Visitor, slug: str, answer: str) -> str:
    """Answer the questionnaire without a name; its codeword."""
    draft_answers(visitor, slug, answer)
    return codeword_in(visitor.send(f"/en/consultations/{slug}/respond/review", {"act": "send"})[0])


def draft_answers(visitor: Visitor, slug: str, answer: str) -> str:
    """Answer and say who writes, without sending; the restore code."""
    respond = f"/en/consultations/{slug}/respond"
    visitor.send(f"{respond}/step/part_1", {"q_why": answer, "act": "continue"})
    visitor.send(f"{respond}/you", UNNAMED | {"act": "continue"})
    text, _ = visitor.send(f"{respond}/you", UNNAMED | {"act": "save"})
    return str(re.findall(r'id="code">([^<]+)<', text)[0])


def test_nothing_leads_to_a_browser_or_an_address(stage: Stage, tmp_path: Path) -> None:
    prepared(stage)
    with running(stage.url, TMPDIR=str(tmp_path)) as server:
        visitor = Visitor(server)
        words = [visitor.comment("assemblies", "A first text of mine."), visitor.comment("ferries", "Quite another.")]
        words.append(answer_questions(stage, visitor, "assemblies", "Because it is so."))
        filed = references(stage)
        assert len(filed) == 3
        _page, leads_to = visitor.send("/en/return/", {"reference": filed[0], "codeword": words[0]})
        assert leads_to is not None
        assert "A first text of mine." in visitor.ask(leads_to.removeprefix(server.url))[0]
        held = everything(stage, server)
        assert "A first text of mine." in held  # the dump sees what is there
        names = {browser_name(stage, cookie) for cookie in visitor.cookies}
        secret = {value.format(url=server.url).removeprefix(f"{server.url}/en/") for value in MARKS.values()}
        secret |= {*words, *names, *(cookie.partition("=")[2] for cookie in visitor.cookies), "198.51.100"}
        assert sorted(one for one in secret if one in held) == []
        temporary = [path for path in tmp_path.rglob("*") if path.is_file() and "consult.sqlite" not in path.name]
        assert [path for path in temporary if path.stat().st_size] == []
        for first in range(3):
            for second in range(first):
                shared = values_of(stage, filed[first]) & values_of(stage, filed[second])
                assert {part for value in shared for part in value.split(BETWEEN)} <= CHOICES | HOUSE | COUNTED
        hashed = set().union(*(hashes_of(stage, name) for name in names))
        assert any(one in held for one in hashed)  # for a day, so that a double click is known
        assert server.stop() == 0
        with telling(now() + timedelta(hours=25)):
            stage.site.work.run(forget_sendings, TEST)
        left = "\n".join(repr(row) for row in rows(stage))
        assert sorted(one for one in hashed if one in left) == []
        assert "'sending'" not in left
        with stage.site.database.reading() as db:
            assert db.scalars(select(WebSession).where(WebSession.contribution_id.is_not(None))).all() == []


def test_what_somebody_is_writing_leads_to_nobody(stage: Stage, tmp_path: Path) -> None:
    prepared(stage)
    account, token = make_person(stage.site, "ana")
    with running(stage.url, TMPDIR=str(tmp_path)) as server:
        visitor, member = Visitor(server), Visitor(server, browser_for(stage.app, token).cookie)
        codes = [
            draft_answers(one, "assemblies", f"A draft of {name}.") for one, name in ((visitor, "x"), (member, "y"))
        ]
        held = everything(stage, server)
        assert "A draft of x." in held
        assert "A draft of y." in held
        names = {browser_name(stage, cookie) for cookie in (*visitor.cookies, *member.cookies[1:])}
        codes += [code.replace("-", "") for code in codes]
        hashed = set().union(*(hashes_of(stage, name) for name in names))
        assert sorted(one for one in {*codes, *hashed, "198.51.100"} if one in held) == []
        first, second = (row for table, row in rows(stage) if table == "draft")
        for one in (first, second):
            assert one["account_id"] is None  # who gives no name is cut off from the account
            assert all(one[name].minute == one[name].second == 0 for name in ("created_at", "saved_at"))
        alike = {text for value in first.values() for text in flat(value)}
        alike &= {text for value in second.values() for text in flat(value)}
        ours = {first["questionnaire"], *(str(first[name]) for name in ("created_at", "saved_at", "expires_at"))}
        assert alike - ours - CHOICES <= {"part_1", "", "individual"}
        assert account.public_id not in repr((first, second))
        assert visitor.send("/en/consultations/assemblies/respond/delete", {"act": "delete"})[1] is not None
        assert "A draft of x." not in "\n".join(repr(row) for row in rows(stage))
        assert server.stop() == 0


def test_an_account_that_gives_no_identity_is_not_in_its_input(stage: Stage, tmp_path: Path) -> None:
    prepared(stage)
    account, token = make_person(stage.site, "ana")
    known: Browser = browser_for(stage.app, token)
    with running(stage.url, TMPDIR=str(tmp_path)) as server:
        visitor = Visitor(server, known.cookie)
        words = visitor.comment("assemblies", "Nobody knows that it is me.")
        reference = references(stage)[0]
        _page, leads_to = visitor.send("/en/return/", {"reference": reference, "codeword": words})
        assert leads_to is not None
        with stage.site.database.reading() as db:
            row = db.scalars(select(Contribution)).one()
            sessions = db.scalars(select(WebSession).order_by(WebSession.id)).all()
        assert (row.author_id, row.author_name, row.identity) == (None, None, "none")
        values = values_of(stage, reference)
        for mark in (account.public_id, account.email, account.name, *(one.token_hash for one in sessions[:1])):
            assert not any(mark == value or (len(mark) > 6 and mark in value) for value in values)
        signed_in, by_codeword = sessions
        assert signed_in.account_id == account.id
        assert by_codeword.account_id is None
        assert signed_in.ended_at is not None
        moments = {signed_in.ended_at, signed_in.created_at, signed_in.expires_at}
        for at in (by_codeword.created_at, by_codeword.expires_at):
            assert at.minute == at.second == at.microsecond == 0
            assert at not in moments
        assert token not in everything(stage, server)
