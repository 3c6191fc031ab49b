"""Screens of imports, and downloads."""
