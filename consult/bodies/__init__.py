"""Whose proceeding it is: committees, mandates, ministries; and the grants that give people their roles."""
