"""Pure rules of good examples: what a practice tells, whom it fits, who is like whom."""
