"""Notes and captions, line by line and language by language, corrected with their history and agreed in the end."""
