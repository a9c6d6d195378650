"""Documents of a room."""
