"""Audit verbs of this room as sentences for people."""

SENTENCES = {"classification.snapshot": "menyimpan potret klasifikasi {subject}"}
