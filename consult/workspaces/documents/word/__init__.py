"""Documents as Word files: written with real numbering and tracked changes, and read with what they hold."""
