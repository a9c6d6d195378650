"""What is done in discussions."""
