"""Advice: a text of the group, published under a reference of its own or kept."""
