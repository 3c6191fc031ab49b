"""What is held on a person, as a file for that person."""

from typing import Any  # column values

from naikkelas.accounts.queries_privacy import Part, Report
from naikkelas.audit.presenters import label_of, told
from naikkelas.lib.actors import Actor
from naikkelas.lib.personal import Scrub

SECRETS = frozenset({"password", "session"})
"""Hashes of secrets are nothing to read."""


def as_json(report: Report, reader: Actor) -> dict[str, object]:
    """Table by table with purpose, basis and retention; then who has looked."""
    return {
        "data": [
            {
                "tabel": f"{part.held.model._meta.app_label}.{part.held.model._meta.model_name}",
                "kolom": part.held.label,
                "untuk": part.held.entry.purpose,
                "dasar": part.held.entry.basis,
                "disimpan": part.held.entry.retention.words,
                "jumlah": part.count,
                "baris": [{k: v for k, v in row.items() if k not in SECRETS} for row in part.rows],
            }
            for part in report.parts
        ],
        "dilihat_oleh": [
            {"waktu": one.at, "jabatan": one.post, "apa": one.sentence}
            for one in told(report.views, reader)
        ],
    }


def on_page(report: Report) -> list[tuple[Part, list[tuple[str, Any]]]]:
    """Each part with its values, where there is one row that is worth reading."""
    return [(part, _values(part)) for part in report.parts]


def _values(part: Part) -> list[tuple[str, Any]]:
    if len(part.rows) != 1 or part.held.entry.scrub is Scrub.KEEP:
        return []
    kind = part.held.model._meta.label_lower
    names = [name for name in part.held.entry.columns if name not in SECRETS]
    return [(label_of(kind, name), part.rows[0][name]) for name in names]
