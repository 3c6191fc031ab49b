"""Every write of this room, by subject in its own module."""
