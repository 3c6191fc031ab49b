"""Which cut-off and which rule hold in an area."""

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from naikkelas.areas.queries import setting


def cutoff_of(area_code: str) -> date:
    """The cut-off that screens of an area use: a fixed day, or today in the area's time zone."""
    return cutoff_from(str(setting(area_code, "cutoff")), str(setting(area_code, "time_zone")))


def cutoff_from(chosen: str, time_zone: str) -> date:
    """The settings `cutoff` and `time_zone` as a day."""
    if chosen != "today":
        return date.fromisoformat(chosen)
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def instrument_of(area_code: str) -> str:
    """The rule in force in an area (decision 4)."""
    return str(setting(area_code, "instrument"))
