"""Reading a package (an edition as JSON Lines): hashes first, then every line, before anything is written."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson

from consult.contributions.attachments.files.kinds import KINDS as KINDS_OF_FILES
from consult.contributions.codes import SHAPE
from consult.contributions.docket.models import MARKS, RELATIONS
from consult.contributions.intake_models import CHECKS, MEDIA
from consult.contributions.models import BEHALVES, FILE_STATES, LATE, STATES
from consult.core.countries import COUNTRIES
from consult.ledger.commitments import entry_hash
from consult.ledger.models import GENESIS
from consult.moderation.letter_models import LETTERS, OUTCOMES
from consult.moderation.models import ACTS
from consult.moderation.proposal_models import PROPOSAL_STATES, PROPOSED_ACTS
from consult.proceedings.models import CONFIDENTIALITIES, IDENTITIES, KINDS, PUBLICATIONS, RESPONDENTS
from consult.proceedings.models import STATES as PROCEEDING_STATES
from consult.records.files import places
from consult.records.followup_file import is_results, is_targets
from consult.records.refusals import Broken, Refused

Check = Callable[[Any], bool]
Line = dict[str, Any]


def _text(value: Any) -> bool:
    return isinstance(value, str) and "\x00" not in value


def _said(value: Any) -> bool:
    """A text without signs that control something: what the docket counts by."""
    return _text(value) and all(sign >= " " for sign in value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) < value < 2**31


def _moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _pattern(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def _one_of(*values: Any) -> Check:
    return lambda value: value in values and not isinstance(value, bool)


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _members(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == {"name", "country", "organisation"}
        and _text(one["name"])
        and _maybe(_one_of(*COUNTRIES))(one["country"])
        and _maybe(PUBLIC_ID)(one["organisation"])
        for one in value
    )


def _spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == {"passage", "start", "end"}
        and _whole(one["passage"])
        and _maybe(_whole)(one["start"])
        and _maybe(_whole)(one["end"])
        for one in value
    )


REFERENCE = _pattern(r"[A-Za-z0-9][A-Za-z0-9./-]{0,63}")
NAME = _pattern(r"[a-z0-9][a-z0-9_.:-]{0,63}")
HASH = _pattern("[0-9a-f]{64}")
PUBLIC_ID = _pattern("[a-z0-9]{16}")
DAY = _pattern(r"\d{4}-\d\d-\d\d")
SALT = _maybe(_pattern("[0-9a-f]{32}"))

CODE = _pattern(SHAPE.pattern)
CONTRIBUTION: dict[str, Check] = {
    "reference": REFERENCE, "kind": NAME, "state": _one_of(*STATES), "reason": _maybe(NAME), "docket": _maybe(_whole),
    "place": _maybe(_whole), "version": _whole, "identity": _maybe(_one_of(*IDENTITIES)), "name": _maybe(_text),
    "on_behalf": _maybe(_one_of(*BEHALVES)), "organisation": _maybe(PUBLIC_ID), "coalition": _maybe(_members),
    "country": _maybe(_one_of(*COUNTRIES)), "category": _maybe(_said),
    "confidentiality": _one_of(*CONFIDENTIALITIES), "language": _maybe(_said),
    "target": _maybe(_said), "reply_to": _maybe(REFERENCE), "day": _maybe(_pattern(r"\d{4}-\d\d-\d\d")),
    "submitted_at": _maybe(_moment), "agrees": _maybe(_whole), "disagrees": _maybe(_whole), "passes": _maybe(_whole),
    "late": _maybe(_one_of(*LATE)), "late_reason": _maybe(_text), "code": _maybe(CODE), "mark": _maybe(_one_of(*MARKS)),
    "medium": _maybe(_one_of(*MEDIA)), "received_on": _maybe(DAY),
}  # fmt: skip
KEPT: dict[str, Check] = {
    "public_id": PUBLIC_ID, "latest": _whole, "waiting": _truth, "redacting": _truth, "is_distressing": _truth,
    "publication": _one_of(*PUBLICATIONS), "cleared": _truth, "source": _object,
}  # fmt: skip
VERSION: dict[str, Check] = {
    "reference": REFERENCE, "version": _whole, "questionnaire": _maybe(PUBLIC_ID),
    "salt_open_text": SALT, "salt_open_identity": SALT, "salt_open_files": SALT,
}  # fmt: skip
PASSAGE: dict[str, Check] = {
    "reference": REFERENCE, "version": _whole, "number": _whole, "question": _maybe(PUBLIC_ID), "instance": _whole,
    "matrix_row": _maybe(_text), "value": _maybe(_object), "text": _maybe(_text), "is_redacted": _truth,
}  # fmt: skip
DECISION: dict[str, Check] = {
    "reference": REFERENCE, "version": _whole, "act": _one_of(*ACTS), "reason": _maybe(NAME), "role": NAME,
}  # fmt: skip
KEPT_DECISION: dict[str, Check] = {
    "decided_at": _moment, "final_at": _moment, "undone_at": _maybe(_moment), "bulk": _maybe(NAME),
    "note": _text, "public_id": PUBLIC_ID, "before": _maybe(_object),
}  # fmt: skip
ENTRY: dict[str, Check] = {
    "stream": PUBLIC_ID, "seq": _whole, "kind": NAME, "reference": REFERENCE, "happened_at": _moment,
    "commitments": _object, "previous": HASH, "hash": HASH,
}  # fmt: skip
PROPOSAL: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "act": _one_of(*PROPOSED_ACTS), "version": _whole, "spans": _spans,
    "lifts": _maybe(PUBLIC_ID), "reason": _maybe(NAME), "mark": _text, "note": _text, "hides": _truth,
    "state": _one_of(*PROPOSAL_STATES), "proposed_role": NAME, "proposed_at": _moment, "settled_role": _maybe(NAME),
    "settled_at": _maybe(_moment), "settled_note": _text, "lifted_at": _maybe(_moment),
}  # fmt: skip
APPEAL: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "decision": PUBLIC_ID, "text": _maybe(_text), "made_at": _moment,
    "outcome": _maybe(_one_of(*OUTCOMES)), "note": _text, "role": _maybe(NAME), "decided_at": _maybe(_moment),
    "led_to": _maybe(PUBLIC_ID),
}  # fmt: skip
LETTER: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "kind": _one_of(*LETTERS), "text": _maybe(_text), "role": _maybe(NAME),
    "written_at": _moment, "seen_at": _maybe(_moment), "file": _maybe(PUBLIC_ID),
}  # fmt: skip
ESCALATION: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "note": _text, "role": NAME, "escalated_at": _moment, "answer": _text,
    "settled_role": _maybe(NAME), "settled_at": _maybe(_moment),
}  # fmt: skip
VOTE: dict[str, Check] = {
    "reference": REFERENCE, "voter": _text, "value": _one_of(-1, 0, 1), "cast_at": _moment, "is_current": _truth,
}  # fmt: skip
FILE: dict[str, Check] = {
    "reference": REFERENCE, "file": PUBLIC_ID, "question": _maybe(PUBLIC_ID), "name": _maybe(_text),
    "media_type": _one_of(*KINDS_OF_FILES), "alt": _text, "sha256": _maybe(HASH), "bytes": _maybe(_whole),
}  # fmt: skip
KEPT_FILE: dict[str, Check] = {
    "first_version": _whole, "last_version": _maybe(_whole), "state": _one_of(*FILE_STATES), "problem": _maybe(NAME),
    "keeps_original": _truth, "is_source": _truth, "original": _maybe(HASH), "size": _whole,
}  # fmt: skip
INTAKE: dict[str, Check] = {
    "reference": REFERENCE, "public_id": PUBLIC_ID, "medium": _one_of(*MEDIA), "received_on": DAY, "sender": _maybe(_text),
    "kept_at": _maybe(_text), "entered_role": NAME, "entered_at": _moment, "state": _one_of(*CHECKS),
    "checked_role": _maybe(NAME), "checked_at": _maybe(_moment), "checked_version": _maybe(_whole),
    "corrections": _text, "salt": _maybe(_text),
}  # fmt: skip
RELATION: dict[str, Check] = {"reference": REFERENCE, "kind": _one_of(*RELATIONS), "other": REFERENCE}
KEPT_RELATION: dict[str, Check] = {
    "role": NAME, "set_at": _moment, "ended_role": _maybe(NAME), "ended_at": _maybe(_moment), "public_id": PUBLIC_ID,
}  # fmt: skip
GIVEN: dict[str, Check] = {"reference": REFERENCE, "code": CODE, "is_present": _truth}
KEPT_GIVEN: dict[str, Check] = {"role": NAME, "given_at": _moment, "ended_at": _maybe(_moment)}
PUBLIC: dict[str, dict[str, Check]] = {
    "contributions": CONTRIBUTION,
    "versions": VERSION,
    "passages": PASSAGE,
    "decisions": DECISION | {"day": _pattern(r"\d{4}-\d\d-\d\d")},
    "entries": ENTRY,
    "attachments": FILE,
    "relations": RELATION,
    "codes": GIVEN,
}
RESTRICTED: dict[str, dict[str, Check]] = {
    "contributions": CONTRIBUTION | KEPT,
    "versions": VERSION
    | {
        "sent_at": _moment,
        "privacy": _maybe(_whole),
        "salt_desk_text": SALT,
        "salt_desk_identity": SALT,
        "salt_desk_files": SALT,
    },
    "passages": PASSAGE | {"redacted": _maybe(_text)},
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


def _moments(value: Any) -> bool:
    return isinstance(value, list) and all(_moment(one) for one in value)


DOCUMENT: dict[str, Check] = {
    "kind": _one_of(*KINDS), "slug": _pattern("[a-z0-9][a-z0-9-]{0,99}"), "state": _one_of(*PROCEEDING_STATES),
    "respondents": _one_of(*RESPONDENTS),
    "prefix": REFERENCE, "language": _text, "languages": lambda value: isinstance(value, list), "body": _object,
    "texts": lambda value: isinstance(value, list), "paragraphs": lambda value: isinstance(value, list),
    "questionnaire": _maybe(_object), "privacy_version": _whole, "extensions": lambda value: isinstance(value, list),
    "privacy_ends": _moments,
    "streams": lambda value: isinstance(value, list), "source": _object, "results": is_results, "targets": is_targets,
}  # fmt: skip


class Package:
    """A checked package: its documents, and its lines as often as they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = self._document("manifest.json")
        if self.manifest.get("format") != 1 or self.manifest.get("form") != "jsonl":
            raise Refused(f"{folder} is not a JSON Lines edition of this format: export one with --format jsonl")
        if "selection" in self.manifest:
            raise Refused(f"{folder} is a selection of a record: only a whole one can be imported")
        self.is_public = self.manifest.get("edition") == "public"
        self.shapes = PUBLIC if self.is_public else RESTRICTED
        self._check_hashes()
        self.proceeding = self._checked_document()
        self.references = self._check_lines()

    def _document(self, name: str) -> dict[str, Any]:
        try:
            found = orjson.loads((self.folder / name).read_bytes())
        except OSError as error:
            raise Refused(f"{self.folder / name} cannot be read: {error.strerror}") from error
        except orjson.JSONDecodeError as error:
            raise Broken(name, error.lineno, "not JSON") from error
        if not isinstance(found, dict):
            raise Broken(name, 1, "an object expected")
        return found

    def _checked_document(self) -> dict[str, Any]:
        found = self._document("proceeding.json")
        for name, check in DOCUMENT.items():
            if name not in found or not check(found[name]):
                raise Broken("proceeding.json", None, f"{name} is missing or cannot be taken")
        return found

    def _check_hashes(self) -> None:
        named = {str(file.get("name")): file.get("sha256") for file in self.manifest.get("files", [])}
        for name in ["proceeding.json", *(f"{shape}.jsonl" for shape in self.shapes)]:
            if name not in named:
                raise Broken("manifest.json", None, f"{name} is not listed")
            try:
                with (self.folder / name).open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise Refused(f"{self.folder / name} cannot be read: {error.strerror}") from error
            if digest != named[name]:
                self._say_where(name)
                raise Broken(name, None, "it is not the file of the manifest (another SHA-256)")

    def _say_where(self, name: str) -> None:
        """Name the first line that cannot be taken, where one tells why the hash differs."""
        if name.endswith(".jsonl"):
            for _line in self.lines(name.removesuffix(".jsonl")):
                pass
        else:
            self._document(name)

    def lines(self, name: str) -> Iterator[Line]:
        """The objects of one file. Raises Broken with the number of the first line that cannot be taken."""
        for _number, line in self.numbered(name):
            yield line

    def numbered(self, name: str) -> Iterator[tuple[int, Line]]:
        """The same with the number of each line, from 1."""
        file, shape = f"{name}.jsonl", self.shapes[name]
        with (self.folder / file).open("rb") as lines:
            for number, raw in enumerate(lines, start=1):
                try:
                    line = orjson.loads(raw)
                except orjson.JSONDecodeError as error:
                    raise Broken(file, number, f"not JSON ({error.msg})") from error
                if not isinstance(line, dict):
                    raise Broken(file, number, "an object expected")
                for field, check in shape.items():
                    if field not in line or not check(line[field]):
                        raise Broken(file, number, f"{field} is missing or cannot be taken")
                yield number, line

    def _check_lines(self) -> list[str]:
        """Every line of every file, and that they name each other; gives the references."""
        known: dict[str, set[int]] = {}
        for number, line in self.numbered("contributions"):
            if line["reference"] in known:
                raise Broken("contributions.jsonl", number, f"{line['reference']} stands twice")
            known[line["reference"]] = set()
        for number, line in self.numbered("versions"):
            _known(known, "versions.jsonl", number, line)
            known[line["reference"]].add(line["version"])
        for number, line in self.numbered("passages"):
            _known(known, "passages.jsonl", number, line)
            if line["version"] not in known[line["reference"]]:
                raise Broken("passages.jsonl", number, f"version {line['version']} is not in versions.jsonl")
        for name in (
            "decisions",
            "proposals",
            "appeals",
            "letters",
            "escalations",
            "votes",
            "attachments",
            "intake",
            "relations",
            "codes",
        ):
            for number, line in self.numbered(name) if name in self.shapes else ():
                _known(known, f"{name}.jsonl", number, line)
        for number, line in self.numbered("contributions"):
            if line["version"] not in known[line["reference"]]:
                raise Broken("contributions.jsonl", number, "its standing version is not in versions.jsonl")
        self._check_relations(known)
        self._check_chains()
        for number, line in self.numbered("attachments"):
            self._check_contents(number, line)
        return list(known)

    def _check_relations(self, known: dict[str, set[int]]) -> None:
        """The other end of each relation is here, and no code is cited for two contributions."""
        for number, line in self.numbered("relations"):
            _known(known, "relations.jsonl", number, {"reference": line["other"]})
        held: set[str] = set()
        for number, line in self.numbered("contributions"):
            if line["code"] in held:
                raise Broken("contributions.jsonl", number, f"the code {line['code']} stands twice")
            held |= {line["code"]} - {None}

    def contents(self, line: Line) -> Iterator[tuple[Path, str]]:
        """Each file that a line of attachments.jsonl speaks of, with its SHA-256."""
        row = SimpleNamespace(public_digest=line["sha256"], original=line.get("original"))
        for place, digest in places(self.is_public, row):
            yield self.folder / place / f"{line['file']}.{KINDS_OF_FILES[line['media_type']].ending}", digest

    def _check_contents(self, number: int, line: Line) -> None:
        for path, digest in self.contents(line):
            name = f"{path.parent.name}/{path.name}"
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise Broken("attachments.jsonl", number, f"{name} cannot be read") from error
            if found != digest:
                raise Broken("attachments.jsonl", number, f"{name} is another file (another SHA-256)")

    def _check_chains(self) -> None:
        heads: dict[str, tuple[int, str]] = {stream["public_id"]: (0, GENESIS) for stream in self.proceeding["streams"]}
        for number, line in self.numbered("entries"):
            seq, head = heads.get(line["stream"], (-1, ""))
            if (line["seq"], line["previous"]) != (seq + 1, head):
                raise Broken("entries.jsonl", number, "it does not follow the entry before")
            if entry_hash(line["stream"], as_entry(line)) != line["hash"]:
                raise Broken("entries.jsonl", number, "its hash is not that of its content")
            heads[line["stream"]] = line["seq"], line["hash"]
        for stream in self.proceeding["streams"]:
            if heads[stream["public_id"]] != (stream["last_seq"], stream["head"]):
                raise Broken("entries.jsonl", None, f"stream {stream['public_id']} does not end at its checkpoint")


def _known(known: dict[str, set[int]], file: str, number: int, line: Line) -> None:
    if line["reference"] not in known:
        raise Broken(file, number, f"{line['reference']} is not in contributions.jsonl")


def as_entry(line: Line) -> dict[str, Any]:
    """A line of entries.jsonl as the ledger hashes it."""
    happened_at = datetime.fromisoformat(line["happened_at"])
    return {**line, "happened_at": happened_at, "previous_hash": line["previous"]}
