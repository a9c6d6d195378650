"""Documents of a room: versions, numbered paragraphs, amendments, comparison, Word in and out."""
