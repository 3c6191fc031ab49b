"""What people see of accounts, by errand."""
