"""Decisions on contributions, with reasons; one queue for every kind of input."""
