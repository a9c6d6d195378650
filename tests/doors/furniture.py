"""What the forms of the scene act on: passwords, a codeword, paragraphs, questions, invitations."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.passwords import Hasher
from consult.bodies.actors import token_hash
from consult.bodies.models import Grant, Invitation
from consult.bodies.operations import Letter
from consult.consultations.editing.operations.bank import keep_question
from consult.consultations.editing.operations.trials import send_trial
from consult.consultations.models import Question, Questionnaire, QuestionnaireVersion
from consult.consultations.operations import save_paragraphs, save_questionnaire
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import invite
from consult.site import Site
from tests.factories import TEST, publish

PASSWORD = "lamp anchor violet stone"
CODEWORD = "abandon ability able about above absent absorb"
INVITED = "newcomer@example.org"
PARAGRAPHS = [{"number": 1, "heading": {"en": "A heading"}, "text": {"en": "A paragraph."}}]
QUESTION = {
    "key": "word",
    "type": "short_text",
    "required": False,
    "settings": {},
    "texts": {"label": {"en": "In a word?"}, "hint": {}},
}
SECTIONS = [{"title": {"en": "The only part"}, "questions": [QUESTION]}]


def furnish(site: Site, consultations: list[Proceeding], rooms: list[Proceeding], body: int, pending: str) -> Any:
    """Put it all there; the names under which it is found again, of which tests make addresses and forms."""
    for one in consultations:
        site.work.run(save_paragraphs, TEST, proceeding_id=one.id, paragraphs=PARAGRAPHS)
        publish(site, one, SECTIONS)
    hasher = Hasher(site.settings.argon2_time, site.settings.argon2_memory_kib)
    site.work.run(give_secrets, TEST, password=hasher.hash(PASSWORD), codeword=hasher.hash(CODEWORD), pending=pending)
    found = {f"offer {room.id}": offered(site, "proceeding", room.id, "member") for room in rooms}
    found["offer"] = offered(site, "body", body, "moderator")
    with site.database.reading() as db:
        newest = select(QuestionnaireVersion.public_id).join(Questionnaire).order_by(QuestionnaireVersion.id)
        found["version"] = db.scalars(newest.where(Questionnaire.proceeding_id == consultations[0].id)).all()[-1]
        found["word"] = db.scalars(select(Question.key).order_by(Question.id)).first() or ""
        members = select(Grant.scope_id, Grant.id).where(Grant.role == "member", Grant.scope == "proceeding")
        found |= {f"member {scope}": str(grant) for scope, grant in db.execute(members.where(Grant.ended_at.is_(None)))}
        staff = select(Grant.id).where(Grant.role == "moderator", Grant.scope == "body", Grant.scope_id == body)
        found["moderator"] = str(db.scalars(staff).one())
    return found


def give_secrets(db: Session, _actor: Actor, *, password: str, codeword: str, pending: str) -> None:
    """A password to every account, a codeword to one contribution."""
    db.execute(update(Account).values(password_hash=password))
    db.execute(update(Contribution).where(Contribution.reference == pending).values(codeword_hash=codeword))


def offered(site: Site, scope: str, scope_id: int, role: str) -> str:
    """An invitation that waits; its public id, and its token is `token` with that of its place."""
    token = f"token-of-{scope}-{scope_id}"
    given: dict[str, Any] = {"email": INVITED, "role": role, "token_hash": token_hash(token)}
    letter = Letter("An invitation", "Please come.", "en")
    made: str = site.work.run(invite, TEST, scope=scope, scope_id=scope_id, letter=letter, **given).result
    with site.database.reading() as db:
        assert db.scalars(select(Invitation.scope_id).where(Invitation.public_id == made)).one() == scope_id
    return made


def build_on(site: Site, draft: Proceeding, kept: str, working: str, tried: str) -> dict[str, str]:
    """A questionnaire that is being written, with a question in the bank and a test response; the public id in the bank."""
    given: dict[str, Any] = {"proceeding_id": draft.id}

    def write(words: str) -> str:
        question = QUESTION | {"texts": {"label": {"en": words}}}
        sections = [{"title": {"en": "The only part"}, "questions": [question]}]
        return str(site.work.run(save_questionnaire, TEST, sections=sections, **given).result)

    write(kept)
    found = {"kept": site.work.run(keep_question, TEST, key="word", **given).result}
    version = write(working)
    trial: dict[str, Any] = {"questionnaire": version, "language": "en", "answers": {"word": tried}}
    site.work.run(send_trial, TEST, **given, **trial)
    return found
