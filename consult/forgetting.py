"""What the rooms forget of a contribution that is erased: one function of each that keeps its words, names or addresses."""

from consult.contributions.operations.coding import forget_codes
from consult.contributions.operations.entering import forget_intake
from consult.contributions.operations.erasing import FORGETTERS, Forgetter
from consult.hearings.registration.operations.forgetting import forget_statement
from consult.moderation.baskets.operations import forget_quotations
from consult.moderation.operations.carrying_out import forget_notes
from consult.moderation.operations.contacts import forget_letters
from consult.moderation.operations.likening import forget_likeness
from consult.notices.operations import forget_news
from consult.workspaces.threads.operations.sending import forget_mentions

FORGETS: tuple[Forgetter, ...] = (
    forget_codes,
    forget_notes,
    forget_letters,
    forget_quotations,
    forget_intake,
    forget_likeness,
    forget_statement,
    forget_news,
    forget_mentions,
)


def know_forgetters() -> None:
    """Let erasing reach every room, in each process that may erase."""
    FORGETTERS[:] = FORGETS
