"""What is done on the floor, by those who ask to speak and by the chair."""
