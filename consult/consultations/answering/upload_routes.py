"""Files that come in pieces and go on after a cut, for the script of the pages: begin, ask how far, add at an offset.

The random name of an upload is known to the browser alone that began it; what it is attached to is checked anew each time.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ClientDisconnected

from consult.consultations.answering.files import attach
from consult.consultations.answering.loading import Sitting, sit, sit_again
from consult.consultations.asked import AskedQuestion
from consult.contributions.attachments.limits import FILE_BYTES
from consult.contributions.attachments.storing import store_upload
from consult.core.errors import Closed, ConsultError, Invalid, NotFound
from consult.core.partial import Begun, Partials
from consult.web.errors import as_dict
from consult.web.formats import size_words
from consult.web.language import language
from consult.web.site import this_site
from consult.web.uploads import files_allowed

NAME_LENGTH = 300
ONE = "/<language:lang>/uploads/<upload>"


def install(app: Flask) -> None:
    """Add `uploads/` and `uploads/<upload>`."""

    @app.post("/<language:lang>/uploads/", endpoint="begin_upload")
    def begin() -> ResponseReturnValue:
        return told(_begin)

    @app.get(ONE, endpoint="upload")
    def how_far(upload: str) -> ResponseReturnValue:
        return told(lambda: _so_far(_partials().find(upload)))

    @app.patch(ONE, endpoint="add_to_upload")
    @files_allowed
    def add(upload: str) -> ResponseReturnValue:
        return told(lambda: _added(upload))


def told(work: Any) -> ResponseReturnValue:
    """What came of it, as JSON; refusals in the words of the page."""
    try:
        return jsonify({"ok": True, **work()})
    except ConsultError as error:
        return jsonify(as_dict(error)), error.status


def _partials() -> Partials:
    return Partials(this_site().storage)


def _begin() -> dict[str, Any]:
    given = request.get_json(silent=True)
    if not isinstance(given, Mapping):
        raise Invalid("form", "required")
    about = {name: str(given.get(name) or "")[:NAME_LENGTH] for name in ("slug", "reference", "question", "name")}
    size = given.get("size")
    if not isinstance(size, int) or size < 1:
        raise Invalid("file", "file_empty")
    if size > FILE_BYTES:
        raise Invalid("file", "file_over_limit", limit=FILE_BYTES // 1_000_000)
    _place(about)
    return _so_far(_partials().begin(size, {**about, "keeps": given.get("keeps") is True}))


def _so_far(begun: Begun) -> dict[str, Any]:
    return {"upload": begun.name, "offset": begun.offset, "size": begun.size}


def _place(about: Mapping[str, Any]) -> tuple[Sitting, AskedQuestion]:
    """Whose draft an upload is for, and which question. Raises NotFound for what is not there, or not open to this browser."""
    sitting = sit_again(about["reference"]) if about["reference"] else sit(about["slug"])
    if not sitting.is_open:
        raise Closed("closed" if sitting.head.phase == "closed" else "not_yet")
    key = about["question"].removeprefix("q_").partition(".")[0]
    question = sitting.asked.question(key)
    if question is None or question.type != "file":
        raise NotFound
    return sitting, question


def _added(upload: str) -> dict[str, Any]:
    partials = _partials()
    about = partials.find(upload).about
    sitting, question = _place(about)
    offset = request.headers.get("Upload-Offset", "")
    begun = partials.add(upload, int(offset) if offset.isdecimal() else -1, _read)
    if begun.offset < begun.size:
        return _so_far(begun)
    try:
        file = store_upload(
            partials.whole(upload), about["name"], question=question.public_id, keeps_original=about["keeps"]
        )
        public_id = attach(sitting, file, question)
    finally:
        partials.drop(upload)
    shown = {"id": public_id, "name": file.name, "size": size_words(file.size, language())}
    return {**_so_far(begun), "file": shown, "draft": sitting.which.known or ""}


def _read(most: int) -> bytes:
    try:
        return request.stream.read(most)
    except ClientDisconnected as error:
        raise OSError("the sender is gone") from error
