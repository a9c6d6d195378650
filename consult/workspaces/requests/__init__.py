"""Requests to and from institutions: for advice, support, training or access."""
