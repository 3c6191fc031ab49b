"""A catalogue as a JSON file: read with a message for every fault and its place, written, hashed.

Format `naikkelas-katalog/1`, described in docs/plan-format.md.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from naikkelas.instruments.rules import Instrument
from naikkelas.roadmap.rules.catalogue import (
    ASSUMED,
    Action,
    Catalogue,
    Chance,
    Figure,
    Lift,
)
from naikkelas.roadmap.rules.reading_json import Faults, Place, parse

FORMAT = "naikkelas-katalog/1"
BUILTIN = ("katalog-kampung-kb",)
SMALL_RUPIAH = 1_000
"""A cost below this is suspected to be in thousands or millions of rupiah."""


@dataclass(frozen=True, slots=True)
class ReadCatalogue:
    """A catalogue with what its reader should look at before trusting it."""

    catalogue: Catalogue
    warnings: tuple[str, ...]


def read(text: str, instrument: Instrument, origin: str = "katalog") -> Catalogue:
    """The catalogue of a text; `BadFile` lists every fault with action and field."""
    return read_with_warnings(text, instrument, origin).catalogue


def read_with_warnings(text: str, instrument: Instrument, origin: str = "katalog") -> ReadCatalogue:
    """The same with warnings, such as a cost that looks like thousands of rupiah."""
    faults = Faults(origin)
    place = Place(parse(text, origin), "", faults)
    found = read_place(place, instrument)
    faults.insist()
    assert found is not None
    return ReadCatalogue(found, tuple(faults.warnings))


def read_place(place: Place, instrument: Instrument) -> Catalogue | None:
    """A catalogue inside a larger file; faults go to the place's list, None when there are any."""
    before = len(place.faults.found)
    place.only("format", "kode", "nama", "instrumen", "tindakan")
    place.format(FORMAT)
    code, name = place.text("kode"), place.text("nama")
    meant = place.text("instrumen")
    if meant and meant != instrument.id:
        place.fault(f"untuk {meant}, sedangkan rencana ini memakai {instrument.id}", "instrumen")
    actions = [_action(one, instrument) for one in place.items("tindakan", label="kode")]
    _check_actions(place, actions)
    if len(place.faults.found) > before:
        return None
    return Catalogue(code, name, meant, tuple(actions))


def _action(place: Place, instrument: Instrument) -> Action:
    place.only(
        *("kode", "nama", "mengangkat", "biaya", "hari", "kursi", "bulan", "penanggung_jawab"),
        *("peluang", "syarat", "inpres"),
    )
    return Action(
        code=place.text("kode"),
        name=place.text("nama"),
        lifts=tuple(_lift(one, instrument) for one in place.items("mengangkat")),
        costs=tuple(_costs(place)),
        days=_figure(place.child("hari", 0), least=0),
        seats=_figure(place.child("kursi", 0), least=0),
        months=_figure(place.child("bulan", 1), least=0, most=60),
        responsible=place.text("penanggung_jawab"),
        chance=_chance(place.child("peluang")),
        needs=tuple(place.texts("syarat")),
        inpres=tuple(int(number) for number in place.numbers("inpres", least=1, most=999)),
    )


def _lift(place: Place, instrument: Instrument) -> Lift:
    place.only("indikator", "dari", "sampai", "ke")
    code = place.text("indikator")
    start, end = place.whole("dari", least=0), place.whole("ke", least=1)
    indicator = instrument.indicator_by_code.get(code)
    if code and indicator is None:
        known = ", ".join(instrument.indicator_by_code)
        place.fault(f"“{code}” tidak dikenal oleh {instrument.id}. Pilih: {known}", "indikator")
    if end <= start:
        place.fault(f"skor akhir {end} harus di atas skor awal {start}", "ke")
    elif indicator is not None and end > indicator.highest_score:
        place.fault(f"skor tertinggi {code} adalah {indicator.highest_score}", "ke")
    most = place.whole("sampai", least=start, most=max(start, end - 1), default=end - 1)
    return Lift(code, start, end, most if most < end - 1 else None)


def _costs(place: Place) -> list[tuple[str, Figure]]:
    found: list[tuple[str, Figure]] = []
    for one in place.items("biaya", optional=True, label="sumber"):
        one.only("sumber", "rupiah", "menurut")
        source, rupiah = one.text("sumber"), one.number("rupiah", least=0)
        if 0 < rupiah < SMALL_RUPIAH:
            one.warn(
                f"{rupiah:g} rupiah: satuan rupiah? Tulis penuh, tanpa ribu atau juta", "rupiah"
            )
        if source in dict(found):
            one.fault(f"sumber “{source}” tercantum dua kali", "sumber")
        found.append((source, Figure(rupiah, one.text("menurut", default=ASSUMED))))
    return found


def _figure(place: Place, *, least: float, most: float | None = None) -> Figure:
    """A number alone (an assumption) or {"nilai": …, "menurut": …}."""
    if not isinstance(place.value, dict):
        return Figure(place.own_number(least=least, most=most), ASSUMED)
    place.only("nilai", "menurut")
    return Figure(
        place.number("nilai", least=least, most=most), place.text("menurut", default=ASSUMED)
    )


def _chance(place: Place) -> Chance:
    if not isinstance(place.value, dict):
        return Chance(place.own_number(least=0, most=1), _PRIOR_ATTEMPTS, ASSUMED)
    place.only("nilai", "percobaan", "menurut")
    return Chance(
        place.number("nilai", least=0, most=1),
        place.number("percobaan", least=0, default=_PRIOR_ATTEMPTS),
        place.text("menurut", default=ASSUMED),
    )


_PRIOR_ATTEMPTS = 4.0
"""What a probability is worth where the file does not say: little, so that it is learned."""


def _check_actions(place: Place, actions: list[Action]) -> None:
    known = {action.code: action for action in actions}
    for number, action in enumerate(actions):
        one = Place(None, f"tindakan[{number}] ({action.code})", place.faults)
        if known[action.code] is not action:
            one.fault("kode tercantum dua kali", "kode")
        for need in action.needs:
            if need not in known:
                one.fault(f"“{need}” bukan kode tindakan dalam katalog ini", "syarat")
        circle = _circle(action, known)
        if circle:
            one.fault(f"berputar: {' → '.join(circle)}. Hapus salah satu", "syarat")


def _circle(action: Action, known: Mapping[str, Action]) -> list[str]:
    """The prerequisites that lead back to the action, itself first and last."""
    waiting = [[action.code]]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for need in known[path[-1]].needs:
            if need == action.code:
                return [*path, need]
            if need in known and need not in seen:
                seen.add(need)
                waiting.append([*path, need])
    return []


# Writing -----------------------------------------------------------------------------------------


def write(catalogue: Catalogue) -> str:
    """The file's text: the same catalogue gives the same bytes."""
    return json.dumps(as_data(catalogue), ensure_ascii=False, indent=2) + "\n"


def digest(catalogue: Catalogue) -> str:
    """SHA-256 of the written catalogue: what a plan remembers."""
    return hashlib.sha256(write(catalogue).encode()).hexdigest()


def as_data(catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue as JSON data, every figure with its source."""
    return {
        "format": FORMAT,
        "kode": catalogue.code,
        "nama": catalogue.name,
        "instrumen": catalogue.instrument,
        "tindakan": [_action_data(action) for action in catalogue.actions],
    }


def _action_data(action: Action) -> dict[str, Any]:
    return {
        "kode": action.code,
        "nama": action.name,
        "mengangkat": [_lift_data(lift) for lift in action.lifts],
        "biaya": [
            {"sumber": source, "rupiah": plain(figure.value), "menurut": figure.source or ASSUMED}
            for source, figure in action.costs
        ],
        "hari": _figure_data(action.days),
        "kursi": _figure_data(action.seats),
        "bulan": _figure_data(action.months),
        "penanggung_jawab": action.responsible,
        "peluang": {
            "nilai": plain(action.chance.mean),
            "percobaan": plain(action.chance.attempts),
            "menurut": action.chance.source or ASSUMED,
        },
        "syarat": list(action.needs),
        "inpres": list(action.inpres),
    }


def _lift_data(lift: Lift) -> dict[str, Any]:
    until = {} if lift.most is None else {"sampai": lift.most}
    return {"indikator": lift.indicator, "dari": lift.start, **until, "ke": lift.end}


def _figure_data(figure: Figure) -> dict[str, Any]:
    return {"nilai": plain(figure.value), "menurut": figure.source or ASSUMED}


def plain(value: float) -> float | int:
    """Whole numbers without a point."""
    return int(value) if float(value).is_integer() else value


@cache
def builtin_catalogue(code: str, instrument: Instrument) -> Catalogue:
    """A catalogue that comes with the product, for an instrument with the same indicators."""
    return read(builtin_text(code, instrument.id), instrument, f"{code}.json")


def builtin_text(code: str, instrument: str) -> str:
    """Its text, made out for one of the instruments that share its indicators; KeyError if none."""
    if code not in BUILTIN:
        raise KeyError(code)
    folder = resources.files("naikkelas.roadmap") / "definitions"
    data = json.loads((folder / f"{code}.json").read_text(encoding="utf-8"))
    return json.dumps(data | {"instrumen": instrument}, ensure_ascii=False, indent=2) + "\n"
