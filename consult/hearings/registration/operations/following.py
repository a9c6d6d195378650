"""What follows when somebody is accepted, or is no longer taking part; consult/app.py and consult/worker.py say what."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.hearings.registration.models import Registration

Follows = Callable[[Session, Registration], None]
ACCEPTED: list[Follows] = []
"""In the transaction in which a registration is accepted, after its state is."""
GONE: list[Follows] = []
"""In the transaction in which an accepted registration is withdrawn, removed, declined or put into the reserve."""
