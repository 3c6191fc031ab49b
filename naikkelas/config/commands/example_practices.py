"""Good examples of the example: told, published, copied, visited, judged; all of it invented."""

from datetime import date, timedelta
from importlib.resources import files

from naikkelas.accounts.models import User
from naikkelas.classification.queries import instrument_of
from naikkelas.exchange.examples.dice import Dice
from naikkelas.instruments.actions import publish
from naikkelas.instruments.queries import in_use
from naikkelas.practices import access
from naikkelas.practices.actions import competitions, exemplars, practices, replications, visits
from naikkelas.practices.models import Competition, CompetitionEntry, Practice
from naikkelas.practices.queries.competing import entries_of
from naikkelas.practices.queries.peers import features_of
from naikkelas.practices.rules.practised import Practised
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries import Ground

SEED = 6338
YEAR = 365
SHOWN = "63.01.10.2004"
"""Tirta Jaya, the kampung of the example's Pokja, copies, visits and takes part."""
CRITERIA = "lomba-inovasi-contoh-1"
JUDGES = ("operator", "kecamatan", "pkb")

Told = tuple[str, str, tuple[str, ...], tuple[str, ...], int | None, str]
TOLD: tuple[Told, ...] = (
    (
        "Kelas ayah Sabtu malam (contoh)",
        "Ayah jarang ikut BKB karena pertemuannya pada jam kerja.",
        (
            "Tanya para ayah kapan mereka sempat",
            "Adakan satu pertemuan BKB sebulan pada Sabtu malam",
            "Undang bidan desa untuk satu tema",
            "Catat yang hadir dan datangi yang tidak datang",
        ),
        ("partisipasi_poktan",),
        1_200_000,
        "dana_desa",
    ),
    (
        "Hari MKJP bersama Puskesmas (contoh)",
        "PUS yang ingin MKJP harus pergi jauh, lalu menunda.",
        (
            "Data PUS yang tidak ingin anak lagi",
            "Sepakati satu hari pelayanan tiap triwulan dengan Puskesmas",
            "Antar peserta dengan mobil desa",
            "Kunjungi lagi sesudah satu minggu",
        ),
        ("mkjp", "unmet_need"),
        4_500_000,
        "apbd",
    ),
    (
        "Papan data keluarga di tiap RT (contoh)",
        "Data pendataan keluarga tidak dipakai saat musyawarah.",
        (
            "Pilih enam angka yang dimengerti warga",
            "Gambar papan data di balai RT",
            "Bahas angkanya sebelum menyusun RKM",
        ),
        ("penggunaan_data", "sarana"),
        750_000,
        "swadaya",
    ),
    (
        "Lokakarya mini lintas sektor (contoh)",
        "Kegiatan dinas datang sendiri-sendiri, kadang pada hari yang sama.",
        (
            "Kumpulkan rencana dinas pada awal triwulan",
            "Adakan lokakarya mini di kecamatan",
            "Bagi jadwalnya di grup WhatsApp Pokja",
        ),
        ("lintas_sektor", "mekanisme_operasional"),
        None,
        "",
    ),
    (
        "Satu anggaran, tiga sumber (contoh)",
        "Kegiatan hanya menunggu dana desa.",
        (
            "Tulis kebutuhan satu tahun",
            "Ajukan ke desa, dinas, dan perusahaan sekitar",
            "Umumkan yang diterima dan dipakai",
        ),
        ("sumber_dana",),
        0,
        "tanpa_biaya",
    ),
    (
        "Teman sebaya PIK-R di sekolah (contoh)",
        "Remaja tidak datang ke PIK-R desa.",
        (
            "Buat janji dengan guru BK",
            "Latih dua siswa tiap kelas",
            "Adakan pertemuan PIK-R di sekolah",
        ),
        ("partisipasi_poktan", "poktan"),
        900_000,
        "dana_desa",
    ),
)
REASON = "Contoh: pertemuannya rutin dan catatannya mudah ditiru."
AWARDS = ("juara", "nominasi", "", "")
FEEDBACK = "Contoh: lengkapi catatan kehadiran."
ANNOUNCED = "Contoh pengumuman. Terima kasih kepada semua kampung yang ikut."


def make_practices(kabupaten_code: str, cutoff: date, today: date, *, by: User) -> int:
    """Practices, copies, a visit and a competition; nothing twice. How many practices."""
    if Practice.objects.filter(kabupaten_code=kabupaten_code).exists():
        return 0
    dice = Dice(SEED, 0)
    kampung = _kampung(kabupaten_code)
    shown = next(one for one in kampung if one.village_id == SHOWN)
    others = dice.shuffled([one for one in kampung if one.pk != shown.pk])
    hosts = _hosts(kabupaten_code, others, cutoff)
    told = [_published(one, cutoff, at, by) for at, one in enumerate(hosts)]
    for practice in told[:2]:
        exemplars.name(
            practice.kampung,
            since=today,
            until=today.replace(day=28) + timedelta(days=365),
            reason=REASON,
            practice=practice,
            by=by,
        )
    other = next(one for one in others if one not in hosts)
    _follow(told, shown, other, cutoff, today, by)
    _compete(kabupaten_code, [*told[:3], _entered_by(shown, cutoff, by)], today, by)
    return len(told)


def _kampung(kabupaten_code: str) -> list[KampungKB]:
    """Those whose families are known, so that there are figures to see."""
    features = features_of(kabupaten_code)
    live = KampungKB.objects.live().filter(kabupaten_code=kabupaten_code, is_example=True)
    rows = live.select_related("village__parent").order_by("village_id", "id")
    return [one for one in rows if features[one.pk].families]


def _hosts(kabupaten_code: str, kampung: list[KampungKB], cutoff: date) -> list[KampungKB]:
    """For each practice a kampung whose reports show that the first indicator rose in a year."""
    ground, rule = Ground.of(kabupaten_code), instrument_of(kabupaten_code)
    now, before = (
        {row["kampung_uuid"]: row for row in ground.standings(rule, day).iter_rows(named=True)}
        for day in (cutoff, cutoff - timedelta(days=YEAR))
    )
    hosts: list[KampungKB] = []
    for _, _, _, indicators, *_ in TOLD:
        code = indicators[0]
        left = [one for one in kampung if one not in hosts]
        rose = (
            one
            for one in left
            if (now[one.pk.hex][code] or 0) > (before[one.pk.hex][code] or 0) > 0
        )
        hosts.append(next(rose, left[0]))
    return hosts


def _published(kampung: KampungKB, cutoff: date, at: int, by: User) -> Practice:
    title, problem, steps, indicators, cost, source = TOLD[at]
    told = Practised(
        title=title,
        problem=problem,
        steps=steps,
        indicators=indicators,
        contact="ketua" if at % 2 else "sekretaris",
        from_on=cutoff - timedelta(days=YEAR - 1),
        cost=cost,
        cost_source=source,
    )
    practice = practices.write(kampung, told, by=by)
    practices.send(practice, seen=1, by=by)
    return practices.publish(practice, seen=1, by=by)


def _entered_by(kampung: KampungKB, cutoff: date, by: User) -> Practice:
    """A draft of the shown kampung, which the library does not hold yet."""
    told = Practised(
        title="Bank sampah remaja (contoh)",
        problem="Sampah rumah tangga dibuang ke sungai.",
        steps=("Timbang sampah tiap Sabtu", "Catat tabungannya", "Bagikan hasilnya"),
        indicators=("partisipasi_poktan",),
        contact="koordinator",
        from_on=cutoff - timedelta(days=200),
    )
    return practices.write(kampung, told, by=by)


def _follow(
    told: list[Practice], shown: KampungKB, other: KampungKB, cutoff: date, today: date, by: User
) -> None:
    """A visit that is over, and two copies, one of which stopped."""
    visit = visits.ask(
        shown,
        told[0].kampung,
        visit_on=today,
        participants=7,
        purpose="Contoh: cara mengajak para ayah.",
        practice=told[0],
        by=by,
    )
    visits.answer(visit, agrees=True, words="Contoh: silakan datang.", by=by)
    visit = visits.report(visit, came=6, words="Contoh: mulai dengan dua RT.", by=by)
    first = replications.start(
        told[0], shown, adopted_on=cutoff - timedelta(days=150), visit=visit, by=by
    )
    replications.tick(first, {1, 2}, by=by)
    second = replications.start(told[1], other, adopted_on=cutoff - timedelta(days=210), by=by)
    reason = "Contoh: jadwal Puskesmas berubah."
    replications.stop(second, on=cutoff - timedelta(days=30), reason=reason, by=by)


def _compete(kabupaten_code: str, entered: list[Practice], today: date, by: User) -> Competition:
    text = files("naikkelas.practices").joinpath("definitions", f"{CRITERIA}.toml")
    publish(text.read_text("utf-8"), by=by)
    competition = competitions.open_competition(
        kabupaten_code,
        name="Lomba inovasi kampung (contoh)",
        year=today.year,
        instrument=CRITERIA,
        opens_on=today,
        closes_on=today + timedelta(days=14),
        is_example=True,
        by=by,
    )
    entries = [
        competitions.enter(competition, practice.kampung, practice=practice, by=by)
        for practice in entered
    ]
    judges = list(User.objects.filter(username__in=JUDGES).order_by("username"))
    for judge in judges:
        competitions.name_judge(competition, judge.holdings.get().post, by=by)
    competitions.close(competition, by=by)
    for at, entry in enumerate(entries):
        _judge(entry, judges, Dice(SEED, at + 1))
    for entry, award in zip(_by_result(competition), AWARDS, strict=False):
        competitions.decide(entry, award=award, feedback=FEEDBACK, by=by)
    return competitions.announce(competition, words=ANNOUNCED, by=by)


def _by_result(competition: Competition) -> list[CompetitionEntry]:
    """What the engine makes of the judges, for who decides; nobody else sees an order."""
    found = entries_of(competition)
    found.sort(key=lambda one: one.card.indexes["nilai"] or 0 if one.card else 0, reverse=True)
    return [one.entry for one in found]


def _judge(entry: CompetitionEntry, judges: list[User], dice: Dice) -> None:
    """Each judge's sheet; who works for the kampung leaves it to the others."""
    codes = [measure.code for measure in in_use(CRITERIA).measures]
    for judge in judges:
        if not access.has_conflict(judge, entry.kampung):
            competitions.give(entry, {code: dice.between(1, 4) for code in codes}, by=judge)
