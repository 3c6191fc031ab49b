"""What can be decided about mentoring without a database."""
