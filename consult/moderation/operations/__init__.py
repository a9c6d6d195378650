"""What is done at the desk, a file for each act: deciding, and what belongs to it."""
