"""The offline kit: one HTML file with a whole questionnaire, its rules and its words, that needs no network."""

from consult.consultations.offline.kit import kit_of

__all__ = ["kit_of"]
