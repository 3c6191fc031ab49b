"""The planner's JSON: `naikkelas-plan-input/1` read and written. See docs/plan-format.md.

Every fault is told with its path in the file and its remedy, all of them in one go.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from naikkelas.instruments.rules import Instrument, builtin, builtin_ids, score_one
from naikkelas.roadmap.rules import catalogue_file
from naikkelas.roadmap.rules.catalogue import ASSUMED, Catalogue, Figure
from naikkelas.roadmap.rules.catalogue_file import SMALL_RUPIAH, plain
from naikkelas.roadmap.rules.drift import Drift
from naikkelas.roadmap.rules.gap import base_scores
from naikkelas.roadmap.rules.plan_input import (
    Group,
    KampungFacts,
    LockOn,
    Means,
    Mentor,
    Money,
    PlanInput,
    Previous,
    Rules,
    Seats,
    Served,
    ThemeWeight,
)
from naikkelas.roadmap.rules.reading_json import BadFile, Faults, Place, parse
from naikkelas.roadmap.solver.world import Wish

INPUT_FORMAT = "naikkelas-plan-input/1"
PLAN_FORMAT = "naikkelas-plan/1"
MOST_YEARS = 20
_DRIFT_KEYS = {
    "drop": "peluang",
    "per_point": "kali_per_poin",
    "per_year": "tambah_per_tahun",
    "most": "paling_besar",
    "never_months": "bulan_bila_belum_lapor",
    "rise": "naik_sendiri",
}


def read_input(text: str, origin: str = "masukan") -> PlanInput:
    """The input of a text; `BadFile` lists what is wrong with it."""
    faults = Faults(origin)
    place = Place(parse(text, origin), "", faults)
    place.only(
        *("format", "instrumen", "tanggal", "mulai", "tahun", "kecamatan", "kampung", "katalog"),
        *("sumber_daya", "aturan", "peluang", "sebelumnya", "catatan"),
    )
    faults.insist()
    place.format(INPUT_FORMAT)
    instrument = _instrument(place)
    faults.insist()  # nothing else can be read without it
    reader = _Reader(place, instrument)
    found = reader.input()
    faults.insist()
    return found


def _instrument(place: Place) -> Instrument:
    code = place.text("instrumen")
    if code and code not in builtin_ids():
        place.fault(f"“{code}” tidak dikenal. Yang ada: {', '.join(builtin_ids())}", "instrumen")
    return builtin(code) if code in builtin_ids() else builtin(builtin_ids()[0])


class _Reader:
    """Reads the parts of one file that lean on each other."""

    def __init__(self, place: Place, instrument: Instrument) -> None:
        self.place, self.instrument = place, instrument
        self.years = place.whole("tahun", least=1, most=MOST_YEARS, default=5)
        self.cutoff = _day(place, "tanggal")
        self.start = _month(place, "mulai") or date(self.cutoff.year + 1, 1, 1)
        self.groups = tuple(
            Group(one.text("kode"), one.text("nama", default=one.text("kode")))
            for one in _known(place.items("kecamatan", label="kode"), "kode", "nama")
        )
        self.group_codes = {group.code for group in self.groups}

    def input(self) -> PlanInput:
        place = self.place
        _insist_once(place, "kecamatan", [group.code for group in self.groups])
        catalogue = self._catalogue()
        means = self._means(place.child("sumber_daya", {}), catalogue)
        mentors = {mentor.code for mentor in means.mentors}
        kampung = tuple(
            self._kampung(one, mentors, catalogue) for one in place.items("kampung", label="kode")
        )
        codes = [one.code for one in kampung]
        _insist_once(place, "kampung", codes)
        return PlanInput(
            instrument=self.instrument.id,
            cutoff=self.cutoff,
            start=self.start,
            years=self.years,
            groups=self.groups,
            kampung=kampung,
            catalogue=catalogue,
            means=means,
            rules=self._rules(place.child("aturan", {}), set(codes), catalogue),
            chances=self._chances(place.child("peluang", {}), catalogue),
            previous=self._previous(place.child("sebelumnya")),
            remarks=tuple(place.texts("catatan")),
            warnings=tuple(place.faults.warnings),
        )

    def _catalogue(self) -> Catalogue:
        place = self.place.child("katalog")
        nothing = Catalogue("", "", self.instrument.id, ())
        if isinstance(place.value, str):
            if place.value in catalogue_file.BUILTIN:
                return self._builtin(place.value) or nothing
            known = ", ".join(catalogue_file.BUILTIN)
            place.fault(f"“{place.value}” tidak dikenal. Tulis isinya, atau pilih: {known}")
            return nothing
        return catalogue_file.read_place(place, self.instrument) or nothing

    def _builtin(self, code: str) -> Catalogue | None:
        try:
            return catalogue_file.builtin_catalogue(code, self.instrument)
        except BadFile:
            self.place.fault(f"{code} bukan untuk {self.instrument.id}", "katalog")
            return None

    # What there is

    def _means(self, place: Place, catalogue: Catalogue) -> Means:
        place.only("dana", "pendamping", "kursi")
        mentors = tuple(
            self._mentor(one) for one in place.items("pendamping", optional=True, label="kode")
        )
        _insist_once(place, "pendamping", [mentor.code for mentor in mentors])
        return Means(
            money=tuple(
                self._money(one, catalogue)
                for one in place.items("dana", optional=True, label="sumber")
            ),
            mentors=mentors,
            seats=tuple(
                Seats(self._yearly(one, "jumlah"), self._group(one))
                for one in _known(place.items("kursi", optional=True), "jumlah", "kecamatan")
            ),
        )

    def _money(self, place: Place, catalogue: Catalogue) -> Money:
        place.only("sumber", "rupiah", "kecamatan")
        rupiah, source = self._yearly(place, "rupiah"), place.text("sumber")
        if any(0 < amount < SMALL_RUPIAH for amount in rupiah):
            small = min(amount for amount in rupiah if amount > 0)
            place.warn(
                f"{small:g} rupiah: satuan rupiah? Tulis penuh, tanpa ribu atau juta", "rupiah"
            )
        if catalogue.actions and source not in catalogue.sources:
            place.warn(f"tidak ada tindakan dalam katalog yang memakai “{source}”", "sumber")
        return Money(source, rupiah, self._group(place))

    def _mentor(self, place: Place) -> Mentor:
        place.only("kode", "nama", "hari", "kecamatan")
        code = place.text("kode")
        return Mentor(
            code, place.text("nama", default=code), self._yearly(place, "hari"), self._group(place)
        )

    def _yearly(self, place: Place, key: str) -> tuple[float, ...]:
        """One number for every year, or a list with one for each."""
        if place.has(key) and isinstance(place.value[key], list):
            amounts = place.numbers(key, least=0)
            if len(amounts) != self.years:
                place.fault(f"{len(amounts)} angka, seharusnya {self.years} (satu tiap tahun)", key)
                return (0.0,) * self.years
            return tuple(amounts)
        return (place.number(key, least=0),) * self.years

    def _group(self, place: Place) -> str:
        code = place.text("kecamatan", default="")
        if code and code not in self.group_codes:
            place.fault(f"“{code}” tidak ada dalam daftar kecamatan", "kecamatan")
        return code

    # The kampung

    def _kampung(
        self, place: Place, mentors: Collection[str], catalogue: Catalogue
    ) -> KampungFacts:
        place.only(
            *("kode", "nama", "kecamatan", "skor", "ukuran", "pendamping", "laporan_terakhir"),
            *("peluang", "skor_setahun_lalu", "tema"),
        )
        code, mentor = place.text("kode"), place.text("pendamping", default="")
        if not place.has("kecamatan"):
            place.fault("belum diisi. Tulis kode kecamatannya", "kecamatan")
        if mentor and mentor not in mentors:
            place.fault(f"“{mentor}” tidak ada dalam sumber_daya.pendamping", "pendamping")
        reported = _month(place, "laporan_terakhir")
        if reported is not None and reported > self.cutoff:
            place.fault("sesudah tanggal data", "laporan_terakhir")
        return KampungFacts(
            code=code,
            name=place.text("nama", default=code),
            group=self._group(place),
            scores=self._scores(place),
            earlier=self._earlier(place),
            mentor=mentor,
            reported=reported,
            chances=self._chances(place.child("peluang", {}), catalogue),
            serves=self._serves(place, catalogue),
        )

    def _serves(self, place: Place, catalogue: Catalogue) -> dict[str, tuple[Served, ...]]:
        found = {}
        for one in place.items("tema", optional=True, label="tindakan"):
            one.only("tindakan", "kriteria")
            code = one.text("tindakan")
            if code and catalogue.actions and code not in catalogue.by_code:
                one.fault(f"“{code}” tidak ada dalam katalog", "tindakan")
            found[code] = tuple(
                Served(each.text("nama"), tuple(each.texts("tema")))
                for each in _known(one.items("kriteria", label="nama"), "nama", "tema")
            )
        return found

    def _scores(self, place: Place) -> tuple[int, ...] | None:
        if place.has("skor") and place.has("ukuran"):
            place.fault("isi salah satu: skor atau ukuran")
        if place.has("ukuran"):
            return self._scored(place.child("ukuran"))
        if not place.has("skor"):
            return None
        return self._given_scores(place.child("skor"))

    def _earlier(self, place: Place) -> tuple[int, ...] | None:
        key = "skor_setahun_lalu"
        return self._given_scores(place.child(key)) if place.has(key) else None

    def _given_scores(self, given: Place) -> tuple[int, ...] | None:
        known = self.instrument.indicator_by_code
        given.only(*known)
        if not isinstance(given.value, dict):
            return None
        return tuple(self._score(given, code) for code in known)

    def _score(self, place: Place, code: str) -> int:
        if code not in place.value:
            place.fault("belum ada. Tulis skornya, atau null bila tanpa skor", code)
            return 0
        if place.value[code] is None:
            return 0
        top = self.instrument.indicator_by_code[code].highest_score
        return place.whole(code, least=0 if self.instrument.composite else 1, most=top)

    def _scored(self, place: Place) -> tuple[int, ...]:
        place.only(*self.instrument.measure_by_code)
        values = self.instrument.blank()
        for code in values:
            if place.has(code):
                values[code] = self._measure(place, code)
        return base_scores(self.instrument, score_one(self.instrument, values))

    def _measure(self, place: Place, code: str) -> float:
        """A flag as true or false, a list as its codes or their number, all else as a number."""
        measure, value = self.instrument.measure_by_code[code], place.value[code]
        if measure.kind == "flag":
            return (
                float(place.truth(code, False)) if isinstance(value, bool) else place.number(code)
            )
        if measure.kind == "list" and isinstance(value, list):
            codes = place.texts(code)
            unknown = [one for one in codes if measure.options and one not in measure.options]
            if unknown:
                place.fault(f"tidak dikenal: {', '.join(unknown)}", code)
            return float(measure.counted(codes))
        return place.number(code)

    # The rules

    def _rules(self, place: Place, kampung: Collection[str], catalogue: Catalogue) -> Rules:
        place.only(
            *("target", "pemerataan", "diskonto", "bobot", "kunci", "penurunan"),
            *("naik_ke_tertinggi_dihitung", "tema"),
        )
        target = place.child("target", {})
        target.only("bagian", "jumlah", "kelas")
        usual = Rules()
        counting = tuple(target.texts("kelas")) or self._usual_counting(usual)
        for level in counting:
            if level not in self.instrument.level_by_code:
                target.fault(f"“{level}” bukan kelas {self.instrument.id}", "kelas")
        return Rules(
            target=self._yearly(target, "jumlah") if target.has("jumlah") else None,
            share=target.number("bagian", least=0, most=1, default=usual.share),
            counting=counting,
            climbing_counts=place.truth("naik_ke_tertinggi_dihitung", False),
            fairness=place.number("pemerataan", least=0, most=1, default=usual.fairness),
            discount=place.number("diskonto", least=0.01, most=1, default=usual.discount),
            weights=self._weights(place.child("bobot", {})),
            locks=tuple(
                self._lock(one, kampung, catalogue)
                for one in place.items("kunci", optional=True, label="kampung")
            ),
            drift=_drift(place.child("penurunan", {})),
            themes=_theme_weight(place.child("tema", {})),
        )

    def _usual_counting(self, usual: Rules) -> tuple[str, ...]:
        known = tuple(code for code in usual.counting if code in self.instrument.level_by_code)
        return known or (self.instrument.levels[-1].code,)

    def _weights(self, place: Place) -> Mapping[str, float]:
        """The worth of each level; by its order where nothing is said."""
        codes = [level.code for level in self.instrument.levels]
        place.only(*codes)
        usual = Rules().weights
        return {
            level.code: place.number(
                level.code,
                least=0,
                most=1000,
                default=usual.get(level.code, float(max(0, level.order - 1))),
            )
            for level in self.instrument.levels
        }

    def _lock(self, place: Place, kampung: Collection[str], catalogue: Catalogue) -> LockOn:
        place.only("kampung", "tahun", "minta", "tindakan")
        code, wish = place.text("kampung"), place.text("minta")
        if code and code not in kampung:
            place.fault(f"“{code}” tidak ada dalam daftar kampung", "kampung")
        if wish and wish not in set(Wish):
            place.fault(f"“{wish}” tidak dikenal. Pilih: {', '.join(Wish)}", "minta")
        year = place.whole(
            "tahun",
            least=self.start.year,
            most=self.start.year + self.years - 1,
            default=self.start.year,
        )
        return LockOn(
            code,
            year - self.start.year,
            Wish(wish) if wish in set(Wish) else Wish.MUST,
            self._lock_actions(place, wish, year, catalogue),
        )

    def _lock_actions(
        self, place: Place, wish: str, year: int, catalogue: Catalogue
    ) -> tuple[str, ...]:
        actions = place.texts("tindakan")
        if wish == Wish.MODE and not actions:
            place.fault("belum diisi. Kunci “cara” perlu daftar tindakan", "tindakan")
        if wish == Wish.MODE and year != self.start.year:
            place.fault("kunci “cara” hanya untuk tahun pertama", "tahun")
        unknown = [one for one in actions if one not in catalogue.by_code]
        if unknown and catalogue.actions:
            place.fault(f"tidak ada dalam katalog: {', '.join(unknown)}", "tindakan")
        ordered = [action.code for action in catalogue.actions if action.code in actions]
        return tuple(ordered)

    def _chances(self, place: Place, catalogue: Catalogue) -> dict[str, float]:
        if not isinstance(place.value, dict):
            place.fault("harus berupa objek { kode tindakan: peluang }")
            return {}
        for code in place.value:
            if catalogue.actions and code not in catalogue.by_code:
                place.fault("tidak ada dalam katalog", code)
        return {code: place.number(code, least=0, most=1) for code in place.value}

    def _previous(self, place: Place) -> Previous | None:
        """An earlier plan as it was written, or only what is needed of it."""
        if place.value is None:
            return None
        if not isinstance(place.value, dict):
            place.fault("harus berupa rencana sebelumnya (naikkelas-plan/1)")
            return None
        catalogue = place.child("katalog", {})
        actions: dict[str, tuple[str, ...]] = {}
        for one in place.items("keputusan", label="kampung"):
            actions[one.text("kampung")] = tuple(one.texts("tindakan"))
        return Previous(catalogue.text("sha256", default=""), actions)


def _known(places: Any, *keys: str) -> Any:
    for place in places:
        place.only(*keys)
        yield place


def _insist_once(place: Place, key: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if code and codes.count(code) > 1})
    if twice:
        place.fault(f"kode {', '.join(twice[:5])} tercantum dua kali. Sisakan satu", key)


def _drift(place: Place) -> Drift:
    place.only(*_DRIFT_KEYS.values(), "menurut")
    source, usual = place.text("menurut", default=ASSUMED), Drift()
    limits = {"never_months": 600.0, "per_year": 100.0}
    found = {}
    for name, key in _DRIFT_KEYS.items():
        default: Figure = getattr(usual, name)
        value = place.number(key, least=0, most=limits.get(name, 1.0), default=default.value)
        found[name] = Figure(value, source if place.has(key) else default.source)
    return Drift(**found)


def _theme_weight(place: Place) -> ThemeWeight:
    place.only("bobot", "paling_banyak")
    usual = ThemeWeight()
    return ThemeWeight(
        each=place.number("bobot", least=0, most=1, default=usual.each),
        most=place.number("paling_banyak", least=0, most=1, default=usual.most),
    )


def _day(place: Place, key: str) -> date:
    text = place.text(key)
    try:
        return date.fromisoformat(text)
    except ValueError:
        if text:
            place.fault(f"“{text}” bukan tanggal. Tulis sebagai 2025-12-31", key)
        return date(2000, 1, 1)


def _month(place: Place, key: str) -> date | None:
    """The first day of a month written as 2025-11 (or of the month of a day)."""
    text = place.text(key, default="")
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-\d{2})?", text)
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        place.fault(f"“{text}” bukan bulan. Tulis sebagai 2025-11", key)
        return None
    return date(int(found[1]), int(found[2]), 1)


# Writing -----------------------------------------------------------------------------------------


def write_input(asked: PlanInput, instrument: Instrument | None = None) -> str:
    """The input as text, its catalogue in full: the same input gives the same bytes."""
    rule = instrument or builtin(asked.instrument)
    return dumped(_input_data(asked, [indicator.code for indicator in rule.indicators]))


def digest_of(asked: PlanInput, instrument: Instrument | None = None) -> str:
    """SHA-256 of the written input: what a plan was made from."""
    return hashlib.sha256(write_input(asked, instrument).encode()).hexdigest()


def dumped(data: Mapping[str, Any]) -> str:
    """JSON as all our files have it."""
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _input_data(asked: PlanInput, indicators: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "format": INPUT_FORMAT,
        "instrumen": asked.instrument,
        "tanggal": asked.cutoff.isoformat(),
        "mulai": f"{asked.start:%Y-%m}",
        "tahun": asked.years,
        "kecamatan": [{"kode": group.code, "nama": group.name} for group in asked.groups],
        "kampung": [_kampung_data(one, indicators) for one in asked.kampung],
        "katalog": catalogue_file.as_data(asked.catalogue),
        "sumber_daya": _means_data(asked.means),
        "aturan": _rules_data(asked.rules, asked.first_year),
    }
    if any(one.serves for one in asked.kampung) or asked.rules.themes != ThemeWeight():
        weight = asked.rules.themes
        data["aturan"]["tema"] = {"bobot": weight.each, "paling_banyak": weight.most}
    if asked.chances:
        data["peluang"] = {code: asked.chances[code] for code in sorted(asked.chances)}
    if asked.remarks:
        data["catatan"] = list(asked.remarks)
    if asked.previous is not None:
        data["sebelumnya"] = {
            "katalog": {"sha256": asked.previous.catalogue},
            "keputusan": [
                {"kampung": code, "tindakan": list(actions)}
                for code, actions in asked.previous.actions.items()
            ],
        }
    return data


def _kampung_data(one: KampungFacts, indicators: list[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"kode": one.code, "nama": one.name, "kecamatan": one.group}
    for key, scores in (("skor", one.scores), ("skor_setahun_lalu", one.earlier)):
        if scores is not None:
            data[key] = {
                code: score or None for code, score in zip(indicators, scores, strict=True)
            }
    if one.mentor:
        data["pendamping"] = one.mentor
    if one.reported is not None:
        data["laporan_terakhir"] = f"{one.reported:%Y-%m}"
    if one.chances:
        data["peluang"] = {code: one.chances[code] for code in sorted(one.chances)}
    if one.serves:
        data["tema"] = [
            {
                "tindakan": code,
                "kriteria": [
                    {"nama": each.criterion, "tema": list(each.themes)} for each in served
                ],
            }
            for code, served in sorted(one.serves.items())
        ]
    return data


def _means_data(means: Means) -> dict[str, Any]:
    def amounts(values: tuple[float, ...]) -> list[float | int]:
        return [plain(value) for value in values]

    def within(group: str) -> dict[str, str]:
        return {"kecamatan": group} if group else {}

    return {
        "dana": [
            {"sumber": one.source, "rupiah": amounts(one.rupiah), **within(one.group)}
            for one in means.money
        ],
        "pendamping": [
            {"kode": one.code, "nama": one.name, "hari": amounts(one.days), **within(one.group)}
            for one in means.mentors
        ],
        "kursi": [{"jumlah": amounts(one.seats), **within(one.group)} for one in means.seats],
    }


def _rules_data(rules: Rules, first_year: int) -> dict[str, Any]:
    wanted: dict[str, Any] = (
        {"bagian": rules.share}
        if rules.target is None
        else {"jumlah": [plain(value) for value in rules.target]}
    )
    return {
        "target": {**wanted, "kelas": list(rules.counting)},
        "naik_ke_tertinggi_dihitung": rules.climbing_counts,
        "pemerataan": rules.fairness,
        "diskonto": rules.discount,
        "bobot": {code: plain(worth) for code, worth in rules.weights.items()},
        "kunci": [_lock_data(lock, first_year) for lock in rules.locks],
        "penurunan": {
            **{
                _DRIFT_KEYS[one.name]: plain(getattr(rules.drift, one.name).value)
                for one in fields(rules.drift)
            },
            "menurut": rules.drift.drop.source or ASSUMED,
        },
    }


def _lock_data(lock: LockOn, first_year: int) -> dict[str, Any]:
    actions = {"tindakan": list(lock.actions)} if lock.actions else {}
    return {
        "kampung": lock.kampung,
        "tahun": first_year + lock.year,
        "minta": str(lock.wish),
        **actions,
    }
