"""Activities of the example as a Pokja reports them: by phone, with photos, in every state."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone
from PIL import Image, ImageDraw

from naikkelas.accounts.models import User
from naikkelas.activities.actions import envelopes, photos, verification
from naikkelas.activities.models import Kegiatan
from naikkelas.registry.models import KampungKB, Kelompok
from naikkelas.registry.rules.files import Upload
from naikkelas.registry.rules.review import Stage

SEED = 37
VILLAGES = ("63.01.10.2004", "63.01.10.2005")
"""That of the account of the Pokja, and one that its PKB reports for."""
DESKS = ("pkb", "kecamatan", "operator")
"""The accounts that take a report one stage further, in their order."""
EVERY_DAYS = 9


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, how far the desks are with it, and what its photos show."""

    title: str
    kategori: str
    sasaran: tuple[str, ...]
    instansi: tuple[str, ...] = ()
    stages: int = 0
    comment: str = ""
    photos: tuple[str, ...] = ()
    group: str = ""
    """The kind of the group that held it."""


DEEDS = (
    Deed("Kelas BKB di posyandu (contoh)", "pendidikan", ("keluarga_balita",),
         ("dinas_kesehatan",), photos=("Contoh: kader memberi penyuluhan",), group="bkb"),
    Deed("Senam lansia di balai desa (contoh)", "kasih_sayang", ("lansia",), stages=1, group="bkl"),
    Deed("Rembuk stunting desa (contoh)", "reproduksi", ("pus", "keluarga_balita"),
         ("dinas_kesehatan",), comment="Contoh: lengkapi jumlah peserta perempuan."),
    Deed("Kerja bakti saluran air RT 02 (contoh)", "pembinaan_lingkungan", ("seluruh_penduduk",),
         ("tni_polri",), stages=2, photos=("Contoh: sebelum kerja bakti",
                                           "Contoh: sesudah kerja bakti")),
    Deed("Latihan olahan ikan UPPKA (contoh)", "ekonomi", ("pus",),
         ("dinas_kelautan_perikanan",), stages=3, group="uppka"),
    Deed("Pelayanan akta kelahiran (contoh)", "perlindungan", ("keluarga_balita",),
         ("dinas_dukcapil",), stages=3),
)  # fmt: skip


def report_activities(kabupaten_code: str, cutoff: date, today: date) -> int:
    """Report the activities of the last weeks, all after the cut-off, so that no official figure
    of the example moves; how many. Without the accounts of the example there is nobody to report.
    """
    people = {user.username: user for user in User.objects.filter(username__in=("pokja", *DESKS))}
    if len(people) != 1 + len(DESKS):
        return 0
    found = KampungKB.objects.live().within(kabupaten_code).filter(village_id__in=VILLAGES)
    reported = 0
    for kampung in found.filter(is_double=False, is_example=True).order_by("village_id"):
        is_own = kampung.village_id == VILLAGES[0]
        deeds = DEEDS if is_own else DEEDS[:2]
        days = [today - timedelta(days=2 + EVERY_DAYS * n) for n in range(len(deeds))]
        for deed, day in zip(deeds, days, strict=True):
            if day > cutoff:
                report(kampung, deed, day, people, people["pokja" if is_own else "pkb"])
                reported += 1
    return reported


def report(
    kampung: KampungKB, deed: Deed, day: date, people: dict[str, User], sender: User
) -> UUID:
    """Report a deed and let the desks take it as far as it says; under which record it stands.

    What the PKB reports itself waits: nobody takes a step of their own report.
    """
    dice = Random(f"{SEED} {kampung.village_id} {deed.title}")
    number = UUID(int=dice.getrandbits(128), version=4)
    answer = envelopes.receive(_envelope(kampung, deed, day, number, dice), by=sender)
    if answer.status != 201:
        raise ValueError(answer.text)
    for caption in deed.photos:
        key = UUID(int=dice.getrandbits(128), version=4)
        photo = Upload("contoh.jpg", _picture(caption, dice))
        photos.add(kampung, number, photo, id=key, kind=_kind(caption), caption=caption, by=sender)
    if sender.username != DESKS[0]:
        _verify(Kegiatan.objects.get(pk=number), deed, people)
    return number


def _kind(caption: str) -> str:
    return next((kind for kind in ("sebelum", "sesudah") if kind in caption), "kegiatan")


def _envelope(kampung: KampungKB, deed: Deed, day: date, number: UUID, dice: Random) -> bytes:
    """What the phone of the Pokja sends."""
    body = {
        "judul": deed.title,
        "tanggal": day.isoformat(),
        "tempat": dice.choice(("Balai desa", "Posyandu Melati", "RT 02")),
        "kategori": deed.kategori,
        "sasaran": list(deed.sasaran),
        "instansi": list(deed.instansi),
        "kelompok": _group(kampung, deed.group),
        **dict(_people(deed, dice)),
    }
    told = {
        "id": str(number),
        "kind": "kegiatan",
        "schema": 1,
        "kampung": str(kampung.pk),
        "made_at": timezone.now().isoformat(),
        "body": body,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _group(kampung: KampungKB, kind: str) -> str:
    found = Kelompok.objects.standing().filter(kampung=kampung, kind=kind, stopped_on__isnull=True)
    group = found.order_by("id").first()
    return str(group.pk) if group else ""


def _people(deed: Deed, dice: Random) -> Iterator[tuple[str, int]]:
    """Who came; not counted in the report that is sent back for it."""
    yield "peserta_l", dice.randint(3, 19)
    if not deed.comment:
        yield "peserta_p", dice.randint(11, 41)


def _verify(activity: Kegiatan, deed: Deed, people: dict[str, User]) -> None:
    """The desks take it as far as it has come, or the first one sends it back."""
    if deed.comment:
        verification.send_back(
            activity.pk, by=people[DESKS[0]], seen=Stage.SENT, comment=deed.comment
        )
    for name in DESKS[: deed.stages]:
        seen = activity.state
        activity = verification.accept(activity.pk, by=people[name], seen=seen)


def _picture(caption: str, dice: Random) -> bytes:
    """A drawn scene that nobody can take for a photo of people."""
    ground, house = dice.randrange(70, 150), dice.randrange(40, 400)
    picture = Image.new("RGB", (640, 480), (188, 214, 232))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 480 - ground, 640, 480), fill=(120, 152, 92))
    pen.rectangle((house, 300 - ground, house + 190, 480 - ground), fill=(214, 190, 150))
    roof = [(house - 20, 300 - ground), (house + 210, 300 - ground), (house + 95, 190 - ground)]
    pen.polygon(roof, fill=(140, 76, 60))
    for _ in range(dice.randrange(5, 12)):
        x, y = dice.randrange(640), 480 - dice.randrange(20, ground)
        pen.ellipse((x, y - 14, x + 28, y + 14), fill=(64, 110, 60))
    pen.text((20, 20), f"FOTO CONTOH\n{caption}", fill=(20, 30, 60), font_size=34)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=82)
    return content.getvalue()
