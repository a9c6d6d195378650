"""/api/v1: the same operations and readings for programs."""
