"""Dashboards, the list of kampung, the page of one, and its what-if."""
