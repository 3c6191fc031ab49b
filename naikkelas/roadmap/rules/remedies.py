"""What would have to be added for the target: money alone where that is enough, else everything."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from naikkelas.lib.numbers import id_number, id_rupiah
from naikkelas.roadmap.rules.planning import PlanOutput
from naikkelas.roadmap.solver.master import Clock, OutOfTime, Unsolved
from naikkelas.roadmap.solver.whatif import Needed, needed_for_target
from naikkelas.roadmap.solver.world import Cap

SHOWN = 6
ROUNDED = 1_000


class NoTimeLeft(Exception):
    """What would make the target reachable was not found in the time given."""

    def __init__(self) -> None:
        super().__init__(
            "Waktu habis sebelum ditemukan apa yang membuat target terjangkau. Beri waktu lebih."
        )


@dataclass(frozen=True)
class Remedy:
    """What has to be added, by solving; `money_alone` where only rupiah were looked at."""

    made: PlanOutput
    needed: Needed
    money_alone: bool

    @property
    def sentence(self) -> str:
        """For people, every figure from the solution."""
        if not self.needed.is_enough:
            return (
                f"Sumber daya berapa pun masih kurang {id_number(self.needed.shortfall, 1)} "
                "kampung: tidak cukup kampung yang dapat dinaikkan oleh tindakan di katalog. "
                "Turunkan target atau lengkapi katalog."
            )
        if self.needed.is_nothing:
            return (
                "Sumber dayanya cukup bila pilihan boleh dibagi; yang kurang berasal dari "
                "keputusan tahun pertama yang harus utuh."
            )
        what = "dana ditambah" if self.money_alone else "ditambah"
        return f"Target terjangkau bila {what}: {self._extras()}."

    def data(self) -> dict[str, Any]:
        """As `agar_tercapai` of the plan's file."""
        return {
            "terjangkau": self.needed.is_enough,
            "kurang_setelahnya": round(self.needed.shortfall, 6) + 0.0,
            "tambahan": [
                {"kode": cap.code, "nama": cap.name, "jumlah": [self._whole(cap, n) for n in row]}
                for cap, row in self._rows()
            ],
            "kalimat": self.sentence,
        }

    def _rows(self) -> Iterator[tuple[Cap, tuple[float, ...]]]:
        """The limits to which something must be added."""
        for cap, row in zip(self.made.world.caps, self.needed.extra, strict=True):
            if any(row):
                yield cap, row

    def _whole(self, cap: Cap, amount: float) -> int:
        """Upwards to thousands of rupiah, or to whole days and seats."""
        step = ROUNDED if self.made.world.uses[cap.use].is_money else 1
        return step * ceil(amount / step)

    def _extras(self) -> str:
        """`Pagu APBD Rp12.000.000 (2026, 2027); Pendamping Bajuin 14 hari (2026)`."""
        parts = []
        for cap, row in self._rows():
            years = [self.made.asked.first_year + place for place, one in enumerate(row) if one]
            parts.append(f"{cap.name} {self._amount(cap, sum(row))} ({_listed(years)})")
        more = len(parts) - SHOWN
        return "; ".join(parts[:SHOWN]) + (f"; dan {more} lagi" if more > 0 else "")

    def _amount(self, cap: Cap, amount: float) -> str:
        use, whole = self.made.world.uses[cap.use], self._whole(cap, amount)
        return id_rupiah(whole) if use.is_money else f"{id_number(whole)} {use.name}"


def _listed(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 2 else ", ".join(map(str, years))


def remedy(made: PlanOutput, seconds: float, clock: Clock = time.perf_counter) -> Remedy:
    """The least that would let the target be met. Raises `NoTimeLeft`."""
    end = clock() + seconds
    money = {place for place, use in enumerate(made.world.uses) if use.is_money}
    try:
        if money:
            alone = needed_for_target(made.world, uses=money, seconds=seconds, clock=clock)
            if alone.is_enough:
                return Remedy(made, alone, money_alone=True)
        every = needed_for_target(made.world, seconds=end - clock(), clock=clock)
        return Remedy(made, every, money_alone=False)
    except (OutOfTime, Unsolved) as late:
        raise NoTimeLeft from late
