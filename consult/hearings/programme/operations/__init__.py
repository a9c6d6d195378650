"""Planning a hearing: its rules, sessions, agenda, people, channels, papers, and the calendar addresses of its members."""
