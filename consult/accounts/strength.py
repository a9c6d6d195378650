"""Which passwords are refused: short ones, those everybody tries first, and those made of the address."""

from functools import cache
from pathlib import Path

from consult.accounts.passwords import canonical
from consult.core.errors import Invalid

SHORTEST = 12
LONGEST = 200
FEWEST_LETTERS = 5


def check_password(password: str, email: str) -> None:
    """Raises Invalid: `password_short`, `password_long`, `password_common` or `password_is_address`."""
    said = canonical(password).casefold()
    if len(said) < SHORTEST:
        raise Invalid("password", "password_short", limit=SHORTEST)
    if len(said) > LONGEST:
        raise Invalid("password", "password_long", limit=LONGEST)
    local = email.casefold().partition("@")[0]
    if said == email.casefold() or (len(local) > 3 and said.replace(local, "").strip("0123456789!.-_@") == ""):
        raise Invalid("password", "password_is_address")
    if len(set(said)) < FEWEST_LETTERS or _core(said) in common():
        raise Invalid("password", "password_common")


def _core(said: str) -> str:
    """A password without what people add to reach a length: digits and signs at its ends, or itself twice."""
    half = len(said) // 2
    said = said[:half] if said[:half] * 2 == said else said
    return said.strip("0123456789!?.,-_#$*@+ ") or said


@cache
def common() -> frozenset[str]:
    """The passwords that are tried first, without the digits at their ends."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split()
    return frozenset(lines) | {line.strip("0123456789!?.,-_#$*@+ ") for line in lines} - {""}
