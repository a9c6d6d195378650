"""What every secret vote needs, in a hearing or a room: sealing, the fewest whose result is told, and sweeping afterwards."""
