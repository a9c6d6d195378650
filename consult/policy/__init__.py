"""Who may do what: roles, scopes, one matrix, and `require`. It imports no feature."""
