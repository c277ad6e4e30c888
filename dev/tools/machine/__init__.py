"""What this machine needs, and how it gets there."""
