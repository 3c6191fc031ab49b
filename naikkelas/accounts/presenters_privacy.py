"""What is held on a person, as a file for that person."""

from naikkelas.accounts.queries_privacy import Report
from naikkelas.audit.presenters import told
from naikkelas.lib.actors import Actor

SECRETS = frozenset({"password"})
"""Hashes of secrets are nothing to read."""


def as_json(report: Report, reader: Actor) -> dict[str, object]:
    """Table by table with purpose, basis and retention; then who has looked."""
    return {
        "data": [
            {
                "tabel": f"{part.held.model._meta.app_label}.{part.held.model._meta.model_name}",
                "kolom": part.title,
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
