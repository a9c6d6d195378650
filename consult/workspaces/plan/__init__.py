"""The action plan: objectives, and the tasks that lead to them."""
