"""form.* and submit.*: a questionnaire of sixty questions in six languages, answered halfway, and sent."""

import uuid
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.consultations.answering.loading import COOKIE
from consult.consultations.models import QuestionnaireVersion
from consult.contributions.drafts.operations import Page, keep_answers, keep_sender
from consult.contributions.drafts.queries import Which, mark_of
from consult.contributions.models import Draft
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.bench.http import Connection, Load, asking
from tests.bench.pages import PAGE
from tests.bench.rows import STATIC_HEALTHY, Row, interleaved, ratio, row
from tests.bench.serving import served
from tests.bench.worlds import filled, new_site
from tests.consultations.everything import sixty
from tests.factories import make_body, make_proceeding, publish
from tests.live.scene import make_person

CONNECTIONS, ROUNDS = 8, 7
STEPS = [f"/{code}/consultations/sixty/respond/step/part{n}" for code in ("ar", "en", "fr") for n in range(1, 11)]
REVIEW = "/en/consultations/sixty/respond/review"
SENDER = {
    "language": "en",
    "identity": "public",
    "name": "Ana Tesch",
    "category": "individual",
    "confidentiality": "public",
}
TEXT = "What I want to say takes a sentence or two, as most answers do. " * 4
SUBMISSIONS = 24


def measure_step() -> list[Row]:
    """The ten steps in three languages against such bytes: as they are first opened, by browsers that have written nothing, and
    then for browsers whose draft holds half of the answers, each step its own browser.
    """
    with new_site() as site:
        call, app = asked(site), create_app(site=site)
        people = writers(site, app, call, len(STEPS), parts=5)
        page = site.settings.data_dir / "page.html"
        with served(site) as server:
            page.write_bytes(body_of(Connection(server.port).ask(asking(server.port, "GET", STEPS[0]))))
        with served(site, static=str(page)) as server:
            load = Load(server.port, CONNECTIONS)
            static = asking(server.port, "GET", "/bench/static")
            opened = [asking(server.port, "GET", address) for address in STEPS]
            written = [
                asking(server.port, "GET", address, Cookie=writer.cookie)
                for address, writer in zip(STEPS, people, strict=True)
            ]
            load.per_second(lambda n: opened[n % len(opened)], 3 * len(opened), b"200")
            load.per_second(lambda n: written[n % len(written)], 3 * len(written), b"200")
            plain, visits, drafts = interleaved(
                ROUNDS,
                lambda: load.per_second(lambda _n: static, 1500, b"200"),
                lambda: load.per_second(lambda n: opened[n % len(opened)], 1000, b"200"),
                lambda: load.per_second(lambda n: written[n % len(written)], 300, b"200"),
            )
            load.close()
    print(f"  step: {median(visits):.0f}/s, with a draft {median(drafts):.0f}/s; static {median(plain):.0f}/s")
    healthy = median(plain) > STATIC_HEALTHY
    return [
        row("form.step.vs.static", ratio(plain, visits), healthy=healthy),
        row("form.step.draft.vs.static", ratio(plain, drafts), healthy=healthy),
    ]


def measure_submit() -> list[Row]:
    """Sending all sixty answers, acknowledged on the disk, against a page that is made without the database."""
    with new_site() as site:
        filled(site, 10_000)
        call, app = asked(site), create_app(site=site)
        people = writers(site, app, call, SUBMISSIONS * (ROUNDS + 1), parts=10)
        sent = [0]
        page = site.settings.data_dir / "page.html"
        page.write_bytes(b"x" * 40_000)
        with served(site, static=str(page), memory=PAGE) as server:
            load = Load(server.port, CONNECTIONS)
            static = asking(server.port, "GET", "/bench/static")
            memory = asking(server.port, "GET", "/bench/memory", Cookie=people[0].cookie)

            def submit(_number: int) -> bytes:
                sent[0] += 1
                return people[sent[0] - 1].sending(server.port)

            load.per_second(lambda _n: memory, 100, b"200")
            load.per_second(submit, SUBMISSIONS, b"303")
            pages, submissions, plain = interleaved(
                ROUNDS,
                lambda: load.per_second(lambda _n: memory, 400, b"200"),
                lambda: load.per_second(submit, SUBMISSIONS, b"303"),
                lambda: load.per_second(lambda _n: static, 1500, b"200"),
            )
            load.close()
        with site.database.reading() as db:
            assert db.scalars(select(Draft.id)).all() == []
    print(
        f"  submit: {median(submissions):.0f}/s; page from memory {median(pages):.0f}/s; static {median(plain):.0f}/s"
    )
    healthy = median(plain) > STATIC_HEALTHY
    return [row("submit.60.vs.page-without-db", ratio(submissions, pages), healthy=healthy)]


def asked(site: Site) -> Proceeding:
    """An open consultation with sixty questions in six languages."""
    call: Proceeding = make_proceeding(site, make_body(site, "sixty"), "sixty")
    publish(site, call, sixty())
    return call


@dataclass(frozen=True)
class Writer:
    """A browser whose draft waits to be sent."""

    cookie: str
    csrf: str
    form_key: str
    saves: int

    def sending(self, port: int) -> bytes:
        """The form under the look at everything, as a browser sends it."""
        form = {"csrf_token": self.csrf, "client_id": self.form_key, "saves": str(self.saves)}
        return asking(port, "POST", REVIEW, body=urlencode(form), Cookie=self.cookie)


def writers(site: Site, app: Flask, call: Proceeding, count: int, *, parts: int) -> list[Writer]:
    """Browsers of one member, each with a draft in which so many parts are answered."""
    token, found = make_person(site, "writer")[1], []
    for _number in range(count):
        sender = uuid.uuid4().hex
        draft = site.work.run(_draft, Actor(sender=sender), bulk=True, call=call, parts=parts).result
        with app.test_request_context():
            session.update({"browser": sender, "token": token, COOKIE: {call.public_id: draft.public_id}})
            csrf = generate_csrf()
            signer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(session))}"
        found.append(Writer(cookie, csrf, draft.form_key, draft.saves))
    return found


def _draft(db: Session, actor: Actor, *, call: Proceeding, parts: int) -> Draft:
    """What somebody has written so far."""
    asked = db.scalars(select(QuestionnaireVersion.public_id)).one()
    answers = {key: value for number in range(1, parts + 1) for key, value in answered(number).items()}
    page, which = Page("part1", "", mark_of({}, ()), tuple(answers), answers), Which(call.id)
    known = keep_answers(db, actor, which=which, questionnaire=asked, language="ar", page=page)
    which = which._replace(known=known)
    keep_sender(db, actor, which=which, language="ar", sender=SENDER)
    return db.scalars(select(Draft).where(Draft.public_id == known)).one()


def answered(number: int) -> dict[str, Any]:
    """All answers of one part; the last part is a group."""
    one = {
        f"short{number}": "A few words",
        f"one{number}": "a",
        f"many{number}": ["b", "d"],
        f"long{number}": TEXT,
        f"grid{number}": {"r1": "a", "r2": "b", "r3": "c"},
        f"scale{number}": 4,
    }
    return {"part10": [one]} if number == 10 else one


def body_of(answer: bytes) -> bytes:
    """The page of an answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 200 " in head, head
    assert body.count(b'class="field') >= 5, body[:3000]
    return body
