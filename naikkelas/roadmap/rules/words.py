"""What is to be done, as a sentence for the Pokja. Pure."""

from collections.abc import Sequence

from naikkelas.instruments.rules import Instrument
from naikkelas.lib.numbers import id_number
from naikkelas.roadmap.rules.steps import Work

_PERCENT = "persen"
# Indicators are named in full once on a page; beside a step a short name reads better.
_SHORT = {
    "partisipasi_poktan": "partisipasi poktan",
    "cpr": "CPR",
    "mkjp": "MKJP",
    "unmet_need": "unmet need",
}


def said(work: Work, instrument: Instrument) -> str:
    """`isi jumlah anggota Pokja dan latih Pokja`; where nothing else is to do: report it."""
    if work.doings:
        return " dan ".join(doing.words for doing in work.doings)
    names = [instrument.measure_by_code[one.measure].name for one in work.assumed]
    return f"laporkan {_listed(names)}: {instrument.indicator_by_code[work.indicator].name}"


def effect(work: Work) -> str:
    """`CPR 38% → 41%`, `3 → 5 poktan`, or nothing where there is no figure to tell."""
    before, after = work.before.value, work.after.value
    if after is None:
        return ""
    if work.before.unit == _PERCENT:
        start = "belum ada" if before is None else f"{id_number(before)}%"
        return f"{_SHORT.get(work.indicator, work.before.name)} {start} → {id_number(after)}%"
    return f"{id_number(before or 0)} → {id_number(after)} {work.before.unit}"


def assumption(work: Work, instrument: Instrument) -> str:
    """What was taken for granted because nobody reported it; empty where nothing was."""
    if not work.assumed:
        return ""
    parts = [
        f"{instrument.measure_by_code[one.measure].name} {id_number(one.value)}"
        for one in work.assumed
    ]
    return f"belum dilaporkan, jadi dihitung misalnya untuk {_listed(parts)}"


def sentence(works: Sequence[Work], instrument: Instrument) -> str:
    """All works in one line: `latih Pokja: +1; ajak 12 PUS … (CPR 38% → 41%): +1`."""
    return "; ".join(_with_points(work, instrument) for work in works)


def _with_points(work: Work, instrument: Instrument) -> str:
    notes = [note for note in (effect(work), assumption(work, instrument)) if note]
    shown = f" ({'; '.join(notes)})" if notes else ""
    return f"{said(work, instrument)}{shown}: +{work.points}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} dan {parts[-1]}"
