"""Meetings of a room."""
