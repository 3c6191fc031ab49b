"""Django's PostgreSQL, with a cheaper look at whether the line still stands."""
