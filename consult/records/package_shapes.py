"""The files of a package: which fields each line has, and what each may be."""

from consult.contributions.attachments.files.kinds import KINDS as KINDS_OF_FILES
from consult.contributions.codes import SHAPE
from consult.contributions.docket.models import MARKS, RELATIONS
from consult.contributions.intake_models import CHECKS, MEDIA
from consult.contributions.models import BEHALVES, FILE_STATES, LATE, STATES
from consult.core.countries import COUNTRIES
from consult.moderation.letter_models import LETTERS, OUTCOMES
from consult.moderation.models import ACTS
from consult.moderation.proposal_models import PROPOSAL_STATES, PROPOSED_ACTS
from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, KINDS, PUBLICATIONS, RESPONDENTS
from consult.proceedings.models import STATES as PROCEEDING_STATES
from consult.records.followup_file import is_results, is_targets
from consult.records.package_checks import (
    DAY,
    HASH,
    NAME,
    PUBLIC_ID,
    REFERENCE,
    SALT,
    Check,
    are_moments,
    is_members,
    is_moment,
    is_object,
    is_said,
    is_spans,
    is_text,
    is_truth,
    is_whole,
    maybe,
    one_of,
    pattern,
)

CODE = pattern(SHAPE.pattern)
CONTRIBUTION: dict[str, Check] = {
    "reference": REFERENCE, "kind": NAME, "state": one_of(*STATES), "reason": maybe(NAME), "docket": maybe(is_whole),
    "place": maybe(is_whole), "version": is_whole, "identity": maybe(one_of(*IDENTITIES)), "name": maybe(is_text),
    "on_behalf": maybe(one_of(*BEHALVES)), "organisation": maybe(PUBLIC_ID), "coalition": maybe(is_members),
    "country": maybe(one_of(*COUNTRIES)), "category": maybe(is_said),
    "confidentiality": one_of(*CONFIDENTIALITIES), "language": maybe(is_said),
    "target": maybe(is_said), "reply_to": maybe(REFERENCE), "day": maybe(pattern(r"\d{4}-\d\d-\d\d")),
    "submitted_at": maybe(is_moment), "agrees": maybe(is_whole), "disagrees": maybe(is_whole), "passes": maybe(is_whole),
    "late": maybe(one_of(*LATE)), "late_reason": maybe(is_text), "code": maybe(CODE), "mark": maybe(one_of(*MARKS)),
    "medium": maybe(one_of(*MEDIA)), "received_on": maybe(DAY),
}  # fmt: skip
KEPT: dict[str, Check] = {
    "public_id": PUBLIC_ID, "latest": is_whole, "waiting": is_truth, "redacting": is_truth, "is_distressing": is_truth,
    "publication": one_of(*PUBLICATIONS), "cleared": is_truth, "source": is_object,
}  # fmt: skip
VERSION: dict[str, Check] = {
    "reference": REFERENCE, "version": is_whole, "questionnaire": maybe(PUBLIC_ID),
    "salt_open_text": SALT, "salt_open_identity": SALT, "salt_open_files": SALT,
}  # fmt: skip
PASSAGE: dict[str, Check] = {
    "reference": REFERENCE, "version": is_whole, "number": is_whole, "question": maybe(PUBLIC_ID), "instance": is_whole,
    "matrix_row": maybe(is_text), "value": maybe(is_object), "text": maybe(is_text), "is_redacted": is_truth,
}  # fmt: skip
DECISION: dict[str, Check] = {
    "reference": REFERENCE, "version": is_whole, "act": one_of(*ACTS), "reason": maybe(NAME), "role": NAME,
}  # fmt: skip
KEPT_DECISION: dict[str, Check] = {
    "decided_at": is_moment, "final_at": is_moment, "undone_at": maybe(is_moment), "bulk": maybe(NAME),
    "note": is_text, "public_id": PUBLIC_ID, "before": maybe(is_object),
}  # fmt: skip
ENTRY: dict[str, Check] = {
    "stream": PUBLIC_ID, "seq": is_whole, "kind": NAME, "reference": REFERENCE, "happened_at": is_moment,
    "commitments": is_object, "previous": HASH, "hash": HASH,
}  # fmt: skip
PROPOSAL: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "act": one_of(*PROPOSED_ACTS), "version": is_whole, "spans": is_spans,
    "lifts": maybe(PUBLIC_ID), "reason": maybe(NAME), "mark": is_text, "note": is_text, "hides": is_truth,
    "state": one_of(*PROPOSAL_STATES), "proposed_role": NAME, "proposed_at": is_moment, "settled_role": maybe(NAME),
    "settled_at": maybe(is_moment), "settled_note": is_text, "lifted_at": maybe(is_moment),
}  # fmt: skip
APPEAL: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "decision": PUBLIC_ID, "text": maybe(is_text), "made_at": is_moment,
    "outcome": maybe(one_of(*OUTCOMES)), "note": is_text, "role": maybe(NAME), "decided_at": maybe(is_moment),
    "led_to": maybe(PUBLIC_ID),
}  # fmt: skip
LETTER: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "kind": one_of(*LETTERS), "text": maybe(is_text), "role": maybe(NAME),
    "written_at": is_moment, "seen_at": maybe(is_moment), "file": maybe(PUBLIC_ID),
}  # fmt: skip
ESCALATION: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "note": is_text, "role": NAME, "escalated_at": is_moment, "answer": is_text,
    "settled_role": maybe(NAME), "settled_at": maybe(is_moment),
}  # fmt: skip
VOTE: dict[str, Check] = {
    "reference": REFERENCE, "voter": is_text, "value": one_of(-1, 0, 1), "cast_at": is_moment, "is_current": is_truth,
}  # fmt: skip
FILE: dict[str, Check] = {
    "reference": REFERENCE, "file": PUBLIC_ID, "question": maybe(PUBLIC_ID), "name": maybe(is_text),
    "media_type": one_of(*KINDS_OF_FILES), "alt": is_text, "sha256": maybe(HASH), "bytes": maybe(is_whole),
}  # fmt: skip
KEPT_FILE: dict[str, Check] = {
    "first_version": is_whole, "last_version": maybe(is_whole), "state": one_of(*FILE_STATES), "problem": maybe(NAME),
    "keeps_original": is_truth, "is_source": is_truth, "original": maybe(HASH), "size": is_whole,
}  # fmt: skip
INTAKE: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "medium": one_of(*MEDIA), "received_on": DAY, "sender": maybe(is_text),
    "kept_at": maybe(is_text), "entered_role": NAME, "entered_at": is_moment, "state": one_of(*CHECKS),
    "checked_role": maybe(NAME), "checked_at": maybe(is_moment), "checked_version": maybe(is_whole),
    "corrections": is_text, "salt": maybe(is_text),
}  # fmt: skip
RELATION: dict[str, Check] = {"reference": REFERENCE, "kind": one_of(*RELATIONS), "other": REFERENCE}
KEPT_RELATION: dict[str, Check] = {
    "role": NAME, "set_at": is_moment, "ended_role": maybe(NAME), "ended_at": maybe(is_moment), "public_id": PUBLIC_ID,
}  # fmt: skip
GIVEN: dict[str, Check] = {"reference": REFERENCE, "code": CODE, "is_present": is_truth}
KEPT_GIVEN: dict[str, Check] = {"role": NAME, "given_at": is_moment, "ended_at": maybe(is_moment)}
PUBLIC: dict[str, dict[str, Check]] = {
    "contributions": CONTRIBUTION,
    "versions": VERSION,
    "passages": PASSAGE,
    "decisions": DECISION | {"day": pattern(r"\d{4}-\d\d-\d\d")},
    "entries": ENTRY,
    "attachments": FILE,
    "relations": RELATION,
    "codes": GIVEN,
}
RESTRICTED: dict[str, dict[str, Check]] = {
    "contributions": CONTRIBUTION | KEPT,
    "versions": VERSION
    | {
        "sent_at": is_moment,
        "privacy": maybe(is_whole),
        "salt_desk_text": SALT,
        "salt_desk_identity": SALT,
        "salt_desk_files": SALT,
    },
    "passages": PASSAGE | {"redacted": maybe(is_text)},
    "decisions": DECISION | KEPT_DECISION,
    "entries": ENTRY,
    "attachments": FILE | KEPT_FILE,
    "relations": RELATION | KEPT_RELATION,
    "codes": GIVEN | KEPT_GIVEN,
    "intake": INTAKE,
    "proposals": PROPOSAL,
    "appeals": APPEAL,
    "letters": LETTER,
    "escalations": ESCALATION,
    "votes": VOTE,
}


DOCUMENT: dict[str, Check] = {
    "kind": one_of(*KINDS), "slug": pattern("[a-z0-9][a-z0-9-]{0,99}"), "state": one_of(*PROCEEDING_STATES),
    "respondents": one_of(*RESPONDENTS),
    "prefix": REFERENCE, "language": is_text, "languages": lambda value: isinstance(value, list), "body": is_object,
    "texts": lambda value: isinstance(value, list), "paragraphs": lambda value: isinstance(value, list),
    "questionnaire": maybe(is_object), "privacy_version": is_whole, "extensions": lambda value: isinstance(value, list),
    "privacy_ends": are_moments,
    "streams": lambda value: isinstance(value, list), "source": is_object, "results": is_results, "targets": is_targets,
}  # fmt: skip
