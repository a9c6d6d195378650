"""The restore code: twenty signs, a hundred bits, shown once; what is kept is a hash that opens nothing by itself."""

import hashlib
import hmac
import re
import secrets

from consult.core.db import ALPHABET

LENGTH, GROUP = 20, 4
_LOOKALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})


def new_code() -> str:
    """A fresh code as it is shown: `k7dm-2qxd-9htr-c5wn-4fza`."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(drawn[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def code_hash(secret_key: str, typed: str) -> str | None:
    """What is kept of a code, however it was typed; None for what cannot be one.

    A hundred random bits need no slow hash: nobody can try them all.
    """
    plain = re.sub(r"[\W_]+", "", typed.casefold()).translate(_LOOKALIKE)
    if len(plain) != LENGTH:
        return None
    return hmac.new(secret_key.encode(), f"restore:{plain}".encode(), hashlib.sha256).hexdigest()
