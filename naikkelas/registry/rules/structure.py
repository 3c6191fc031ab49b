"""How a Pokja is built: its official structures, its posts, and who counts as young.

Sources: `reference/seksi_pokja.csv` (8 seksi by fungsi keluarga of the older guides, 4 by sasaran
of Inpres 3/2022, a minimum); UU 40/2009 article 1 for pemuda (16 to 30 years).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.registry.rules import reference

SINGLE_POSTS = ("ketua", "sekretaris", "bendahara")
"""Posts that one person holds at a time."""
SEKSI_POSTS = ("koordinator", "anggota")
"""Posts that belong to a seksi; a member need not."""
MEMBER_POSTS = (*SINGLE_POSTS, *SEKSI_POSTS)
"""Who counts as a member of the Pokja: not its patrons, steering group and advisers."""

YOUTH = "16_30"
AGE_HOLDS_YEARS = 3
"""How long a noted age band is believed; who was 29 is not young for ever."""
WARN_DAYS = 60
"""How long before its end a decree is worth a warning."""


@dataclass(frozen=True, slots=True)
class OfficialSeksi:
    """One section of an official structure."""

    code: str
    name: str
    number: int


def official_seksi(scheme: str) -> tuple[OfficialSeksi, ...]:
    """The sections of a structure in their order; none for an unknown one."""
    found = (row for row in reference.rows("seksi_pokja") if row["skema"] == scheme)
    return tuple(OfficialSeksi(row["kode"], row["nama"], int(row["urutan"])) for row in found)


def is_youth(age_band: str, noted: int | None, on: date) -> bool | None:
    """Whether somebody is 16 to 30 on a day; None where nobody knows, or nobody knows any more."""
    if not age_band or noted is None or on.year - noted > AGE_HOLDS_YEARS:
        return None
    return age_band == YOUTH


@dataclass(frozen=True, slots=True)
class DecreeState:
    """Where a decree stands on a day: `belum` (none), `berlaku`, `segera_habis` or `habis`."""

    word: str
    days_left: int | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether it holds on that day."""
        return self.word in {"berlaku", "segera_habis"}


NO_DECREE = DecreeState("belum")


def decree_state(decreed_on: date | None, valid_until: date | None, on: date) -> DecreeState:
    """The state of a decree; without an end it holds until another one follows."""
    if decreed_on is None or decreed_on > on:
        return NO_DECREE
    if valid_until is None:
        return DecreeState("berlaku")
    left = (valid_until - on).days
    if left < 0:
        return DecreeState("habis", left)
    is_near = valid_until <= on + timedelta(days=WARN_DAYS)
    return DecreeState("segera_habis" if is_near else "berlaku", left)
