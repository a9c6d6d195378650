"""Meetings of a room: hearings under it, who was there, and what was decided in them."""
