"""Tests of a room's advice."""
