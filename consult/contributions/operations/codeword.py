"""Coming back without an account: the seven words, and the session that they open."""

import hashlib
import hmac
import re
from datetime import timedelta

from mnemonic import Mnemonic
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.bodies.actors import token_hash
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.announcements import SESSION_ENDED, announce
from consult.core.clock import now

WORDS = 7
LASTS = timedelta(hours=2)
LIST = Mnemonic("english").wordlist


def codeword_for(secret_key: str, browser: str, client_id: str) -> str:
    """The seven words (77 bits) for one form of one browser.

    Made from the random name that only the browser holds, so that a double click or a reload gets the same words again
    although nothing but their slow hash is kept.
    """
    drawn = hmac.new(secret_key.encode(), f"codeword:{browser}:{client_id}".encode(), hashlib.sha512).digest()
    number = int.from_bytes(drawn, "big")
    return " ".join(LIST[number >> (11 * place) & 2047] for place in range(WORDS))


def canonical_codeword(typed: str) -> str:
    """The words as they are hashed, however they were typed."""
    return " ".join(re.findall(r"[^\W\d_]+", typed.casefold()))


def canonical_reference(typed: str) -> str:
    """A reference as it is kept, however it was typed."""
    return re.sub(r"[\s\u2010-\u2015]+", "-", typed.strip()).upper()


def codeword_hash_of(db: Session, reference: str) -> tuple[int | None, str | None]:
    """The contribution behind a reference and the hash that its codeword must fit; both None where there is none."""
    row = db.execute(
        select(Contribution.id, Contribution.codeword_hash).where(Contribution.reference == reference)
    ).one_or_none()
    return (row.id, row.codeword_hash) if row is not None else (None, None)


def open_codeword_session(
    db: Session,
    actor: Actor,
    *,
    token: str,
    contribution_id: int | None = None,
    registration_id: int | None = None,
) -> None:
    """Start a session for one contribution or registration, whose codeword was just verified; the actor's present session ends.

    `token` is what the browser gets; its SHA-256 is kept. It lasts two hours at most. Its times are full hours, so that
    they do not meet the end of the session that somebody had with an account.
    """
    end_session(db, actor)
    moment = now().replace(minute=0, second=0, microsecond=0)
    db.add(
        WebSession(
            token_hash=token_hash(token),
            contribution_id=contribution_id,
            registration_id=registration_id,
            created_at=moment,
            expires_at=moment + LASTS,
        )
    )


def end_session(db: Session, actor: Actor) -> None:
    """End the session of the actor, if there is one, at once in every window."""
    if actor.session_id is None:
        return
    live = update(WebSession).where(WebSession.id == actor.session_id, WebSession.ended_at.is_(None))
    db.execute(live.values(ended_at=now()))
    announce(db, SESSION_ENDED, actor.session_id)
