"""What happened and when, append only: streams with gapless numbers, entries with salted commitments, checkpoints."""
