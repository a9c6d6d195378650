"""What people and the secretariat do with registrations; the rooms above add here what follows."""

from consult.hearings.registration.operations.following import ACCEPTED, FORGOTTEN, GONE, PRESENT

__all__ = ["ACCEPTED", "FORGOTTEN", "GONE", "PRESENT"]
