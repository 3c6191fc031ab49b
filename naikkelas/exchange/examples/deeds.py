"""The activities of one kampung over the years, with the agencies that the plan asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from naikkelas.exchange.examples.catalogue import AGENCIES, KINDS, OWN, PLACES, Kind
from naikkelas.exchange.examples.dice import Dice
from naikkelas.exchange.examples.layout import AGENCY_CODES, Row, chosen, listed
from naikkelas.exchange.examples.paths import ANCHORS, OLD_ACTIVITIES, OWN_AGENCIES, Plan
from naikkelas.exchange.examples.scores import Scores

_BANDS = {1: (0, 0), 2: (1, 3), 3: (4, 6), 4: (7, 37)}
"""How many different agencies, from and to, give each score of `lintas_sektor`."""

_OTHERS = {2: (1, 2), 3: (4, 5), 4: (7, 10)}
"""Agencies of other sectors, so many that the score holds without the programme's own."""

_WINDOW_BEGINS = date(2024, 8, 1)
"""First day of the 12 months up to the last anchor, which the corrected rule counts."""


@dataclass(frozen=True)
class Village:
    """Where a kampung is: names and codes as the region list has them."""

    code: str
    name: str
    kecamatan: str
    is_kelurahan: bool

    @property
    def kind(self) -> str:
        return "kelurahan" if self.is_kelurahan else "desa"


@dataclass(frozen=True)
class Stretch:
    """A time between two anchors in which the kampung was at work."""

    begin: date
    end: date
    pool: Sequence[str]
    debut: Sequence[str]


def deeds(plan: Plan, village: Village, begun: date, until: date, dice: Dice) -> list[Row]:
    """All activities of the kampung up to a day; ids are given later."""
    pace = _pace(plan, dice)
    rows = []
    for stretch in _stretches(plan, begun, until, dice):
        months = ((stretch.end - stretch.begin).days + 1) / 30.4
        count = round(months * pace * dice.uniform(0.7, 1.3))
        waiting = dice.shuffled(stretch.debut)
        while count > 0 or waiting:
            rows.append(_deed(village, stretch, waiting, dice))
            count -= 1
    return rows


def _pace(plan: Plan, dice: Dice) -> float:
    """Activities a month: the better kampung do more, the silent ones hardly any."""
    scores = plan.scores[-1]["proses"]
    if scores is None or scores["lintas_sektor"] == 1:
        return dice.pick((0, 0, 0, 0.08))
    if sum(digit == "1" for digit in plan.final) >= 2:
        return dice.uniform(0.8, 1.9)
    return dice.uniform(0.12, 0.5)


def _stretches(plan: Plan, begun: date, until: date, dice: Dice) -> Iterator[Stretch]:
    partners = _partners(plan, dice)
    sizes = _sizes(plan, len(partners), dice)
    known = 0
    for at, (begin, end) in enumerate(_spans(begun, until)):
        if begin > end:
            continue
        size = sizes[min(at, len(sizes) - 1)]
        pool, debut = partners[:size], partners[known:size]
        known = size
        if plan.fragile == OLD_ACTIVITIES:
            yield from _faded(begin, end, pool, debut)
            continue
        is_last = at == len(ANCHORS) - 1
        yield Stretch(begin, end, pool, pool if is_last and _hangs_on_it(plan) else debut)


def _spans(begun: date, until: date) -> Iterator[tuple[date, date]]:
    day = begun
    for anchor in (*ANCHORS, until):
        end = min(anchor, until)
        yield day, end
        day = max(day, end + timedelta(days=1))


def _faded(begin: date, end: date, pool: Sequence[str], debut: Sequence[str]) -> Iterator[Stretch]:
    """The many agencies came before the last 12 months, few come now."""
    before = min(end, _WINDOW_BEGINS - timedelta(days=1))
    if begin <= before:
        yield Stretch(begin, before, pool, debut)
    if end >= _WINDOW_BEGINS:
        yield Stretch(max(begin, _WINDOW_BEGINS), end, pool[:3], ())


def _hangs_on_it(plan: Plan) -> bool:
    """Whether the last 12 months alone must earn the score too, or the level would differ."""
    return plan.final[1:2] == "1"


def _partners(plan: Plan, dice: Dice) -> list[str]:
    """The agencies that ever took part, in the order in which they joined."""
    score = _score(plan.scores[-1]["proses"])
    if score == 1:
        return []
    if plan.fragile == OWN_AGENCIES:
        return [OWN[0], *_others(2, dice), OWN[1]]
    partners = _others(dice.between(*_OTHERS[score]), dice)
    if plan.fragile == OLD_ACTIVITIES:
        partners = partners[:4]
    for own, likely in zip(OWN, (0.9, 0.3), strict=True):
        if len(partners) < _BANDS[score][1] and dice.chance(likely):
            partners.insert(dice.between(0, 2), own)
    return partners


def _others(count: int, dice: Dice) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        left = [(code, weight) for code, weight in AGENCIES if code not in found]
        found.append(dice.weighted([code for code, _ in left], [weight for _, weight in left]))
    return found


def _sizes(plan: Plan, final: int, dice: Dice) -> list[int]:
    """How many agencies are known by each anchor."""
    sizes: list[int] = []
    for at, scores in enumerate(plan.scores):
        low, high = _BANDS[_score(scores["proses"])]
        low, high = max(low, sizes[-1] if sizes else 0), min(high, final)
        is_full = at == len(plan.scores) - 1 or (plan.fragile != "" and high == final)
        sizes.append(final if is_full else dice.between(low, high))
    return sizes


def _score(proses: Scores | None) -> int:
    return proses["lintas_sektor"] if proses else 1


def _deed(village: Village, stretch: Stretch, waiting: list[str], dice: Dice) -> Row:
    """One activity; it takes the agencies that fit it off the waiting list."""
    lead = waiting[:1]
    kind = dice.pick(_fitting(stretch.pool, lead))
    debut = [code for code in waiting if code in (*lead, *kind.agencies)][:2]
    waiting[:] = [code for code in waiting if code not in debut]
    usual = [code for code in kind.agencies if code in stretch.pool and code not in debut]
    present = [*debut, *(code for code in usual if dice.chance(0.45))]
    if not present and usual:
        present = [usual[0]]
    text = "" if present or dice.chance(0.5) else "Kelompok warga (contoh)"
    place = dice.pick(PLACES[kind.place]).format(jenis=village.kind, nama=village.name)
    day = stretch.begin + timedelta(days=dice.between(0, (stretch.end - stretch.begin).days))
    return {
        "tanggal": day.isoformat(),
        "tempat": place,
        "judul": kind.title,
        "deskripsi": f"Contoh kegiatan: {kind.title[0].lower()}{kind.title[1:]}, "
        f"dihadiri {dice.between(12, 85)} warga.",
        "jenis_post": "sebelum_sesudah" if dice.chance(0.06) else "kegiatan",
        "kategori": kind.function,
        "inpres_kegiatan": kind.inpres if dice.chance(0.85) else None,
        "sasaran": listed(kind.targets),
        "instansi": chosen(AGENCY_CODES, present[:3]),
        "instansi_lainnya": text or None,
        "jumlah_foto": dice.between(0, 5),
        "cacat": None if present else "instansi_tanpa_kode" if text else "instansi_kosong",
    }


def _fitting(pool: Sequence[str], lead: Sequence[str]) -> Sequence[Kind]:
    """Kinds of activity in which the leading agency, or else any known one, takes part."""
    for wanted in (lead, pool):
        found = [kind for kind in KINDS if set(wanted) & set(kind.agencies)]
        if found:
            return found
    return KINDS
