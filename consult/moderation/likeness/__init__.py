"""Texts that are nearly alike: how they are found, and the groups that they make."""
