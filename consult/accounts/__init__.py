"""People who sign in: accounts, server-side sessions, passwords."""
