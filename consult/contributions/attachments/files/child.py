"""The program that opens files of strangers: `python -m consult.contributions.attachments.files.child VERB PATH ...`.

It prints one JSON object: `{"ok": ...}` or `{"problem": code, "facts": {...}}`. Whatever it needs more than its limits ends it.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consult.contributions.attachments.files.kinds import DOCX, IMAGES, ODT, PDF, TXT, kind_of
from consult.contributions.attachments.files.problems import Unfit

MEMORY = 1_000_000_000
CPU_SECONDS = 60
WRITES = 300_000_000
MOST_PARAGRAPHS = 2_000
MOST_CHARACTERS = 500_000
MOST_IN_ONE = 20_000


def limit() -> None:
    """Bound memory, time and what is written; no core file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def look(path: Path) -> str:
    """The media type of a file that opens. Raises Unfit for any other."""
    media_type = kind_of(path)
    if media_type == PDF:
        from consult.contributions.attachments.files.pdfs import check_pdf

        check_pdf(path)
    elif media_type == DOCX:
        from consult.contributions.attachments.files.word import check_word

        check_word(path)
    elif media_type == ODT:
        from consult.contributions.attachments.files.open_document import check_open_document

        check_open_document(path)
    elif media_type in IMAGES:
        from consult.contributions.attachments.files.pictures import check_picture

        check_picture(path)
    else:
        from consult.contributions.attachments.files.texts import text_of

        text_of(path)
    return media_type


def clean(path: Path, media_type: str, target: Path) -> str:
    """Write the copy without metadata."""
    if media_type == PDF:
        from consult.contributions.attachments.files.pdfs import clean_pdf

        clean_pdf(path, target)
    elif media_type == DOCX:
        from consult.contributions.attachments.files.word import clean_word

        clean_word(path, target)
    elif media_type == ODT:
        from consult.contributions.attachments.files.open_document import clean_open_document

        clean_open_document(path, target)
    elif media_type in IMAGES:
        from consult.contributions.attachments.files.pictures import clean_picture

        clean_picture(path, target, media_type)
    else:
        from consult.contributions.attachments.files.texts import text_of

        target.write_text(text_of(path), encoding="utf-8", newline="\n")
    return str(target)


def marks(path: Path, media_type: str) -> dict[str, int]:
    """How many tracked changes and comments a document has; 0 of each where its kind has none."""
    if media_type != DOCX:
        return {"changes": 0, "comments": 0}
    from consult.contributions.attachments.files.word import word_marks

    return word_marks(path)


def extract(path: Path, media_type: str, before: str = "") -> list[str]:
    """The paragraphs of a document, in order; of a Word file with changes, with `before` as they stood before these.

    Raises Unfit where there is no text, or more than a record can carry.
    """
    from consult.contributions.attachments.files.texts import fit, paragraphs_of_text, text_of

    if media_type == PDF:
        from consult.contributions.attachments.files.pdf_text import pdf_paragraphs

        found = pdf_paragraphs(path)
    elif media_type == DOCX:
        from consult.contributions.attachments.files.word import word_paragraphs

        found = word_paragraphs(path, before=bool(before))
    elif media_type == ODT:
        from consult.contributions.attachments.files.open_document import open_document_paragraphs

        found = open_document_paragraphs(path)
    elif media_type == TXT:
        found = paragraphs_of_text(text_of(path))
    else:
        raise Unfit("file_not_a_document")
    found = fit([" ".join(one.split()) for one in found])
    if not found:
        raise Unfit("file_no_text")
    is_long = sum(map(len, found)) > MOST_CHARACTERS or max(map(len, found)) > MOST_IN_ONE
    if is_long or len(found) > MOST_PARAGRAPHS:
        raise Unfit("document_too_long", paragraphs=MOST_PARAGRAPHS, characters=MOST_CHARACTERS)
    return found


def structure(path: Path) -> dict[str, Any]:
    """A Word file as headings, paragraphs and items with its tracked changes. Raises Unfit for any other file."""
    if kind_of(path) != DOCX:
        raise Unfit("file_not_word")
    from consult.contributions.attachments.files.word_structure import word_structure

    return word_structure(path)


VERBS: dict[str, Callable[..., Any]] = {
    "look": lambda path: look(Path(path)),
    "clean": lambda path, media_type, target: clean(Path(path), media_type, Path(target)),
    "extract": lambda path, media_type, before="": extract(Path(path), media_type, before),
    "structure": lambda path: structure(Path(path)),
    "marks": lambda path, media_type: marks(Path(path), media_type),
}


def main(verb: str, *values: str) -> None:
    """Do one thing and print what came of it."""
    limit()
    try:
        told: dict[str, Any] = {"ok": VERBS[verb](*values)}
    except Unfit as error:
        told = {"problem": error.problem, "facts": error.facts}
    except (MemoryError, RecursionError):
        told = {"problem": "file_bomb", "facts": {}}
    except Exception:  # a library met what it did not expect: the file is broken, or made to break it
        told = {"problem": "file_broken", "facts": {}}
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
