"""Audit verbs of this room as sentences for people."""

SENTENCES = {"account.open": "membuka akun {subject}"}
