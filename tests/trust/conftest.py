"""The stage of the live tests: a prepared database that a real server then opens."""

from tests.live.conftest import stage

__all__ = ["stage"]
