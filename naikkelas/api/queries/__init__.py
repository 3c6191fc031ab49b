"""Reads for apps: what lies beside a form, and what was refused."""
