"""What every page shares: language, actors, errors, headers, pages of lists; it knows no feature."""
