"""Salted commitments and the chain: SHA-256 over the canonical JSON of RFC 8785."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import rfc8785

from consult.core.clock import rfc3339


def new_salt() -> str:
    """A fresh salt: 128 random bits in hex. Without it nobody can open its commitment, which is how erasure works."""
    return secrets.token_hex(16)


def commit(salt: str, value: Any) -> str:
    """The hex commitment to a JSON value under a salt."""
    return hashlib.sha256(rfc8785.dumps({"salt": salt, "value": value})).hexdigest()


def entry_hash(stream: str, entry: Mapping[str, Any]) -> str:
    """The hex hash that chains an entry to its predecessor in the stream of that public id."""
    body = {
        "stream": stream,
        "seq": entry["seq"],
        "kind": entry["kind"],
        "reference": entry["reference"],
        "happened_at": rfc3339(entry["happened_at"]),
        "commitments": entry["commitments"],
        "previous": entry["previous_hash"],
    }
    return hashlib.sha256(rfc8785.dumps(body)).hexdigest()
