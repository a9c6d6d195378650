"""Tests of the end of a room."""
