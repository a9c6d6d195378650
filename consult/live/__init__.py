"""Socket.IO: connecting, streams, the hub with batches and catch-up; it knows no feature."""
