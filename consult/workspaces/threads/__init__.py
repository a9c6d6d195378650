"""Discussions: threads of messages, mentions, decisions that are marked, and what is unread."""
