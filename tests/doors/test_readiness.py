"""/readyz: 503 while the database is away or nothing can be written, without anything secret in it."""

import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from consult.core.actors import system
from consult.site import Site
from consult.web import health
from tests.waiting import until

KEYS = {"status", "database", "oldest_write_s", "files"}
SECRET = "zqpasswordqz"
AWAY = {
    "sqlite": "sqlite:////nowhere/zqpasswordqz/consult.sqlite",
    "postgresql": f"postgresql+psycopg://consult:{SECRET}@127.0.0.1:1/{SECRET}?connect_timeout=2",
}


def asked(client: FlaskClient) -> tuple[int, dict[str, object]]:
    answer = client.get("/readyz")
    assert SECRET not in answer.get_data(as_text=True)
    body = answer.get_json()
    assert set(body) == KEYS
    return answer.status_code, body


def test_all_is_well(client: FlaskClient):
    status, body = asked(client)
    assert (status, body["status"], body["database"]) == (200, "ok", "ok")


def test_a_database_that_is_away_is_said_and_then_it_is_back(site: Site, app: Flask, monkeypatch: pytest.MonkeyPatch):
    client, engine = app.test_client(), create_engine(AWAY[site.database.writers.dialect.name])
    with monkeypatch.context() as patch:
        patch.setattr(site.database, "readers", engine)
        status, body = asked(client)
        assert (status, body["status"], body["database"]) == (503, "degraded", "away")
        assert client.get("/healthz").status_code == 200
        page = client.get("/en/consultations/")
        assert page.status_code == 503
        assert SECRET not in page.get_data(as_text=True)
    assert asked(client)[0] == 200
    engine.dispose()


def test_a_writer_that_is_stuck_is_said_and_then_it_goes_on(site: Site, app: Flask, monkeypatch: pytest.MonkeyPatch):
    if site.work.writer is None:
        assert site.work.oldest_wait_s() == 0.0  # PostgreSQL has no queue in this process
        return
    monkeypatch.setattr(health, "SLOW_QUEUE_S", 0.05)
    client, entered, let_go = app.test_client(), threading.Event(), threading.Event()

    def hold(_db: object, _actor: object) -> None:
        entered.set()
        assert let_go.wait(30)

    threads = [threading.Thread(target=site.work.run, args=(hold, system("test")), daemon=True) for _ in range(2)]
    threads[0].start()
    assert entered.wait(10)
    threads[1].start()
    assert until(lambda: asked(client)[0] == 503)
    status, body = asked(client)
    assert (status, body["status"], body["database"]) == (503, "degraded", "ok")
    assert client.get("/en/consultations/").status_code == 200
    let_go.set()
    for thread in threads:
        thread.join(10)
    assert until(lambda: asked(client)[0] == 200)
