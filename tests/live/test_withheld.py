"""What those who follow a stream hear when words are withheld or erased: the mark, in a kind that every client knows."""

from consult.contributions.streams import ContributionStreams
from consult.ledger.models import Stream as StreamRow
from tests.factories import make_comment
from tests.moderation.withholding import MARK, make_desk

TEXT = "Mrs Quillfeather said no."


def heard(site, desk, audience="public"):
    """Kind, state and text of every event of a stream, replayed from its beginning, and of its snapshot."""
    told = ContributionStreams()
    with site.database.reading() as db:
        public_id = db.query(StreamRow.public_id).filter_by(scope_id=desk.room.id, audience=audience).scalar()
        stream = told.find(db, public_id)
        assert stream is not None
        events = told.events(db, stream, 0, 100) + told.snapshot(db, stream, 100)
        return [(one["kind"], one["data"].get("state"), one["data"].get("text")) for one in events]


def test_a_redaction_is_heard_as_an_edit_and_the_words_are_in_no_replay(site):
    desk = make_desk(site)
    reference = make_comment(site, desk.room, TEXT)
    desk.redact(reference, "Quillfeather")
    told = f"Mrs {MARK} said no."
    assert heard(site, desk) == [
        ("comment.published", "published", told),
        ("comment.edited", "published", told),
        ("comment.published", "published", told),
    ]
    assert ("comment.edited", "published", told) not in heard(site, desk, "desk")  # the desk reads the words


def test_an_erasure_is_heard_as_a_withdrawal_without_any_words(site):
    desk = make_desk(site)
    reference = make_comment(site, desk.room, TEXT)
    desk.erase(reference)
    assert heard(site, desk) == [
        ("comment.published", "erased", None),
        ("comment.withdrawn", "erased", None),
        ("comment.withdrawn", "erased", None),
    ]
