"""What changes requests to and from institutions."""
