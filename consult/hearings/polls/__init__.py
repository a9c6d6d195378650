"""Polls with a stated rule, and questions that participants support."""
