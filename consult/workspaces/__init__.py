"""Workspaces: private rooms of advisory groups, coalitions and liaison groups."""
