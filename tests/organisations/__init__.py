"""Organisations: what they say of themselves, their people, and what a secretariat says."""
