"""Partners of the example: invented, seeded, marked as such; needs, commitments, deliveries."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from naikkelas.accounts.models import Partner
from naikkelas.areas.models import Area
from naikkelas.lib.actors import Actor
from naikkelas.partners.actions import commitments, letters, mitra, needs, rakor
from naikkelas.partners.actions.commitments import Handed, Promise
from naikkelas.partners.actions.mitra import Card
from naikkelas.partners.models import Commitment, Mitra, Need
from naikkelas.partners.queries import proposals
from naikkelas.registry.models import KampungKB

SEED = 37
NEEDS = 14
KECAMATAN = "63.01.10"
TASKS = (
    ("Mengirim daftar kampung yang belum punya kelas ibu hamil", ""),
    ("Menyusun jadwal layanan akta keliling", ""),
    ("Mengumpulkan data jamban keluarga", "Kecamatan Bajuin (contoh)"),
)
RESPONSIBLE = (("1.a.02", "dinas_dukcapil"), ("3.e.07", "dinas_pemuda_olahraga"))
"""Where the ministry of the list says little about who does it in a kabupaten (invented)."""


@dataclass(frozen=True, slots=True)
class Firm:
    """An invented partner and what it usually gives; rupiah in thousands, else a unit."""

    name: str
    kind: str
    instansi: str
    gives: str
    kegiatan: str
    fund: str
    thousand: int = 0
    quantity: int = 0
    unit: str = ""


FIRMS = (
    Firm("Dinas Kesehatan Tanah Laut (contoh)", "skpd", "dinas_kesehatan",
         "Narasumber kelas ibu hamil", "3.c.02", "apbd", thousand=7_500),
    Firm("Dinas Sosial Tanah Laut (contoh)", "skpd", "dinas_sosial",
         "Pendampingan keluarga penerima PKH", "3.g.01", "apbd", thousand=6_000),
    Firm("Dinas Pendidikan Tanah Laut (contoh)", "skpd", "dinas_pendidikan",
         "Alat permainan PAUD", "3.e.01", "apbd", thousand=9_000),
    Firm("Dinas PMD Tanah Laut (contoh)", "skpd", "dinas_pmd",
         "Pembinaan posyandu", "3.c.03", "apbd", thousand=5_400),
    Firm("Dinas Dukcapil Tanah Laut (contoh)", "skpd", "dinas_dukcapil",
         "Layanan akta keliling", "1.a.02", "apbd", quantity=3, unit="hari"),
    Firm("Kemenag Tanah Laut (contoh)", "vertikal", "kanwil_kemenag",
         "Bimbingan calon pengantin", "2.b.08", "apbn", thousand=4_200),
    Firm("Puskesmas Bajuin (contoh)", "puskesmas", "puskesmas",
         "Pemeriksaan ibu hamil di posyandu", "3.d.04", "apbd", quantity=2, unit="bidan"),
    Firm("SMKN 1 Contoh", "sekolah", "lembaga_pendidikan",
         "Konselor sebaya PIK-R", "2.b.06", "swadaya_masyarakat", quantity=4, unit="siswa"),
    Firm("Koramil Bajuin (contoh)", "tni_polri", "tni_polri",
         "Tenaga kerja bakti jamban", "4.h.01", "swadaya_masyarakat", quantity=12, unit="orang"),
    Firm("PT Sawit Contoh Sejahtera", "perusahaan", "swasta",
         "Makanan tambahan DASHAT", "3.d.15", "csr", thousand=15_000),
    Firm("PT Tambang Contoh", "perusahaan", "swasta",
         "Pembangunan jamban sehat", "4.h.01", "csr", thousand=24_000),
    Firm("Universitas Contoh", "kampus", "lembaga_pendidikan",
         "Mahasiswa KKN untuk pendataan", "1.a.01", "hibah_masyarakat", quantity=10, unit="orang"),
    Firm("TP PKK Tanah Laut (contoh)", "masyarakat", "komponen_masyarakat",
         "Pendamping kelas BKB", "2.b.03", "swadaya_masyarakat", quantity=6, unit="kader"),
    Firm("Kecamatan Bajuin (contoh)", "kecamatan", "pemerintah_daerah",
         "Rapat penggerak kampung", "3.g.07", "apbd", thousand=2_400),
)  # fmt: skip


def make_partners(kabupaten_code: str, today: date, *, by: Actor) -> None:
    """Partners, needs from the plans, and a commitment of each partner on its way."""
    if Mitra.objects.filter(kabupaten_code=kabupaten_code).exists():
        return
    dice = Random(SEED)
    kabupaten = Area.objects.get(pk=kabupaten_code)
    published = _publish(kabupaten_code, today, by)
    kampung = list(KampungKB.objects.live().within(KECAMATAN).order_by("village_id"))
    for number, firm in enumerate(FIRMS):
        one = mitra.add(kabupaten, _card(firm, kabupaten_code), by=by, is_example=True)
        need = published[number] if number < len(published) and number % 2 == 0 else None
        places = [need.kampung] if need else dice.sample(kampung, dice.choice((1, 2, 3)))
        made = commitments.offer(
            one, _promise(firm, places, need, today, number), by=by, is_example=True
        )
        _go_on(made, places, number, today, by)
    for code, agency in RESPONSIBLE:
        mitra.set_responsible(kabupaten, code, agency, by=by, is_example=True)
    hold_rakor(kabupaten_code, today, by=by)


def _card(firm: Firm, code: str) -> Card:
    is_local = "Bajuin" in firm.name
    areas = (KECAMATAN if is_local else code,)
    account = Partner.objects.filter(area_id=code, name=firm.name).first()
    contact = "" if account else "Narahubung contoh"
    return Card(firm.name, firm.kind, areas, firm.instansi, account, contact_name=contact)


def _publish(code: str, today: date, by: Actor) -> list[Need]:
    """Every third item of the RKM and step of an SKPD that lacks somebody, until enough."""
    found = [*proposals.from_rkm((code,), today.year), *proposals.from_steps((code,))]
    return [needs.publish_proposal(one, by=by, is_example=True) for one in found[::3][:NEEDS]]


def _promise(
    firm: Firm, places: list[KampungKB], need: Need | None, today: date, number: int
) -> Promise:
    begun = today - timedelta(days=150 - 7 * number)
    return Promise(
        title=firm.gives,
        kampung=places,
        sumber_dana=firm.fund,
        starts_on=begun,
        ends_on=begun + timedelta(days=120),
        rupiah=firm.thousand * 1000 or None,
        quantity=Decimal(firm.quantity) if firm.quantity else None,
        unit=firm.unit,
        kegiatan=(need.kegiatan if need else "") or firm.kegiatan,
        need=need,
        rkm_item=need.rkm_item if need else None,
    )


def _go_on(made: Commitment, places: list[KampungKB], number: int, today: date, by: Actor) -> None:
    """Every seventh stays an offer, one is called off; the others are delivered in parts."""
    if number % 7 == 6:
        return
    commitments.agree(made, by=by)
    if number == 5:
        commitments.cancel(made, reason="Contoh: anggaran dialihkan.", by=by)
        return
    commitments.begin(made, by=by)
    part = made.promised if number % 3 == 0 else (made.promised / 2).to_integral_value()
    if number % 4 != 3:
        handed = Handed(places[0], today - timedelta(days=10 + number), part, "Contoh penyerahan.")
        commitments.deliver(made, handed, by=by, is_example=True)


def hold_rakor(kabupaten_code: str, today: date, *, by: Actor) -> None:
    """One rakor that was held with its tasks, a lokmin to come, and a letter of each kind."""
    kabupaten = Area.objects.get(pk=kabupaten_code)
    kecamatan = Area.objects.get(pk=KECAMATAN)
    firms = list(Mitra.objects.filter(kabupaten_code=kabupaten_code).order_by("name"))
    keys = [one.pk for one in firms]
    held = rakor.plan(
        kabupaten,
        _meeting("rakor", today - timedelta(days=24), "Rakor percepatan Kampung KB (contoh)", keys),
        by=by,
        is_example=True,
    )
    rakor.tick(held, keys[::2], by=by)
    rakor.write_minutes(held, "Contoh notulen. Dibahas matriks Inpres dan kebutuhan.", by=by)
    for number, (what, desk) in enumerate(TASKS):
        owner = None if desk else firms[number]
        due = held.held_on + timedelta(days=14 * (number + 1))
        task = rakor.decide(held, what, mitra=owner, desk=desk, due_on=due, by=by)
        if number == 0:
            rakor.close_task(task, outcome="Contoh: sudah dikirim.", by=by)
    coming = rakor.plan(
        kecamatan,
        _meeting("lokmin", today + timedelta(days=9), "Lokakarya mini Bajuin (contoh)", keys[:6]),
        by=by,
        is_example=True,
    )
    head = letters.Head("Pelaihari", "Kepala Dinas (contoh)", copies="Bupati Tanah Laut")
    letters.invite(coming, head, by=by, is_example=True)
    open_needs = list(Need.objects.open().filter(kabupaten_code=kabupaten_code)[:3])
    if open_needs:
        letters.ask(kabupaten, firms[0], open_needs, head, by=by, is_example=True)


def _meeting(kind: str, day: date, title: str, keys: list[UUID]) -> rakor.Plan:
    agenda = "Pembukaan\nMatriks Inpres 3/2022\nKebutuhan kampung\nPembagian tugas"
    return rakor.Plan(kind, day, time(9, 0), time(12, 0), title, "Aula (contoh)", agenda, keys)
