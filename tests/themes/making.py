"""Memberships and answers of the tests."""

from datetime import UTC, date, datetime
from typing import Any

from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import CriterionAnswer, ThemeMembership

RECORDED = datetime(2025, 7, 1, 3, 7, tzinfo=UTC)


def make_membership(kampung: KampungKB, theme: str = "proklim", **more: Any) -> ThemeMembership:
    """A kampung that carries a theme since 7 March 2024, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "since": date(2024, 3, 7),
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return ThemeMembership.objects.create(kampung=kampung, theme=theme, **(defaults | more))


def make_answer(
    kampung: KampungKB, criterion: str = "perdes_drppa", value: float | None = 1.0, **more: Any
) -> CriterionAnswer:
    """An answer that stands: yes, unless told."""
    defaults: dict[str, Any] = {
        "kabupaten_code": kampung.kabupaten_code,
        "recorded_by": 0,
        "recorded_at": RECORDED,
    }
    return CriterionAnswer.objects.create(
        kampung=kampung, criterion=criterion, value=value, **(defaults | more)
    )
