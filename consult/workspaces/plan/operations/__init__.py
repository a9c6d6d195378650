"""What changes an action plan."""
