"""Taking away what a draft of a room holds beside its contributions."""

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.contributions.models import Contribution
from consult.core.localized import LocalizedText
from consult.proceedings.models import Proceeding
from consult.records.operations.rooms import address_of_people
from consult.workspaces.advice.models import Advice
from consult.workspaces.closing.models import Handover
from consult.workspaces.documents.models import Amendment, Document, DocumentFile, DocumentVersion, Paragraph
from consult.workspaces.plan.models import Objective, Task, TaskAct
from consult.workspaces.requests.models import InstitutionRequest, RequestAct
from consult.workspaces.rooms.models import Room, Seat
from consult.workspaces.threads.models import DecisionMark, Discussion
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.writing.models import ParagraphConflict, ParagraphSave


def remove_room(db: Session, proceeding: Proceeding) -> None:
    """Every row of the room of this draft, what hangs on another before that; and the people who are here for it alone."""
    if proceeding.kind != "workspace":
        return

    def of(table: Any, column: Any, above: Any) -> Any:
        return delete(table).where(column.in_(above))

    def ids(table: Any, *under: Any) -> Any:
        return select(table.id).where(*(under or (table.proceeding_id == proceeding.id,)))

    documents, objectives, proposals = ids(Document), ids(Objective), ids(RoomProposal)
    paragraphs = ids(Paragraph, Paragraph.document_id.in_(documents))
    steps = [
        of(OpenVote, OpenVote.elector_id, ids(Elector, Elector.proposal_id.in_(proposals))),
        of(Elector, Elector.proposal_id, proposals),
        of(SecretBallot, SecretBallot.proposal_id, proposals),
        of(ParagraphSave, ParagraphSave.paragraph_id, paragraphs),
        of(ParagraphConflict, ParagraphConflict.paragraph_id, paragraphs),
        of(TaskAct, TaskAct.task_id, ids(Task, Task.objective_id.in_(objectives))),
        of(Task, Task.objective_id, objectives),
        of(RequestAct, RequestAct.request_id, ids(InstitutionRequest)),
        of(DecisionMark, DecisionMark.contribution_id, ids(Contribution)),
        *(delete(one).where(one.proceeding_id == proceeding.id) for one in (Advice, RoomProposal, Handover)),
        *(of(one, one.document_id, documents) for one in (Amendment, DocumentVersion, DocumentFile, Paragraph)),
        *(
            delete(one).where(one.proceeding_id == proceeding.id)
            for one in (Document, Objective, InstitutionRequest, Discussion, Seat, Room)
        ),
        delete(LocalizedText).where(LocalizedText.owner == f"room:{proceeding.id}"),
        delete(Account).where(Account.email.like(f"%{address_of_people(proceeding)}")),
    ]
    for step in steps:
        db.execute(step.execution_options(synchronize_session=False))
