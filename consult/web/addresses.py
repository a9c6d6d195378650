"""Addresses of many alike things: made once by Flask, written for each of them."""

from collections.abc import Callable
from typing import Any

from flask import url_for

_SIGN = "REFERENCE"


def addresses_of(endpoint: str, **values: Any) -> Callable[[str], str]:
    """The address of each contribution by its reference, whose letters, digits and hyphens need no quoting."""
    before, after = url_for(endpoint, reference=_SIGN, **values).split(_SIGN)
    return lambda reference: f"{before}{reference}{after}"
