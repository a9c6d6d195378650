"""What can go wrong, by code; the words for people are found where the language is known (web/errors.py)."""

from typing import Any, ClassVar


class ConsultError(Exception):
    """A refusal that a person is told about; `code` is the wire name of contract.md."""

    code: ClassVar[str] = "invalid"
    status: ClassVar[int] = 400

    def __init__(self, problem: str = "", **facts: Any) -> None:
        self.problem = problem or self.code
        self.facts = facts
        super().__init__(self.problem)


class Unauthenticated(ConsultError):
    """The session has ended: sign in again."""

    code = "unauthenticated"
    status = 401


class NotFound(ConsultError):
    """Absent or not yours: one answer for both."""

    code = "not_found"
    status = 404


class Closed(ConsultError):
    """Not open yet, closed already, or by invitation (problem `not_yet`, `closed`, `comments_closed`, `by_invitation`,
    `invitation_used`)."""

    code = "closed"
    status = 403


class RateLimited(ConsultError):
    """Too many in too short a time; `retry_after_ms` says when to try again."""

    code = "rate_limited"
    status = 429


class Conflict(ConsultError):
    """Somebody was quicker, or the same key came with another text."""

    code = "conflict"
    status = 409


class Invalid(ConsultError):
    """One field cannot be taken as it is; `field` names it, `problem` says why."""

    def __init__(self, field: str, problem: str, **facts: Any) -> None:
        super().__init__(problem, **facts)
        self.field = field


class Unavailable(ConsultError):
    """Nothing was stored: disk full, database away or too slow. Trying again is right."""

    code = "unavailable"
    status = 503


class SetupError(Exception):
    """A setting, a port or a database that stops a command; the text is its one line for the operator."""
