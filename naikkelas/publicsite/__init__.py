"""The websites of the kampung, and the shell of all public pages."""
