"""Decisions of a room: proposals, and votes on them by several methods."""
