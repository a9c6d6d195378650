"""The floor: the list of speakers, who speaks, and the clock."""
