"""What a text and a questionnaire must be like, so that each question can be answered."""

from consult.consultations.shape.publishing import check_publishable, misplaced_rules
from consult.consultations.shape.sections import check_paragraphs, check_sections

__all__ = ["check_paragraphs", "check_publishable", "check_sections", "misplaced_rules"]
