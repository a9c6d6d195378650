"""What is inside of a file: its kind, its text, and a copy without its metadata.

Everything here that opens a file of somebody else's making runs in a process of its own, with limits of time and memory, without
secrets in its environment (`child.py`); `asking.py` is the way to it.
"""
