"""Who acts: a person with grants, somebody with a codeword, an unknown sender, or the system itself."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Held:
    """A grant in force, as policy needs it: a role within a scope (`site`, `body`, `proceeding`, `organisation`, `document`)."""

    grant_id: int
    role: str
    scope: str
    scope_id: int | None


class Used(NamedTuple):
    """A right that was asked for and held, and where."""

    permission: str
    body_id: int | None
    proceeding_id: int | None


class Rights(NamedTuple):
    """An account of a live session, and what it was granted: role, scope and its id, each as it holds now."""

    account_id: int
    name: str
    held: frozenset[tuple[str, str, int | None]]


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks. `sender_key` recognises a sender again within one stream without saying who it is.

    `invitations` are the hashes of the links to take part that this browser opened.
    `contribution_id` or `registration_id` is what a codeword opened. `system` is set for jobs and commands alone.
    `used` collects the rights that an operation asked for: what the staff did is known by them.
    """

    account_id: int | None = None
    name: str | None = None
    session_id: int | None = None
    sender: str | None = None
    contribution_id: int | None = None
    held: tuple[Held, ...] = field(default=())
    system: str | None = None
    invitations: tuple[str, ...] = ()
    registration_id: int | None = None
    used: list[Used] = field(default_factory=list, compare=False, repr=False)

    @property
    def is_anonymous(self) -> bool:
        """Nobody who signed in, and not the system."""
        return self.account_id is None and self.system is None


ANYBODY = Actor()


def system(name: str) -> Actor:
    """The actor of a job or command, known by its role only."""
    return Actor(system=name)
