"""The minutes on the screen: writing them line by line, reading along, correcting and agreeing."""
