"""Screens of the registry, by noun."""
