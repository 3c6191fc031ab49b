"""Which acts of the trail programs are told of, by what name, and with which scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from naikkelas.accounts.rules import scopes


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """A kind of change; with `of_area` it concerns a whole area and names nothing in it."""

    name: str
    scope: str
    of_area: bool = False


_REPORT = {
    "submit": "dikirim",
    "correct": "diperbaiki",
    "verify": "diverifikasi",
    "endorse": "disahkan",
    "return": "dikembalikan",
}
_ACTIVITY = {
    "report": "dilaporkan",
    "revise": "diubah",
    "withdraw": "ditarik",
    "restore": "dikembalikan_lagi",
    "verify": "diverifikasi",
    "endorse": "disahkan",
    "return": "dikembalikan",
}
_KAMPUNG = {
    "register": "didaftarkan",
    "edit": "diubah",
    "deactivate": "dinonaktifkan",
    "activate": "diaktifkan",
}

KINDS: Mapping[str, ChangeKind] = MappingProxyType(
    {
        **{
            f"kampung.{verb}": ChangeKind(f"kampung.{name}", scopes.READ_KAMPUNG)
            for verb, name in _KAMPUNG.items()
        },
        **{
            f"report.{verb}": ChangeKind(f"laporan.{name}", scopes.READ_REPORTS)
            for verb, name in _REPORT.items()
        },
        **{
            f"kegiatan.{verb}": ChangeKind(f"kegiatan.{name}", scopes.READ_ACTIVITIES)
            for verb, name in _ACTIVITY.items()
        },
        "step.change": ChangeKind("langkah.diubah", scopes.READ_STEPS),
        "scenario.enforce": ChangeKind("langkah.rencana_baru", scopes.READ_STEPS, of_area=True),
        "classification.snapshot": ChangeKind("kelas.dihitung", scopes.READ_CLASSES, of_area=True),
        "import.apply": ChangeKind("data.diimpor", scopes.READ_KAMPUNG, of_area=True),
        "import.undo": ChangeKind("data.impor_dibatalkan", scopes.READ_KAMPUNG, of_area=True),
    }
)
"""Verb of the trail to the kind of change; other acts are nobody's business."""


def kinds_for(held: tuple[str, ...]) -> dict[str, ChangeKind]:
    """The kinds that a key with these scopes is told of."""
    return {verb: kind for verb, kind in KINDS.items() if kind.scope in held}
