"""Measures of one kampung, without building columns: the kampung page has five milliseconds.

The same rules as `measures.py`, for one row; a property test holds the two against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from naikkelas.classification.rules.facts import REPORTS, window_start
from naikkelas.classification.rules.measures import (
    ACTIVITIES,
    BEFORE,
    MEASURE_OF_COLUMN,
    THIS_WINDOW,
)
from naikkelas.instruments.rules import Instrument, Measure
from naikkelas.registry.rules import reference

Answers = Mapping[str, Any]  # column → bool, int, text or None, as stored
_COLUMN_OF_MEASURE = {measure: column for column, measure in MEASURE_OF_COLUMN.items()}


@dataclass(frozen=True, slots=True)
class Activity:
    """What of an activity the classification reads."""

    on: date
    number: int | None
    agencies: tuple[str, ...]
    is_endorsed: bool = False


def measures_of(
    instrument: Instrument,
    reports: Mapping[str, Answers | None],
    activities: Sequence[Activity],
    cutoff: date,
) -> dict[str, float | None]:
    """The measures of one kampung from the version of each form that counts (or None)."""
    answers: dict[str, Any] = {}
    for report in reports.values():
        answers.update(report or {})
    found: dict[str, float | None] = {}
    for measure in instrument.measures:
        form, _, existence = measure.code.rpartition("_")
        if existence == "ada" and form in REPORTS:
            found[measure.code] = 1.0 if reports[form] is not None else 0.0
        elif measure.code == ACTIVITIES:
            found[measure.code] = float(len(_of_periods(measure, activities, cutoff)))
        elif measure.kind == "list":
            found[measure.code] = _list_value(measure, answers, reports, activities, cutoff)
        else:
            value = answers.get(_COLUMN_OF_MEASURE.get(measure.code, measure.code))
            found[measure.code] = None if value is None else float(value)
    return found


def _list_value(
    measure: Measure,
    answers: Answers,
    reports: Mapping[str, Answers | None],
    activities: Sequence[Activity],
    cutoff: date,
) -> float | None:
    raw_columns = measure.columns or (measure.code,)
    if THIS_WINDOW in raw_columns or BEFORE in raw_columns:
        codes = [
            code
            for activity in _of_periods(measure, activities, cutoff)
            if activity.number not in measure.excluded_numbers
            for code in activity.agencies
        ]
        return float(measure.counted(codes))
    if reports["profil"] is None:
        return None
    return float(measure.counted(code for raw in raw_columns for code in _codes(raw, answers)))


def _of_periods(measure: Measure, activities: Sequence[Activity], cutoff: date) -> list[Activity]:
    raw_columns = measure.columns or (measure.code,)
    start = window_start(cutoff)
    return [
        activity
        for activity in activities
        if (start < activity.on <= cutoff and THIS_WINDOW in raw_columns)
        or (activity.on <= start and BEFORE in raw_columns)
    ]


def _codes(raw: str, answers: Answers) -> Iterable[str]:
    if raw in {"poktan", "sarana"}:
        own = reference.POKTAN if raw == "poktan" else reference.SARANA
        extra = split(answers["program_tambahan"])
        beside = [code for code in extra if (code in reference.SARANA) == (raw == "sarana")]
        return [*(code for code in own if answers[code]), *beside]
    if raw == "mekanisme_operasional":
        return [code for column, code in reference.MECHANISMS.items() if answers[column]]
    return split(answers[raw])


def split(text: str | None) -> list[str]:
    """The codes of a list as stored."""
    return text.split("|") if text else []
