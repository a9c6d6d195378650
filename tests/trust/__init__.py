"""What people can trust, looked at from outside."""
