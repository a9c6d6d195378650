"""What a hearing plans: its kind and rules, sessions, agenda, the people on the panel, channels and papers."""
