"""Slow hashes of secrets that people keep (passwords, codewords): argon2id, off the unit of work and the event loop."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.core.loop import off_loop


class Hasher:
    """argon2id with the parameters of the site's settings."""

    def __init__(self, time_cost: int, memory_kib: int) -> None:
        self._argon = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._argon.hash("the secret of nobody")

    def hash(self, secret: str) -> str:
        """The hash to keep of a secret, with salt and parameters."""
        return off_loop(lambda: self._argon.hash(canonical(secret)))

    def verify(self, hashed: str | None, secret: str) -> bool:
        """Whether a secret fits its hash. None (nobody there) takes the same time and is False."""
        return off_loop(lambda: self._fits(hashed or self._nobody, secret) and hashed is not None)

    def _fits(self, hashed: str, secret: str) -> bool:
        try:
            return self._argon.verify(hashed, canonical(secret))
        except (VerificationError, InvalidHashError):
            return False


def canonical(secret: str) -> str:
    """One form for the many that keyboards give to the same characters."""
    return unicodedata.normalize("NFKC", secret)
