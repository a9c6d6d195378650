"""Hearings: live sessions that a chair opens and closes."""
