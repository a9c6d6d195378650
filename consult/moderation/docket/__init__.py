"""The docket as pages show it: to the desk, and to the public."""
