"""Audit verbs of this room as sentences for people."""

SENTENCES = {"instrument.publish": "menerbitkan instrumen {subject}"}
