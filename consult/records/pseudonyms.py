"""Our own words for voters, replaced by numbers in every edition."""

import re

from consult.records.columns import Column, Table


def under_pseudonyms(table: Table, ours: str = "[0-9a-f]{64}") -> Table:
    """The table of votes with `ours`, our own words for voters, replaced by numbers; names that an import brought stay."""
    given: dict[str, str] = {}

    def made(voter: str) -> str:
        if not re.fullmatch(ours, voter):
            return voter
        return given.setdefault(voter, f"voter-{len(given) + 1}")

    columns = tuple(
        Column(one.name, one.read, one.type, one.meaning, one.values, made) if one.name == "voter" else one
        for one in table.columns
    )
    return Table(table.name, table.meaning, columns, table.statement)
