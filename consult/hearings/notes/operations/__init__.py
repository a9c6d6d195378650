"""Writing, correcting and agreeing the minutes."""
