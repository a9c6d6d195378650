"""What everybody follows: the live page, the room's screen, and what streams tell of the floor."""
