"""Visits of the example: a year of them in some kampung, what was agreed, and what is planned."""

from datetime import date, time, timedelta
from random import Random

from naikkelas.accounts.actions.posts import open_post
from naikkelas.accounts.models import Post, Role
from naikkelas.areas.models import Area
from naikkelas.coaching.actions import followups, planning, visits
from naikkelas.coaching.models import FollowUp, FollowUpQuerySet, PlannedVisit
from naikkelas.coaching.queries.mentors import mentors_of
from naikkelas.coaching.rules.sheet import Agreed, Checked, Found, Sheet
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB

SEED = 37
EVERY = 5
"""Each fifth kampung is visited, so that there are some to compare with."""
A_YEAR = 365
NOTES = "Contoh kunjungan. Membaca laporan bersama Pokja, lalu menyepakati tindak lanjut."
LOOKED_AT = (
    ("pokja", "Pokja bekerja menurut SK-nya"),
    ("mekanisme_operasional", "Rapat tercatat dengan daftar hadir"),
    ("penggunaan_data", "Rumah DataKu memakai data terbaru"),
)
FINDINGS = (
    "Contoh: daftar hadir rapat terakhir belum lengkap.",
    "Contoh: papan data belum diperbarui sejak triwulan lalu.",
    "Contoh: anggota baru Pokja belum dilatih.",
    "Contoh: catatan BKB belum dipindahkan ke buku bantu.",
)
DEEDS = (
    ("Contoh: melengkapi daftar hadir rapat", "pokja", ""),
    ("Contoh: memperbarui papan data di balai desa", "desa", ""),
    ("Contoh: menjadwalkan latihan anggota baru", "kecamatan", ""),
    ("Contoh: mengirim bidan ke kelas ibu hamil", "skpd", "Dinas Kesehatan Tanah Laut (contoh)"),
)
DONE = "Contoh: sudah dikerjakan dan dilihat bersama Pokja."


def make_visits(kabupaten_code: str, cutoff: date, today: date, *, by: Actor) -> int:
    """Make the visits of the year until the cut-off, and one lately; how many there are.

    Seeded, all marked as example. Each kecamatan without a PKB gets a vacant post, which mentors.
    """
    live = KampungKB.objects.live().within(kabupaten_code).filter(is_double=False, is_example=True)
    kampung = list(live.select_related("village").order_by("village_id"))
    _open_posts(kampung, by)
    served = mentors_of(kampung)
    chosen = [one for place, one in enumerate(kampung) if place % EVERY == 0 and served[one.pk]]
    posts = Post.objects.in_bulk({served[one.pk][0] for one in chosen})
    return sum(_of(one, posts[served[one.pk][0]], cutoff, today, by) for one in chosen)


def _open_posts(kampung: list[KampungKB], by: Actor) -> None:
    served = mentors_of(kampung)
    alone = sorted({one.village_id[:8] for one in kampung if not served[one.pk]})
    for area in Area.objects.filter(pk__in=alone).order_by("code"):
        open_post(Role.FIELD, [area], by=by)


def _of(kampung: KampungKB, mentor: Post, cutoff: date, today: date, by: Actor) -> int:
    """Four to six visits in the year, one in the last weeks, the next one planned."""
    dice = Random(f"{SEED} {kampung.village_id}")
    count = dice.randint(4, 6)
    gap = A_YEAR // (count + 1)
    first = cutoff - timedelta(days=A_YEAR - dice.randint(0, gap // 2))
    days = [_weekday(first + timedelta(days=gap * step)) for step in range(count)]
    lately = _weekday(today - timedelta(days=dice.randint(10, 50)))
    made = [day for day in (*days, lately) if day <= today]
    for day in made:
        visit = visits.record_visit(
            kampung, _sheet(day, dice), by=by, mentor=mentor, is_example=True
        )
        if day < lately:
            _close(FollowUp.objects.filter(visit=visit), dice, by)
    ahead = _weekday(today + timedelta(days=dice.randint(5, 60)))
    reasons = ["Contoh: disepakati pada kunjungan terakhir."]
    origin = PlannedVisit.Origin.AGREED
    planning.plan_visit(
        kampung, mentor, ahead, by=by, reasons=reasons, origin=origin, is_example=True
    )
    return len(made)


def _weekday(day: date) -> date:
    """The Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _sheet(day: date, dice: Random) -> Sheet:
    what, owner, partner = dice.choice(DEEDS)
    return Sheet(
        day=day,
        kind="lapangan" if dice.random() < 0.85 else "daring",
        arrived=time(dice.choice((8, 9, 10)), 0),
        left=time(dice.choice((11, 12)), 30),
        notes=NOTES,
        checks=tuple(
            Checked("indikator", code, words, dice.choice(("sesuai", "belum", "tidak_diperiksa")))
            for code, words in LOOKED_AT
        ),
        findings=(Found(dice.choice(FINDINGS)),),
        followups=(Agreed(what, owner, day + timedelta(days=dice.randint(7, 30)), partner),),
        signers=(dice.choice(("ketua", "sekretaris")),),
    )


def _close(agreed: FollowUpQuerySet, dice: Random, by: Actor) -> None:
    """Most of what was agreed was done, a little late at times."""
    for one in agreed:
        if dice.random() < 0.9:
            on = one.due_on + timedelta(days=dice.randint(-3, 9))
            followups.close(one, DONE, by=by, on=on)
