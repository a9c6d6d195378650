"""What a room is: its form, its terms, its rule of confidentiality, who sits in it, and how one comes and goes."""
