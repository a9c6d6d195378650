"""What happens to a room: its shape, its seats, who asks to join, and the guests of its documents."""
