"""Sources as RIS, the lines that Zotero, EndNote and Mendeley exchange: UTF-8, two letters, two blanks, hyphen, blank."""

from collections.abc import Iterable, Iterator

from consult.records.quoting.sources import Source

MEDIA_TYPE = "application/x-research-info-systems; charset=utf-8"
TYPES = {
    "submission": "RPRT",
    "advice": "RPRT",
    "response": "RPRT",
    "comment": "ELEC",
    "statement": "HEAR",
    "question": "HEAR",
}


def ris(sources: Iterable[Source]) -> str:
    """All of them, each from TY to ER."""
    return "".join(_record(one) for one in sources)


def _record(one: Source) -> str:
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in _fields(one)]
    return "".join([f"TY  - {TYPES.get(one.kind, 'GEN')}\r\n", *lines, "ER  - \r\n\r\n"])


def _fields(one: Source) -> Iterator[tuple[str, str]]:
    yield "ID", one.key
    if one.author:
        yield "AU", _author(one.author)
    yield "TI", one.title
    if one.body:
        yield "PB", one.body
    yield "SN", one.reference
    if one.day is not None:
        yield "PY", str(one.day.year)
        yield "DA", one.day.strftime("%Y/%m/%d")
    if one.address:
        yield "UR", one.address
        yield "Y2", one.accessed.strftime("%Y/%m/%d")
    if one.language:
        yield "LA", one.language
    for note in one.notes:
        yield "N1", note


def _author(name: str) -> str:
    """What stands before the first comma would be taken for a family name: one at the end says that the whole is."""
    return f"{name.replace(',', ' –')}," if "," in name else name
