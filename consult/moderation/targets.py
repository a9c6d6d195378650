"""What inputs are on, in words: rooms above register who knows their own targets."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy.orm import Session

Namer = Callable[[Session, Sequence[str]], Mapping[str, str]]

NAMERS: list[Namer] = []


def target_names(db: Session, targets: Iterable[str | None]) -> dict[str, str]:
    """Words for each known target, in the language of this request."""
    wanted = sorted({target for target in targets if target is not None})
    names: dict[str, str] = {}
    for namer in NAMERS if wanted else ():
        names.update(namer(db, wanted))
    return names
