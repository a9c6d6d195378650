"""What writers do: take and leave the lock of a paragraph, save it, and settle what came too late."""
