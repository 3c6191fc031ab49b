"""What the pages of activities ask."""
