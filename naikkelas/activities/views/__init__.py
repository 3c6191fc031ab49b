"""Pages of activities, by noun."""
