"""What the reports ask and which answers can be true. Pure: no Django, no clock."""
