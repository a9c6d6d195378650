"""The hearing whose chair these tests hold."""

from tests.hearings.floor.conftest import sitting

__all__ = ["sitting"]
