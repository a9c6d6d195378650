"""Votes of a room."""
