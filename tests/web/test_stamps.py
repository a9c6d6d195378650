"""Fresh sessions and tokens: what we stamp ourselves is what Flask and Flask-WTF take for their own."""

import time
import uuid

import pytest
from flask import session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadSignature
from wtforms import ValidationError

from consult.web.stamps import Stamps

pytestmark = pytest.mark.pages


@pytest.fixture
def fresh(app):
    return Stamps(app).fresh()


def opened(app, value):
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return serializer.loads(value)


def test_flask_opens_the_session(app, fresh):
    content = opened(app, fresh.session)
    assert set(content) == {"browser", "csrf_token"}
    assert len(content["browser"]) == 22
    assert len(content["csrf_token"]) == 40


def test_flask_wtf_takes_the_token_with_its_session_alone(app, fresh):
    with app.test_request_context():
        session.update(opened(app, fresh.session))
        validate_csrf(fresh.token.decode())
        with pytest.raises(ValidationError):
            validate_csrf(Stamps(app).fresh().token.decode())


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_changed_session_is_none(app, fresh, place):
    changed = list(fresh.session)
    changed[place] = "A" if changed[place] not in "ABCD" else "z"
    with pytest.raises(BadSignature):
        opened(app, "".join(changed))


def test_no_two_are_alike(app):
    stamps = Stamps(app)
    made = [stamps.fresh() for _browser in range(50)]
    assert all(len(set(values)) == 50 for values in zip(*made, strict=True))
    assert uuid.UUID(made[0].key.decode()).version == 4


@pytest.mark.parametrize(
    "content",
    [
        {"browser": "a", "csrf_token": "b"},
        {"drafts": {"x": "y"}, "words": "é\u202e نص", "list": [1, None, True]},
        {"long": "a" * 900},
    ],
)
def test_a_session_of_flask_is_opened(app, content):
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    assert Stamps(app).opened(serializer.dumps(content)) == content


def test_what_is_no_session_of_ours_is_not(app, fresh, monkeypatch):
    stamps = Stamps(app)
    assert stamps.opened(fresh.session) == opened(app, fresh.session)
    for other in (None, "", "x", "a.b", "a.b.c", fresh.session[:-1], fresh.token.decode(), "é", f".{fresh.session}"):
        assert stamps.opened(other) is None
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    assert stamps.opened(serializer.dumps({"at": ("a", "tuple")})) is None
    later = time.time() + app.permanent_session_lifetime.total_seconds() + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert stamps.opened(fresh.session) is None
