"""The tables of what left a room: its advice, and the handing over of its record."""

from sqlalchemy import literal

from consult.records.carried import Carried, named, of
from consult.records.package_checks import HASH, PUBLIC_ID, REFERENCE, maybe
from consult.records.workspaces.fields import AN_ORGANISATION, account, choice, everybody
from consult.workspaces.advice.models import STATES, Advice
from consult.workspaces.closing.models import Handover
from consult.workspaces.documents.models import Document

ADVICE = Carried(
    "advice",
    Advice,
    "the texts that the group gave as its advice",
    (
        of(Advice.public_id, "name for machines", check=PUBLIC_ID),
        of(Advice.reference, "reference", check=REFERENCE),
        named(Advice.document_id, Document, "the document", "document"),
        of(Advice.document_version, "the version that was given"),
        of(Advice.signed, "the words that name the group"),
        of(Advice.covering, "the words that go before it"),
        of(Advice.addressee, "public id of the consultation or hearing it was given to", check=maybe(PUBLIC_ID)),
        of(Advice.published_as, "reference under which it stands there", check=maybe(REFERENCE)),
        choice(Advice.state, "how it stands", STATES),
        account(Advice.given_by, "who gave it for the group", "given_by"),
        of(Advice.given_at, "instant in UTC"),
        of(Advice.published_at, "instant in UTC"),
        of(Advice.withdrawn_at, "instant in UTC"),
        of(Advice.reason, "why it was withdrawn"),
    ),
    (Advice.given_at, Advice.id),
    open_to_all=lambda: Advice.state != "kept",
)
HANDOVERS = Carried(
    "handovers",
    Handover,
    "to which archive the record was given before",
    (
        of(Handover.public_id, "name for machines", check=PUBLIC_ID),
        of(Handover.archive, "the archive", unnamed=literal(AN_ORGANISATION)),
        of(Handover.edition, "the edition that it was given"),
        of(Handover.digest, "SHA-256 of the package", check=HASH),
        of(Handover.size, "bytes of the package"),
        of(Handover.note, "what was noted"),
        account(Handover.by_id, "who gave it", "by"),
        of(Handover.at, "instant in UTC at which it was asked for"),
        of(Handover.made_at, "instant in UTC at which the package was made"),
    ),
    (Handover.at, Handover.id),
    kept=lambda: Handover.made_at.is_not(None),
    open_to_all=everybody,
    left_out={"content": "whether a site holds the package still is its own affair"},
)
