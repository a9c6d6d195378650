"""`consult check` of a room names each row that was changed behind the ledger."""

from typing import Any

import pytest
from sqlalchemy import update

from consult.records.checking import differences
from consult.site import Site
from consult.workspaces.advice.models import Advice
from consult.workspaces.documents.models import Amendment, Document, DocumentVersion
from consult.workspaces.requests.models import InstitutionRequest
from consult.workspaces.rooms.models import Seat
from consult.workspaces.threads.models import Discussion
from consult.workspaces.votes.models import OpenVote, RoomProposal, SecretBallot
from tests.factories import TEST
from tests.records.room import AT, make_room
from tests.records.test_packages import agrees

CHANGES: dict[str, tuple[Any, dict[str, Any], str]] = {
    "discussion": (Discussion, {"state": "closed"}, "is closed, and the ledger says open"),
    "document": (Document, {"state": "withdrawn"}, "is withdrawn, and the ledger says adopted"),
    "amendment": (Amendment, {"state": "accepted"}, "is accepted, and the ledger says rejected"),
    "text": (DocumentVersion, {"paragraphs": []}, "its text is not what its digest says"),
    "digest": (DocumentVersion, {"digest": "0" * 64}, "does not open the commitment"),
    "vote": (RoomProposal, {"state": "withdrawn"}, "is withdrawn, and the ledger says"),
    "result": (RoomProposal, {"title": "Shall we not?"}, "its result does not open the commitment"),
    "open vote": (OpenVote, {"value": {"choice": "no"}}, "its result is not what its votes say"),
    "ballot": (SecretBallot, {"value": {"choice": "abstain"}}, "its result is not what its votes say"),
    "outcome": (RoomProposal, {"outcome": "rejected"}, "its outcome is not that of its result"),
    "seat": (Seat, {"left_at": AT}, "is not as the ledger says"),
    "request": (InstitutionRequest, {"state": "declined"}, "its last act left it answered"),
    "advice": (Advice, {"state": "kept"}, "is kept, and the ledger says published"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_was_changed_behind_the_ledger_is_named(site: Site, case: str):
    make_room(site)
    agrees(site)
    table, values, words = CHANGES[case]

    def spoil(db: Any, _actor: Any) -> None:
        db.execute(update(table).values(**values).execution_options(synchronize_session=False))

    site.work.run(spoil, TEST)
    with site.database.snapshot() as db:
        found = list(differences(db))
    assert any(words in line for line in found), found
