"""Who holds which role in a body or a room: inviting, accepting, taking away."""
