"""The groups of the example: what its newest reports say, as records that say the same.

Drawn from a seed; names of groups are invented and marked as examples.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from naikkelas.accounts.models import User
from naikkelas.exchange.examples.dice import Dice
from naikkelas.registry.actions import bulk
from naikkelas.registry.models import (
    DatakuStanding,
    Inovasi,
    Kader,
    KampungKB,
    Kelompok,
    Profil,
)
from naikkelas.registry.rules.derived import PROFILE_KINDS

SEED = 6337
SHOWN = "63.01.10.2004"
"""Tirta Jaya, the kampung of the example's Pokja, has innovations to show."""
FLOWERS = ("Melati", "Mawar", "Anggrek", "Kenanga", "Seroja", "Cempaka", "Teratai", "Kamboja")
REASONS = (
    "Contoh: kader pindah, belum ada pengganti.",
    "Contoh: pertemuan tidak berjalan setahun.",
)
MEMBERS = {"bkb": (11, 43), "bkr": (9, 31), "bkl": (8, 37), "uppka": (5, 19), "pik_r": (7, 29)}
DATAKU = (
    {
        "sk_struktur": True,
        "orientasi": "dasar",
        "sarana": "papan_nama",
        "jenis_data": "kuantitas|pembangunan_keluarga",
        "penyajian": 1,
    },
    {
        "sk_struktur": True,
        "orientasi": "analisis_data",
        "sarana": "papan_nama|buku_data|papan_data",
        "jenis_data": "kuantitas|kualitas|pembangunan_keluarga|potensi_desa",
        "penyajian": 3,
        "pemanfaatan": "perencanaan|intervensi",
    },
    {"sk_struktur": False, "sarana": "papan_nama", "jenis_data": "kuantitas"},
)
INNOVATIONS: tuple[tuple[str, str, str, bool | None], ...] = (
    (
        "Bank sampah remaja (contoh)",
        "Sampah rumah tangga dibuang ke sungai.",
        "Anggota PIK-R menimbang sampah tiap Sabtu; hasilnya menjadi tabungan sekolah.",
        True,
    ),
    (
        "Kebun gizi di pekarangan (contoh)",
        "Balita jarang makan sayur.",
        "Tiap RT menanam kelor, bayam, dan cabai, dan membaginya saat posyandu.",
        False,
    ),
    (
        "Kelas ayah (contoh)",
        "Ayah jarang ikut kegiatan BKB.",
        "Sebulan sekali pertemuan BKB diadakan malam, khusus untuk ayah.",
        False,
    ),
    (
        "Podcast kampung (contoh)",
        "Remaja enggan bertanya tentang pernikahan dini.",
        "Remaja merekam tanya jawab dengan bidan dan membagikannya di grup WhatsApp.",
        True,
    ),
    (
        "Peta lansia (contoh)",
        "Lansia yang hidup sendiri tidak terpantau.",
        "Kader menandai rumah lansia di peta dinding dan membagi jadwal kunjungan.",
        None,
    ),
)

Row = Mapping[str, Any]


def make_groups(kabupaten_code: str, cutoff: date, *, by: User) -> int:
    """Record the groups of every example kampung that ever reported; nothing twice. How many."""
    if Kelompok.objects.filter(kabupaten_code=kabupaten_code).exists():
        return 0
    kampung = KampungKB.objects.live().filter(kabupaten_code=kabupaten_code, is_example=True)
    people = _people(kabupaten_code)
    reports = _reports(kabupaten_code)
    groups: list[Kelompok] = []
    standings: list[DatakuStanding] = []
    innovations: list[Inovasi] = []
    for at, one in enumerate(kampung):
        dice = Dice(SEED, at)
        known = people.get(one.pk, ())
        mine = list(_groups(one, reports.get(one.pk, []), cutoff, known, dice))
        groups += mine
        standings += [_standing(group, cutoff, dice) for group in mine if _has_level(group)]
        if mine and (one.village_id == SHOWN or dice.chance(0.2)):
            innovations += _innovations(one, cutoff, known, dice)
    bulk.store_groups(kabupaten_code, groups, standings, innovations, by=by)
    return len(groups)


def _people(kabupaten_code: str) -> dict[Any, list[Kader]]:
    found: dict[Any, list[Kader]] = {}
    working = Kader.objects.filter(kabupaten_code=kabupaten_code, left_on__isnull=True)
    for kader in working.order_by("added_at", "id"):
        found.setdefault(kader.kampung_id, []).append(kader)
    return found


def _reports(kabupaten_code: str) -> dict[Any, list[Row]]:
    """The profiles of each kampung, the one that counts last."""
    names = ("kampung_id", "tanggal_isi", *PROFILE_KINDS)
    rows = Profil.objects.current().filter(kabupaten_code=kabupaten_code)
    found: dict[Any, list[Row]] = {}
    for row in rows.order_by("tanggal_isi", "source_id").values(*names):
        found.setdefault(row["kampung_id"], []).append(row)
    return found


def _groups(
    kampung: KampungKB, reports: list[Row], cutoff: date, people: Sequence[Kader], dice: Dice
) -> Iterator[Kelompok]:
    """A group for each "ya" of the newest report, a stopped one where it was "ya" before."""
    if not reports:
        return
    flowers = dice.shuffled(FLOWERS)
    for at, kind in enumerate(PROFILE_KINDS):
        times = [row["tanggal_isi"] for row in reports if row[kind]]
        if not times or reports[-1][kind] is None:
            continue
        since = times[0] - timedelta(days=dice.between(20, 400))
        stopped = _stopped(reports, kind, times[-1], dice)
        yield _group(
            kampung, kind, flowers[at % len(flowers)], since, stopped, cutoff, people, dice
        )
    if reports[-1]["bkb"] and dice.chance(0.3):
        since = cutoff - timedelta(days=dice.between(90, 700))
        yield _group(kampung, "dashat", flowers[-1], since, {}, cutoff, people, dice)


def _stopped(reports: list[Row], kind: str, last: date, dice: Dice) -> dict[str, Any]:
    if reports[-1][kind]:
        return {}
    day = next(
        row["tanggal_isi"] for row in reports if row["tanggal_isi"] >= last and not row[kind]
    )
    return {"stopped_on": day, "stopped_reason": dice.pick(REASONS)}


def _group(
    kampung: KampungKB,
    kind: str,
    flower: str,
    since: date,
    stopped: dict[str, Any],
    cutoff: date,
    people: Sequence[Kader],
    dice: Dice,
) -> Kelompok:
    name = f"{Kelompok.Kind(kind).label} {flower} (contoh)"
    met = cutoff - timedelta(days=dice.between(3, 60))
    return Kelompok(
        kampung=kampung,
        kind=kind,
        nama=name,
        since=since,
        kader=dice.pick(people) if people else None,
        members=dice.between(*MEMBERS[kind]) if kind in MEMBERS else None,
        last_met_on=None if stopped or kind not in MEMBERS else met,
        **stopped,
    )


def _has_level(group: Kelompok) -> bool:
    return group.kind == Kelompok.Kind.RUMAH_DATAKU and not group.is_stopped


def _standing(group: Kelompok, cutoff: date, dice: Dice) -> DatakuStanding:
    answers = dice.weighted(DATAKU, (5, 3, 2))
    day = cutoff - timedelta(days=dice.between(20, 200))
    return DatakuStanding(kelompok=group, noted_on=day, **answers)


def _innovations(
    kampung: KampungKB, cutoff: date, people: Sequence[Kader], dice: Dice
) -> Iterator[Inovasi]:
    for title, problem, what, is_youth_led in dice.some(INNOVATIONS, dice.between(1, 2)):
        yield Inovasi(
            kampung=kampung,
            title=title,
            problem=problem,
            what=what,
            is_youth_led=is_youth_led,
            since=cutoff - timedelta(days=dice.between(60, 900)),
            kader=dice.pick(people) if people else None,
        )
