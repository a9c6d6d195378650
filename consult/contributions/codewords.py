"""Making a codeword and its slow hash, before the unit of work: for pages and sockets alike."""

from typing import NamedTuple, Protocol

from consult.contributions.operations.codeword import codeword_for
from consult.contributions.operations.submit import is_once
from consult.core.actors import Actor


class SlowHash(Protocol):
    """Hashes that take their time, made off the event loop."""

    def hash(self, secret: str) -> str: ...


class Codeword(NamedTuple):
    """The seven words, told to their sender alone, and the hash that is kept."""

    words: str
    hash: str


class Codewords:
    """Codewords of one site; the same form of the same browser gets the same words again."""

    def __init__(self, secret_key: str, hasher: SlowHash) -> None:
        self._secret_key, self._hasher = secret_key, hasher

    def make(self, actor: Actor, browser: str | None, client_id: str, identity: str) -> Codeword | None:
        """A codeword for whoever has no other way back; None for an account that stands by its input."""
        has_account = actor.account_id is not None and not is_once(
            client_id
        )  # whoever brings a document may be another
        if not browser or (has_account and identity != "none"):
            return None
        words = codeword_for(self._secret_key, browser, client_id)
        return Codeword(words, self._hasher.hash(words))
