"""Who may answer a consultation that is by invitation: links that the secretariat hands out, and lists of addresses."""
