"""Reads for the screens, shaped as the pages show them."""
