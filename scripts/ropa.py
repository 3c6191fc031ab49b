"""`python -m scripts.ropa`: write docs/privacy/ropa.md, the register of processing activities."""

import os
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parent.parent / "docs" / "privacy" / "ropa.md"
HEAD = """# Catatan kegiatan pemrosesan (ROPA)

Dibuat dari katalog di kode (`<ruang>/personal.py`) oleh `python -m scripts.ropa`; sebuah uji
membandingkannya. Halaman `/privasi/` menampilkan isi yang sama. Kolom yang tidak disebut di sini
dinyatakan publik: tidak berkata apa pun tentang seseorang. Dasar hukum dan tanda [S]/[R]:
`README.md`.

| tabel | kolom | tentang siapa | golongan | untuk apa | dasar | disimpan | bila dihapus |
|---|---|---|---|---|---|---|---|
"""


def page() -> str:
    """The whole text of the page."""
    from naikkelas.audit.presenters import register_rows
    from naikkelas.audit.queries.catalogue import held

    lines = []
    for row in register_rows(held()):
        entry = row.held.entry
        cells = (
            *(f"{row.room}.{row.table}", f"`{row.columns}`", entry.whose, entry.kind),
            *(entry.purpose, entry.basis, entry.retention.words, entry.scrub),
        )
        lines.append("| " + " | ".join(cells) + " |\n")
    return HEAD + "".join(sorted(lines))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.config.settings")
    django.setup()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
