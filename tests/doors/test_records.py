"""Editions, commands and logs: a public edition tells no secret, a restricted one tells what it must, a log tells none."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DataError, OperationalError

from consult.cli import commands
from consult.core.actors import system
from consult.core.errors import ConsultError, SetupError
from consult.core.jobs import enqueue, run_due
from consult.core.logs import JsonLines
from consult.records.editions import FORMATS
from consult.site import open_site
from consult.worker import handlers
from tests.conftest import fresh_database, settings_for
from tests.doors.knocking import secrets_in, token_of
from tests.doors.scene import SECRETS, Scene, marker

pytestmark = [pytest.mark.timeout(300), pytest.mark.slow]
TEXTS = {"pendingtext", "declinedtext", "hiddentext", "confidentialtext", "secretname", "moderatornote"}
TEXTS |= {"decidedtext", "redactedtext", "latetext", "secretmember", "copiedfile", "originalfile", "filename"}
BESIDE = {
    "appealtext",
    "lettertext",
    "escalationnote",
    "intakesender",
    "resultstext",
}  # what passed at the desk about them
# What the record of a hearing tells its restricted readers: never what a participant needs, nor a draft of the chair.
OF_A_ROOM = {"plantext", "requesttext", "removalreason", "seatoffice"}
OF_A_HEARING = {"closedline", "closeditem", "closedpaper", "speakername", "statementtext"}


def consult(scene: Scene, folder: Path, *words: str, url: str = "") -> tuple[int, str]:
    """Run a command of the operator against the scene; its exit code and all that it says."""
    settings = scene.site.settings
    env = {
        "CONSULT_DATABASE_URL": url or settings.database_url,
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_DATA_DIR": str(folder if url else settings.data_dir),
    }
    done = CliRunner().invoke(commands, words, env=env)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        assert isinstance(done.exception, (ConsultError, SetupError)), done.exception
        return 1, f"{done.output}\n{done.exception}"
    return done.exit_code, done.output


def everything_in(folder: Path) -> str:
    """Names and contents of all files of a folder."""
    return "\n".join(f"{file.name}\n{file.read_text(errors='replace')}" for file in folder.rglob("*") if file.is_file())


def exported(scene: Scene, folder: Path, slug: str, form: str, edition: str) -> tuple[int, set[str], str]:
    """Export by the command: exit code, the secrets in the files, and what was said."""
    target = folder / f"{slug.replace('/', '-')}-{form}-{edition}"
    words = ("export", slug, "--format", form, "--edition", edition, "--output", str(target))
    code, said = consult(scene, folder, *words)
    return code, secrets_in(everything_in(target)) if target.exists() else set(), said


@pytest.mark.parametrize("form", FORMATS)
def test_each_edition_tells_what_its_readers_may_have(standing: Scene, form: str, tmp_path: Path):
    public, draft, *rooms = [one.slug for one in standing.rooms]
    halls = {one.slug for one in standing.rooms if one.kind == "hearing"}
    told = {}
    for slug in (public, draft, *rooms):
        for edition in ("public", "restricted"):
            code, found, said = exported(standing, tmp_path, slug, form, edition)
            assert secrets_in(said) == set()
            told[slug, edition] = found
            assert code == (1 if edition == "public" and slug != public else 0), (slug, edition, said)
    assert set().union(*(found for (_slug, edition), found in told.items() if edition == "public")) == set()
    assert told[public, "restricted"] == TEXTS | BESIDE
    assert told[draft, "restricted"] == {"drafttitle", "workingtext"}
    for room in rooms:
        own = OF_A_HEARING if room in halls else OF_A_ROOM if room == "private-workspace" else set()
        assert told[room, "restricted"] == {"roomtitle", "roommessage"} | own


def test_every_command_says_what_it_does_without_a_secret(
    standing: Scene, tmp_path: Path, request: pytest.FixtureRequest
):
    before, said = standing.state(), []
    kind = "sqlite" if standing.site.database.is_sqlite else "postgres"
    package = tmp_path / "package"
    words = ("export", "open-call", "--format", "jsonl", "--edition", "restricted", "--output", str(package))
    said.append(consult(standing, tmp_path, *words))
    said.append(consult(standing, tmp_path, "import", "package", str(package), "--dry-run"))
    said.append(consult(standing, tmp_path, "check"))
    said.append(consult(standing, tmp_path, "backup", str(tmp_path / "backup")))
    assert [code for code, _text in said] == [0, 1, 0, 0], "".join(words for _code, words in said)
    empty = tmp_path / "empty"
    empty.mkdir()
    with fresh_database(kind, request, empty) as url:
        dry = consult(standing, empty, "import", "package", str(package), "--dry-run", url=url)
        assert (dry[0], "dry run" in dry[1]) == (0, True), dry
        said += [dry, consult(standing, empty, "restore", str(tmp_path / "backup"), url=url)]
        assert said[-1][0] == 0, said[-1]
        said.append(spoilt(standing, empty, url))
        assert said[-1][0] == 1
    assert secrets_in("\n".join(words for _code, words in said)) == set()
    assert standing.state() == before


def spoilt(scene: Scene, folder: Path, url: str) -> tuple[int, str]:
    """What `check` says of a restored site in which texts, names and states were changed by hand."""
    site = open_site(settings_for(url, folder))
    with site.database.writers.begin() as db:
        db.execute(text("UPDATE passage SET text = text || ' changed'"))
        db.execute(
            text("UPDATE contribution SET author_name = author_name || ' changed' WHERE author_name IS NOT NULL")
        )
        db.execute(text("UPDATE contribution SET state = 'declined' WHERE state = 'hidden'"))
    site.close()
    code, said = consult(scene, folder, "check", url=url)
    assert said.count("does not open the commitment") >= len(TEXTS) - 1, said
    return code, said


@contextmanager
def kept_log() -> Iterator[io.StringIO]:
    """Everything that the process logs meanwhile, in the shape of the house."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


FAILURES = {
    "an unexpected error": ValueError(f"{marker('pendingtext')} could not be read"),
    "a refused value": DataError(f"INSERT {marker('hiddentext')}", {"name": marker("secretname")}, Exception("no")),
    "a database that is away": OperationalError(
        f"SELECT {marker('roomtitle')}",
        {"email": marker("memberemail")},
        Exception("gone\nDETAIL: " + marker("roommessage")),
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_request_that_fails_leaves_no_secret_in_answer_or_log(
    standing: Scene, failure: str, monkeypatch: pytest.MonkeyPatch
):
    def fail(*_values: object, **_named: object) -> None:
        words = marker("declinedtext")  # what stands in the variables of a failing function
        raise FAILURES[failure] from ValueError(words)

    token = token_of(standing, "author")
    fields = {"csrf_token": token, "reference": marker("authoremail"), "codeword": marker("confidentialtext")}
    monkeypatch.setattr("consult.contributions.routes.codeword_hash_of", fail)
    with kept_log() as log:
        answer = standing.browsers["author"].post("/en/return/", data=fields)
    assert answer.status_code in (500, 503)
    assert log.getvalue().count("\n") >= 1
    assert secrets_in(log.getvalue()) == set(), log.getvalue()
    assert secrets_in(answer.get_data(as_text=True)) == set()


def test_a_refusal_leaves_nothing_of_what_was_typed_in_the_log(standing: Scene):
    typed = {secret: marker(secret) for secret in SECRETS}
    addresses = [
        "account/sign-in",
        "return/",
        "consultations/open-call/comments",
        "consultations/private-consultation/vote",
    ]
    fields = {"email": "memberemail", "password": "roomtitle", "reference": "pendingtext", "codeword": "secretname"}
    fields |= {"body": "hiddentext", "name": "authoremail", "vote": "roommessage", "client_id": "drafttitle"}
    sent = {name: typed[secret] for name, secret in fields.items()}
    with kept_log() as log:
        logging.getLogger("consult.test").info("listening")
        for role in ("anonymous", "stranger"):
            for address in addresses:
                given = {**sent, "csrf_token": token_of(standing, role)}
                answer = standing.browsers[role].post(f"/en/{address}?q={marker('moderatornote')}", data=given)
                assert answer.status_code in (400, 404, 422), (address, answer.status)
    assert "listening" in log.getvalue()
    assert secrets_in(log.getvalue()) == set(), log.getvalue()


def test_a_job_that_fails_leaves_no_secret_in_the_log(scene: Scene):
    values = {
        "to": marker("memberemail"),
        "subject": marker("roomtitle"),
        "text": marker("roommessage"),
        "language": "en",
    }
    scene.site.work.run(lambda db, _actor: enqueue(db, "mail", values), system("test"))
    settings = replace(scene.site.settings, smtp_url="smtp://127.0.0.1:1", mail_from="desk@consult.example")
    with kept_log() as log:
        assert run_due(scene.site.work, handlers(settings)) >= 1
    assert "job failed" in log.getvalue()
    assert secrets_in(log.getvalue()) == set(), log.getvalue()
