"""From where a page looks: area, day, rule and basis, chosen by the address or the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from naikkelas.areas.models import Area
from naikkelas.areas.queries import path_of, several_settings
from naikkelas.areas.rules import BASES, INSTRUMENTS
from naikkelas.classification.queries import Basis, cutoff_from, stored_cutoffs
from naikkelas.instruments.queries import in_use
from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.queries import across, beside

NATION = "nasional"
KABUPATEN = len("63.01")
_CUTOFFS_OFFERED = 36


@dataclass(frozen=True)
class Viewpoint:
    """Area, cut-off, rule and basis of a page, with what else can be chosen.

    `is_live` tells whether the area is small enough (a kabupaten or less) to be classified from
    its reports at once; a province and the nation are read from what was stored.
    """

    area_code: str
    path: tuple[Area, ...]
    cutoff: date
    today: date
    default_cutoff: date
    cutoffs: tuple[date, ...]
    instrument: str
    in_force: str
    basis: Basis
    target_basis: Basis
    labels: Mapping[str, str]

    @property
    def area(self) -> Area | None:
        return self.path[-1] if self.path else None

    @property
    def area_name(self) -> str:
        return str(self.path[-1]) if self.path else "Indonesia"

    @property
    def area_title(self) -> str:
        """`Kabupaten Tanah Laut`, `Kec. Bajuin`."""
        if self.area is None:
            return self.area_name
        kind = "Kec." if self.area.kind == "kecamatan" else self.area.get_kind_display()
        return f"{kind} {self.area_name}"

    @property
    def slug(self) -> str:
        return self.area_code or NATION

    @property
    def is_live(self) -> bool:
        return len(self.area_code) >= KABUPATEN

    @property
    def is_other_day(self) -> bool:
        """Whether the day was typed into the address and is none of those offered."""
        offered = {self.default_cutoff, *self.cutoffs}
        return self.cutoff not in (offered | {self.today} if self.is_live else offered)

    @property
    def beside(self) -> str:
        return beside(self.instrument)

    @cached_property
    def rule(self) -> Instrument:
        return in_use(self.instrument)

    @property
    def rule_name(self) -> str:
        return rule_name(self.instrument)

    @property
    def beside_name(self) -> str:
        return rule_name(self.beside)

    @property
    def across(self) -> Basis:
        """The basis that is shown beside the one in view."""
        return Basis(across(self.basis))

    @property
    def basis_name(self) -> str:
        """`terverifikasi` or `dilaporkan`, as it stands in a sentence."""
        return self.basis.label.lower()

    @property
    def across_name(self) -> str:
        return self.across.label.lower()

    @property
    def source(self) -> str:
        """Rule and basis, as they stand near every figure."""
        return f"{self.rule_name}, {self.basis_name}"

    @property
    def bases(self) -> tuple[tuple[str, str], ...]:
        """Both bases, with their names; the one that counts for the target is marked."""
        return tuple(
            (
                code,
                f"{Basis(code).label} (untuk target)"
                if code == self.target_basis
                else Basis(code).label,
            )
            for code in BASES
        )

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """Every rule that can be looked through, with its name."""
        return tuple(INSTRUMENTS.items())

    @property
    def query(self) -> dict[str, str]:
        """What links to other pages of the same viewpoint carry."""
        found = {}
        if self.cutoff != self.default_cutoff:
            found["per"] = self.cutoff.isoformat()
        if self.instrument != self.in_force:
            found["aturan"] = self.instrument
        if self.basis != self.target_basis:
            found["dasar"] = self.basis.value
        return found


def rule_name(instrument: str) -> str:
    """The name of a rule on screen."""
    return INSTRUMENTS.get(instrument, instrument)


def viewpoint(area_code: str, parameters: Mapping[str, str]) -> Viewpoint:
    """Read `per`, `aturan` and `dasar`; what cannot be read gives way to the area's settings."""
    values = several_settings(area_code)
    today = cutoff_from("today", str(values["time_zone"]))
    default = cutoff_from(str(values["cutoff"]), str(values["time_zone"]))
    instrument = parameters.get("aturan", "")
    if instrument not in INSTRUMENTS:
        instrument = str(values["instrument"])
    target_basis = Basis(values["target_basis"])
    basis = Basis(parameters["dasar"]) if parameters.get("dasar") in BASES else target_basis
    stored = stored_cutoffs(area_code, instrument, basis)
    wanted = _day(parameters.get("per", ""), today) or default
    if len(area_code) < KABUPATEN:
        default = wanted = _nearest_stored(wanted, stored)
    return Viewpoint(
        area_code=area_code,
        path=tuple(path_of(area_code)),
        cutoff=wanted,
        today=today,
        default_cutoff=default,
        cutoffs=tuple(stored[:_CUTOFFS_OFFERED]),
        instrument=instrument,
        in_force=str(values["instrument"]),
        basis=basis,
        target_basis=target_basis,
        labels=dict(values["level_labels"]),
    )


def _day(text: str, today: date) -> date | None:
    """A day up to today; anything else is as if nothing was asked."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2016, 1, 1) <= day <= today else None


def _nearest_stored(wanted: date, stored: list[date]) -> date:
    """The newest stored cut-off up to the wanted day, else the oldest there is."""
    earlier = [day for day in stored if day <= wanted]
    return max(earlier) if earlier else min(stored, default=wanted)
