"""Plain text: how its bytes are read, and where its paragraphs end."""

import re
from pathlib import Path

from consult.contributions.attachments.files.problems import Unfit
from consult.core.text import CONTROL, DIRECTION

BLANK = re.compile(r"\n[ \t\u00a0]*\n+")
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def text_of(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16. Raises Unfit for other bytes: guessing would change what was written."""
    data = path.read_bytes()
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unfit("file_not_utf8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    if CONTROL.search(text):
        raise Unfit("file_kind")
    return text


def paragraphs_of_text(text: str) -> list[str]:
    """What stands between blank lines, its lines joined; line by line where there are no blank lines."""
    if BLANK.search(text.strip()):
        return [" ".join(part.split()) for part in BLANK.split(text)]
    return [" ".join(line.split()) for line in text.split("\n")]


def fit(paragraphs: list[str]) -> list[str]:
    """The same as passages: without empty ones, control characters and marks that turn what follows."""
    cleaned = (DIRECTION.sub("", CONTROL.sub(" ", one)).strip() for one in paragraphs)
    return [one for one in cleaned if any(map(str.isalnum, one))]
