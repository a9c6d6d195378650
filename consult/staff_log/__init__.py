"""What staff did, and apart from it who read confidential input: two logs, written in one place each."""
