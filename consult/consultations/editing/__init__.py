"""Writing the text and the questionnaire of a consultation at the desk: one item at a time, then published."""
