"""The way of a report version from the Pokja to the kabupaten: which steps there are, and whose.

A draft is not a version yet. A returned version stays returned: it is mended by a new version of
the same month, which goes the whole way again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from naikkelas.lib.actors import Act


class Stage(StrEnum):
    """Where a version stands; the values are those of `models.State`."""

    SENT = "dikirim"
    FIELD_VERIFIED = "diverifikasi_pkb"
    DISTRICT_VERIFIED = "diverifikasi_kecamatan"
    ENDORSED = "disahkan"
    RETURNED = "dikembalikan"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who takes the next step of a version, and where it stands once they accept it."""

    act: Act
    accepted: Stage


TURNS: Mapping[str, Turn] = MappingProxyType(
    {
        Stage.SENT: Turn(Act.VERIFY_FIELD, Stage.FIELD_VERIFIED),
        Stage.FIELD_VERIFIED: Turn(Act.VERIFY_DISTRICT, Stage.DISTRICT_VERIFIED),
        Stage.DISTRICT_VERIFIED: Turn(Act.ENDORSE, Stage.ENDORSED),
    }
)
"""The three stages at which a version waits for somebody; the other two are the end of its way."""

VERIFYING = frozenset(turn.act for turn in TURNS.values())


def is_step(before: str, after: str) -> bool:
    """Whether a version may go from one stage to the other.

    >>> is_step("dikirim", "diverifikasi_pkb"), is_step("dikirim", "disahkan")
    (True, False)
    """
    turn = TURNS.get(before)
    return turn is not None and after in {turn.accepted, Stage.RETURNED}


def acts_towards(after: str) -> frozenset[Act]:
    """The acts that lead to a stage at all, from wherever."""
    return frozenset(turn.act for before, turn in TURNS.items() if is_step(before, after))


def stages_of(can: Callable[[Act], bool]) -> tuple[str, ...]:
    """The stages at which it is the turn of somebody who can do these acts."""
    return tuple(stage for stage, turn in TURNS.items() if can(turn.act))


WORDS: Mapping[str, str] = MappingProxyType(
    {
        Stage.SENT: "Terkirim",
        Stage.FIELD_VERIFIED: "Diperiksa PKB/PLKB",
        Stage.DISTRICT_VERIFIED: "Diperiksa kecamatan",
        Stage.ENDORSED: "Disahkan",
        Stage.RETURNED: "Perlu diperbaiki",
    }
)
"""The stages in the words of the people who report."""

NEXT: Mapping[str, str] = MappingProxyType(
    {
        Stage.SENT: "Berikutnya: PKB/PLKB memeriksa laporan ini.",
        Stage.FIELD_VERIFIED: "Berikutnya: kecamatan memeriksa laporan ini.",
        Stage.DISTRICT_VERIFIED: "Berikutnya: kabupaten mengesahkan laporan ini.",
        Stage.ENDORSED: "Selesai. Angkanya dihitung dalam kelas terverifikasi.",
        Stage.RETURNED: "Berikutnya: perbaiki angka yang diberi catatan, lalu kirim lagi.",
    }
)
"""What happens next, at each stage."""
