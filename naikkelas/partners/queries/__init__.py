"""Reads of this room, by subject in their own modules."""
