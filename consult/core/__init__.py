"""The ground floor: database, unit of work, actors, errors, clock, text, jobs and settings; it knows no feature."""
