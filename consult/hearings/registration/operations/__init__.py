"""What people and the secretariat do with registrations; the rooms above add here what follows."""

from consult.hearings.registration.operations.following import ACCEPTED, GONE

__all__ = ["ACCEPTED", "GONE"]
