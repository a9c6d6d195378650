"""Stakeholders and their categories."""
