"""Consultations: a draft text in numbered paragraphs, and a questionnaire."""
