"""Writing together: one writer for a paragraph at a time, and no word lost when two were at it."""
