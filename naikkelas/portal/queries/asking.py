"""From where a public page looks: an area, a day, a rule, what was known; always verified facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.utils import timezone

from naikkelas.areas.queries import setting
from naikkelas.areas.rules import VERIFIED
from naikkelas.insights.queries.viewpoint import Viewpoint, viewpoint
from naikkelas.lib.actors import common
from naikkelas.registry.models import KampungKB

FIRST_DAY = date(2016, 1, 1)


@dataclass(frozen=True)
class Asked:
    """The viewpoint of a public page.

    `known_on` is the last day whose entries count, `known_at` its end on the clock of the area;
    both None for all that is known now. `unfit` tells that a day was asked for that is none.
    """

    view: Viewpoint
    known_on: date | None
    known_at: datetime | None
    unfit: bool = False

    @property
    def query(self) -> dict[str, str]:
        """What links to other public pages carry."""
        found = {name: value for name, value in self.view.query.items() if name != "dasar"}
        if self.known_on is not None:
            found["diketahui"] = self.known_on.isoformat()
        return found


def asked(area_code: str, parameters: Mapping[str, str]) -> Asked:
    """Read `per`, `aturan` and `diketahui`; the basis is never asked for."""
    told = {name: parameters[name] for name in ("per", "aturan") if name in parameters}
    view = viewpoint(area_code, {**told, "dasar": VERIFIED})
    known_on = _known_on(parameters.get("diketahui", ""), view.today)
    unfit = any(_is_unfit(parameters.get(name, ""), view.today) for name in ("per", "diketahui"))
    if known_on is None:
        return Asked(view, None, None, unfit)
    zone = ZoneInfo(str(setting(area_code, "time_zone")))
    end = datetime.combine(known_on + timedelta(days=1), time(), zone)
    return Asked(view, known_on, min(end, timezone.now()), unfit)


def _known_on(text: str, today: date) -> date | None:
    """A day before today; today and anything unreadable mean all that is known."""
    day = _day(text)
    return day if day and FIRST_DAY <= day < today else None


def _is_unfit(text: str, today: date) -> bool:
    """Whether something was asked that is no day from `FIRST_DAY` to today."""
    day = _day(text)
    return bool(text) and (day is None or not FIRST_DAY <= day <= today)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def home_area() -> str:
    """The smallest area, down to a kabupaten, that holds every live kampung here."""
    ends = KampungKB.objects.live().aggregate(Min("kabupaten_code"), Max("kabupaten_code"))
    return common(tuple(code for code in ends.values() if code))


def is_example(area_code: str) -> bool:
    """Whether any kampung of the area is invented for trying out."""
    return KampungKB.objects.live().within(area_code).filter(is_example=True).exists()
