"""Putting texts into groups of those that are nearly alike, after they have come; and taking them out again."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS, visible
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Invalid, NotFound
from consult.moderation.likeness.grouping import MOST_AT_MARK, ONE, SAME, Marked, like_it, likely, marked
from consult.moderation.likeness.lines import common_lines
from consult.moderation.likeness.models import CommonLine, Likeness, LikenessMark, TextGroup
from consult.moderation.likeness.shingles import Shingled, own_words, shingled, similarity, words_of
from consult.policy.access import require
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

BEHIND = 200  # versions whose numbers were taken before, but that were committed after the last one that was read
SAMPLE = 1000


def group_new_texts(db: Session, actor: Actor, *, limit: int) -> int:
    """Read the next versions that came, and put each into its group; how many. 0 when all are read."""
    until = db.scalar(select(func.max(Likeness.version_id))) or 0
    query = (
        select(Version.id, Contribution.id, Contribution.proceeding_id)
        .join(Contribution, (Contribution.id == Version.contribution_id) & (Contribution.latest == Version.number))
        .outerjoin(Likeness, Likeness.contribution_id == Contribution.id)
        .where(Version.id > until - BEHIND, Likeness.version_id.is_(None) | (Likeness.version_id < Version.id))
    )
    rows = db.execute(query.order_by(Version.id).limit(limit)).all()
    for version_id, contribution_id, proceeding_id in rows:
        place_text(db, proceeding_id, contribution_id, version_id)
    return len(rows)


def place_text(db: Session, proceeding_id: int, contribution_id: int, version_id: int) -> None:
    """Put one text into the group of what it is most like, or into none; what it was before is forgotten."""
    forget_likeness(db, db.get_one(Contribution, contribution_id))
    row = {"contribution_id": contribution_id, "proceeding_id": proceeding_id, "version_id": version_id}
    db.execute(insert(Likeness), [{**row, "is_apart": False}])
    common = lines_left_out(db, proceeding_id)
    text = texts_of(db, [contribution_id]).get(contribution_id, "")
    one = marked(text, common)
    if one is None:
        return
    at_mark = db.execute(
        select(LikenessMark.mark, LikenessMark.contribution_id).where(
            LikenessMark.proceeding_id == proceeding_id, LikenessMark.mark.in_(one.marks)
        )
    ).all()
    found = likely(one, [mark.contribution_id for mark in at_mark])
    texts = shingled_of(db, found, common) if found else {}
    like = like_it(one.text, found, texts.get)
    for place, (other, share) in enumerate(like):
        if place == 0 or share >= ONE:
            _join(db, proceeding_id, contribution_id, other, common)
    if not like or like[0].similarity < SAME:
        _remember(db, proceeding_id, contribution_id, one, [mark.mark for mark in at_mark])


def _remember(db: Session, proceeding_id: int, contribution_id: int, one: Marked, taken: Sequence[int]) -> None:
    free = [mark for mark in one.marks if taken.count(mark) < MOST_AT_MARK]
    rows = [{"proceeding_id": proceeding_id, "mark": mark, "contribution_id": contribution_id} for mark in free]
    if rows:
        db.execute(insert(LikenessMark), rows)


def _join(db: Session, proceeding_id: int, one: int, other: int, common: frozenset[int]) -> None:
    """Let two texts be in one group, that of the earlier representative."""
    query = select(Likeness.contribution_id, Likeness.group_id).where(Likeness.contribution_id.in_([one, other]))
    held = {row.contribution_id: row.group_id for row in db.execute(query)}
    if held[one] is not None and held[one] == held[other]:
        return
    group_id = held[other] or held[one]
    if group_id is None:
        group = TextGroup(proceeding_id=proceeding_id, representative_id=min(one, other), made_at=now())
        db.add(group)
        db.flush()
        group_id = group.id
    for single in (one, other):
        if held[single] is None:
            _move(db, Likeness.contribution_id == single, group_id)
        elif held[single] != group_id:
            _move(db, Likeness.group_id == held[single], group_id)
            db.execute(delete(TextGroup).where(TextGroup.id == held[single]))
    _compare(db, group_id, [one, other] if None in held.values() else None, common)


def _move(db: Session, where: object, group_id: int | None) -> None:
    moved = update(Likeness).where(where).values(group_id=group_id, similarity=None)  # type: ignore[arg-type]
    db.execute(moved.execution_options(synchronize_session=False))


def _compare(db: Session, group_id: int, only: list[int] | None, common: frozenset[int]) -> None:
    """How like its representative each of a group is; of all whose likeness nobody knows, or of some."""
    shown = db.scalars(select(TextGroup.representative_id).where(TextGroup.id == group_id)).one()
    unknown = select(Likeness.contribution_id).where(Likeness.group_id == group_id, Likeness.similarity.is_(None))
    ids = list(db.scalars(unknown.where(Likeness.contribution_id.in_(only)) if only else unknown))
    texts = shingled_of(db, [shown, *ids], common)
    for one in ids:
        share = similarity(texts[shown], texts[one]) if one in texts and shown in texts else 0.0
        known = update(Likeness).where(Likeness.contribution_id == one).values(similarity=round(1000 * share))
        db.execute(known.execution_options(synchronize_session=False))


def forget_likeness(db: Session, row: Contribution) -> None:
    """Forget what was found of the text of a contribution; its group goes on with another representative, or ends."""
    group_id = db.scalar(select(Likeness.group_id).where(Likeness.contribution_id == row.id))
    db.execute(delete(LikenessMark).where(LikenessMark.contribution_id == row.id))
    _leave(db, [row.id], group_id)
    db.execute(delete(Likeness).where(Likeness.contribution_id == row.id))


def _leave(db: Session, ids: list[int], group_id: int | None) -> None:
    if group_id is None:
        return
    _move(db, Likeness.contribution_id.in_(ids), None)
    rest = list(db.scalars(select(Likeness.contribution_id).where(Likeness.group_id == group_id)))
    group = db.get_one(TextGroup, group_id)
    if rest and (len(rest) < 2 or group.representative_id not in rest):  # the next ones must find what stays
        _mark(db, group.proceeding_id, min(rest))
    if len(rest) < 2:
        _move(db, Likeness.group_id == group_id, None)
        db.delete(group)
    elif group.representative_id not in rest:
        group.representative_id = min(rest)
        db.flush()
        _move(db, Likeness.group_id == group_id, group_id)
        _compare(db, group_id, None, lines_left_out(db, group.proceeding_id))
    db.flush()


def _mark(db: Session, proceeding_id: int, contribution_id: int) -> None:
    one = marked(texts_of(db, [contribution_id]).get(contribution_id, ""), lines_left_out(db, proceeding_id))
    if one is not None:
        db.execute(delete(LikenessMark).where(LikenessMark.contribution_id == contribution_id))
        _remember(db, proceeding_id, contribution_id, one, ())


def split_group(
    db: Session, actor: Actor, *, public_id: str, references: Sequence[str] = (), beyond: int | None = None
) -> int:
    """Take texts out of a group: those named, or all that are less like the representative than `beyond` thousandths.

    How many. Raises NotFound for whoever does not moderate there, Invalid (`nothing_ticked`) where none is taken out. What the
    actor may not read stays where it is.
    """
    group = db.scalar(select(TextGroup).where(TextGroup.public_id == public_id))
    if group is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, group.proceeding_id)
    require(actor, "contribution:moderate", proceeding)
    locked = select(TextGroup).where(TextGroup.id == group.id).with_for_update()
    db.scalars(locked.execution_options(populate_existing=True)).one()
    query = (
        select(Likeness.contribution_id)
        .join(Contribution, Contribution.id == Likeness.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Likeness.group_id == group.id, visible(actor), held_in_sql(actor, "contribution:moderate"))
        .where(FIELDS["text"].where(actor))
    )
    taken = Likeness.similarity < beyond if beyond is not None else Contribution.reference.in_(references)
    ids = list(db.scalars(query.where(taken)))
    if not ids:
        raise Invalid("references", "nothing_ticked")
    apart = update(Likeness).where(Likeness.contribution_id.in_(ids)).values(is_apart=True)
    db.execute(apart.execution_options(synchronize_session=False))
    db.execute(delete(LikenessMark).where(LikenessMark.contribution_id.in_(ids)))
    _leave(db, ids, group.id)
    return len(ids)


def find_common_lines(db: Session, actor: Actor, *, proceeding_id: int) -> bool:
    """Look at the latest texts for lines that many share; whether there are others than before."""
    query = select(Contribution.id).where(Contribution.proceeding_id == proceeding_id)
    texts = texts_of(db, list(db.scalars(query.order_by(Contribution.id.desc()).limit(SAMPLE))))
    found, before = common_lines(list(texts.values())), lines_left_out(db, proceeding_id)
    if found == before:
        return False
    db.execute(delete(CommonLine).where(CommonLine.proceeding_id == proceeding_id))
    if found:
        db.execute(insert(CommonLine), [{"proceeding_id": proceeding_id, "line": line} for line in sorted(found)])
    return True


def group_again(db: Session, actor: Actor, *, proceeding_id: int, after: int, limit: int) -> int | None:
    """Place the next texts of a proceeding anew, but for those that a moderator took out; where to go on, None at the end."""
    query = select(Likeness.contribution_id, Likeness.version_id).where(
        Likeness.proceeding_id == proceeding_id, Likeness.contribution_id > after, ~Likeness.is_apart
    )
    rows = db.execute(query.order_by(Likeness.contribution_id).limit(limit)).all()
    for contribution_id, version_id in rows:
        place_text(db, proceeding_id, contribution_id, version_id)
    return rows[-1][0] if rows else None


def texts_read(db: Session, actor: Actor) -> dict[int, int]:
    """Of each proceeding, how many texts were read."""
    query = select(Likeness.proceeding_id, func.count()).group_by(Likeness.proceeding_id)
    return {row[0]: row[1] for row in db.execute(query)}


def lines_left_out(db: Session, proceeding_id: int) -> frozenset[int]:
    """The lines of a proceeding that many share without meaning the same by it."""
    return frozenset(db.scalars(select(CommonLine.line).where(CommonLine.proceeding_id == proceeding_id)))


def texts_of(db: Session, ids: Iterable[int]) -> dict[int, str]:
    """The newest texts of some contributions, all their passages in lines."""
    query = (
        select(Contribution.id, Passage.text)
        .join(Version, (Version.contribution_id == Contribution.id) & (Version.number == Contribution.latest))
        .join(Passage, Passage.version_id == Version.id)
        .where(Contribution.id.in_(list(ids)), Passage.text.is_not(None))
        .order_by(Contribution.id, Passage.number)
    )
    found: dict[int, list[str]] = {}
    for one, text in db.execute(query):
        found.setdefault(one, []).append(text or "")
    return {one: "\n".join(texts) for one, texts in found.items()}


def shingled_of(db: Session, ids: Iterable[int], common: frozenset[int]) -> dict[int, Shingled]:
    """The same, as they are compared."""
    found = {}
    for one, text in texts_of(db, ids).items():
        if words := own_words(text, common) or words_of(text):
            found[one] = shingled(words)
    return found
