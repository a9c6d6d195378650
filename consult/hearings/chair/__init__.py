"""The chair's one screen."""
