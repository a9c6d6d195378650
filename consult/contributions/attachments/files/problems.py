"""Why a file is not taken."""

from typing import Any


class Unfit(Exception):
    """A file that cannot be taken; `problem` is the code of the sentence that says so."""

    def __init__(self, problem: str, **facts: Any) -> None:
        self.problem = problem
        self.facts = facts
        super().__init__(problem)
