"""Year plans of some kampung of the example: one that runs, one that is being drafted."""

from dataclasses import dataclass
from datetime import date
from random import Random

from naikkelas.activities.actions import rkm, rkm_course
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.actions.rkm import propose_steps

SEED = 37
KECAMATAN = "63.01.10"


@dataclass(frozen=True, slots=True)
class Idea:
    """What a village may plan; rupiah in thousands."""

    name: str
    inpres: str
    seksi: str
    sasaran: str
    thousand: int | None
    fund: str
    instansi: str = ""


IDEAS = (
    Idea("Pemutakhiran data keluarga dari rumah ke rumah", "1.a.01", "fungsi_pendidikan",
         "seluruh_penduduk", 1200, "dana_desa"),
    Idea("Pelayanan akta kelahiran di balai desa", "1.a.02", "fungsi_perlindungan",
         "keluarga_balita", None, ""),
    Idea("Senam dan jalan sehat bulanan", "2.b.01", "fungsi_sosial_budaya", "seluruh_penduduk",
         900, "swadaya_masyarakat", "dinas_kesehatan"),
    Idea("Kelas ibu hamil dan menyusui", "", "fungsi_reproduksi", "pus", 2400, "dana_desa",
         "dinas_kesehatan"),
    Idea("Kebun gizi keluarga untuk DASHAT", "", "fungsi_ekonomi", "keluarga_balita", 5500,
         "dana_desa"),
    Idea("Kunjungan rumah keluarga lansia", "", "fungsi_kasih_sayang", "lansia", 750,
         "swadaya_masyarakat"),
    Idea("Kerja bakti saluran air dan jamban", "", "fungsi_pembinaan_lingkungan",
         "seluruh_penduduk", 3200, "dana_desa"),
)  # fmt: skip


def make_plans(kabupaten_code: str, today: date, *, by: Actor) -> None:
    """An approved plan of this year and the proposals for the next, for one kecamatan."""
    dice = Random(SEED)
    kampung = KampungKB.objects.live().within(KECAMATAN).filter(kabupaten_code=kabupaten_code)
    for one in kampung.order_by("village_id"):
        if not RKM.objects.filter(kampung=one).exists():
            _run(one, today, dice, by)
            _draft(one, today.year + 1, dice, by)
            propose_steps(one, today.year + 1, by=by)


def _run(kampung: KampungKB, today: date, dice: Random, by: Actor) -> None:
    plan = rkm.open_plan(kampung, today.year, by=by, is_example=True)
    items = [
        rkm.add_item(plan, _values(idea, number, dice), by=by)
        for number, idea in enumerate(dice.sample(IDEAS, 5), 1)
    ]
    begun = min(date(today.year, 1, 15), today)
    rkm_course.agree(plan, on=begun, decision="Contoh: disepakati semua yang hadir.", by=by)
    rkm_course.approve(plan, on=begun, by=by)
    for item in items:
        if max(item.month_numbers) < today.month and dice.random() < 0.7:
            _finish(item, dice, by)


def _draft(kampung: KampungKB, year: int, dice: Random, by: Actor) -> None:
    plan = rkm.open_plan(kampung, year, by=by, is_example=True)
    for number, idea in enumerate(dice.sample(IDEAS, 2), 1):
        rkm.add_item(plan, _values(idea, number, dice), by=by)


def _values(idea: Idea, number: int, dice: Random) -> dict[str, object]:
    return {
        "name": idea.name,
        "inpres_kegiatan": idea.inpres,
        "seksi": idea.seksi,
        "sasaran": idea.sasaran,
        "tempat": dice.choice(("Balai desa", "Posyandu", "RT 01 sampai RT 03")),
        "months": str(2 * number),
        "cost": None if idea.thousand is None else idea.thousand * 1000,
        "sumber_dana": idea.fund,
        "responsible": dice.choice(("Kader Posyandu (contoh)", "Seksi terkait (contoh)")),
        "instansi": idea.instansi,
    }


def _finish(item: RKMItem, dice: Random, by: Actor) -> None:
    spent = None if item.cost is None else round(item.cost * dice.uniform(0.8, 1.1), -3)
    rkm_course.progress(
        item,
        state=RKMItem.State.DONE,
        spent=None if spent is None else int(spent),
        result="Contoh: terlaksana sesuai rencana.",
        base=item.version,
        by=by,
    )
