"""Naik Kelas: moves the Kampung Keluarga Berkualitas of a kabupaten up a class."""

__version__ = "0.1.0"
