"""Writing Word files: their markup, and the parts around the words. What stands in them is for the rooms above."""
