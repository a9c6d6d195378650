"""What the comments page of a public consultation stands on beside the comments: compared, to see whether it changed."""

from typing import Any, NamedTuple

from sqlalchemy import String, bindparam, cast, literal, select

from consult.consultations.models import Paragraph
from consult.core.actors import ANYBODY
from consult.core.localized import LocalizedText
from consult.core.prepared import Cursor, Prepared
from consult.ledger.models import Stream
from consult.organisations.models import OwnCategory
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding

_ALL = Proceeding.__table__.c
_PLACE = Prepared(
    select(Stream.last_seq, Stream.public_id, Stream.epoch, Proceeding.id, *_ALL)
    .join(Stream, Stream.scope_id == Proceeding.id)
    .where(
        visible(ANYBODY),
        Proceeding.kind == "consultation",
        Proceeding.slug == bindparam("slug"),
        Stream.audience == "public",
        Proceeding.audience == "public",
    )
)
_TITLES = Prepared(
    select(LocalizedText.language, LocalizedText.text, LocalizedText.status)
    .where(LocalizedText.owner == bindparam("owner"), LocalizedText.field == "title")
    .order_by(LocalizedText.language)
)
_CATEGORIES = Prepared(  # those that bodies added, whose words stand in the form and beside names
    select(
        OwnCategory.id,
        OwnCategory.key,
        OwnCategory.body_id,
        OwnCategory.ended_at,
        LocalizedText.language,
        LocalizedText.text,
    )
    .outerjoin(LocalizedText, LocalizedText.owner == literal("category:").concat(cast(OwnCategory.id, String)))
    .order_by(OwnCategory.id, LocalizedText.language)
)
_NUMBERS = Prepared(
    select(Paragraph.public_id, Paragraph.number)
    .where(Paragraph.proceeding_id == bindparam("proceeding_id"))
    .order_by(Paragraph.number)
)


class Ground(NamedTuple):
    """`same` is equal while nothing but contributions has changed; `seq` is the number that the open stream has reached.

    `numbers` are those of the paragraphs by the targets of their comments.
    """

    seq: int
    public_id: str
    epoch: str
    numbers: dict[str, int]
    same: tuple[Any, ...]


def ground_of(cursor: Cursor, slug: str) -> Ground | None:
    """The ground of a consultation that anybody may see: its row, titles, paragraph numbers, and the categories of bodies.

    None where there is none at this address. The number comes first, so that nothing can fall between it and the comments.
    """
    found = _PLACE.raw(cursor, slug=slug)
    if not found:
        return None
    seq, public_id, epoch, number, *place = found[0]
    titles = _TITLES.raw(cursor, owner=f"proceeding:{number}")
    numbers = _NUMBERS.raw(cursor, proceeding_id=number)
    return Ground(
        seq, public_id, epoch, dict(numbers), (number, epoch, place, titles, numbers, _CATEGORIES.raw(cursor))
    )
