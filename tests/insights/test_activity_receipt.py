"""From the form of an activity to the class of the kampung, end to end."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.activities import actions
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB
from tests.insights.conftest import add_activity
from tests.people import make_kampung, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ani(sukamaju: Area) -> User:
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, sukamaju)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def sent(who: User, kampung: KampungKB, *agencies: str) -> str:
    """The receipt of an activity that is reported now, on its page."""
    typed: dict[str, Any] = {
        "hari": "hari_ini",
        "judul": "Lokakarya mini",
        "instansi": list(agencies),
        "nomor": str(uuid7()),
    }
    answer = signed_in(who).post(reverse("activities:new", args=[kampung.pk]), typed, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def moves_of(page: str) -> list[str]:
    """What a receipt says of each indicator that moved, as people read it."""
    items = re.search(r'<ul class="activity-moves">(.*?)</ul>', page)
    found = re.findall(r"<li>(.*?)</li>", items[1]) if items else []
    return [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in found]


def test_an_activity_raises_the_score_at_once(kampung: KampungKB, ani: User) -> None:
    """Three agencies score 2 and four score 3; the one of before that comes again is no fourth."""
    today = local_now(kampung.village_id).date()
    before, sent_now = {"puskesmas", "dinas_pmd"}, {"dinas_pmd", "bps", "dinas_kesehatan"}
    add_activity(kampung, today, "|".join(sorted(before)))

    page = sent(ani, kampung, *sorted(sent_now))

    few, many = len(before), len(before | sent_now)
    assert moves_of(page) == [
        "Intervensi lintas sektor naik 2 → 3 "
        f"({few} dari 37 instansi menjadi {many} dari 37 instansi)"
    ]
    moves = page.partition("Hasilnya pada kelas kampung")[2].partition("Langkah berikutnya")[0]
    assert "dihitung di sini setelah disahkan" in moves
    assert "https://api.whatsapp.com/send?text=" in page


def test_an_agency_that_raises_no_score_is_told_by_its_figures(
    kampung: KampungKB, ani: User
) -> None:
    add_activity(kampung, local_now(kampung.village_id).date(), "puskesmas|dinas_pmd")

    page = sent(ani, kampung, "bps")

    assert moves_of(page) == [
        "Intervensi lintas sektor tetap 2 (2 dari 37 instansi menjadi 3 dari 37 instansi)"
    ]


def test_the_same_partners_again_raise_nothing(kampung: KampungKB, ani: User) -> None:
    add_activity(kampung, local_now(kampung.village_id).date(), "puskesmas|bps|dinas_sosial")

    page = sent(ani, kampung, "bps")

    assert moves_of(page) == []
    assert "Skor tidak berubah" in page


def test_the_receipt_stays_what_it_was(kampung: KampungKB, ani: User) -> None:
    sent(ani, kampung, "dinas_sosial", "bps", "dinas_kesehatan")
    activity = Kegiatan.objects.get()
    place = reverse("insights:activity_sent", args=[kampung.pk, activity.pk])
    before = signed_in(ani).get(place).content.decode().partition("Hasilnya")[2]

    actions.report(
        kampung,
        {"tanggal": activity.tanggal, "judul": "Bakti sosial", "instansi": ["puskesmas"]},
        by=ani,
    )

    after = signed_in(ani).get(place).content.decode().partition("Hasilnya")[2]
    assert before.partition("Bagikan")[0] == after.partition("Bagikan")[0]


def test_the_page_of_the_kampung_shows_the_activity(kampung: KampungKB, ani: User) -> None:
    sent(ani, kampung, "puskesmas")

    page = signed_in(ani).get(reverse("insights:kampung", args=[kampung.pk])).content.decode()

    assert "Lokakarya mini" in page


def test_three_desks_bring_it_into_the_verified_class(
    kampung: KampungKB, ani: User, sari: User, rina: User, darma: User
) -> None:
    sent(ani, kampung, "dinas_sosial", "bps", "dinas_kesehatan", "kanwil_kemenag")
    activity = Kegiatan.objects.get()
    for who in (sari, rina, darma):
        place = reverse("activities:review_show", args=[activity.pk])
        activity.refresh_from_db()
        signed_in(who).post(place, {"langkah": "terima", "dilihat": activity.state})
    activity.refresh_from_db()

    assert activity.state == "disahkan"
    place = reverse("insights:kampung", args=[kampung.pk])
    page = signed_in(ani).get(place, {"dasar": "terverifikasi"}).content.decode()
    assert "Lokakarya mini" in page


def test_a_receipt_of_elsewhere_is_found_by_nobody(
    kampung: KampungKB, ani: User, wayan: User
) -> None:
    sent(ani, kampung, "puskesmas")
    activity = Kegiatan.objects.get()

    for who, key in ((wayan, activity.pk), (ani, uuid7())):
        place = reverse("insights:activity_sent", args=[kampung.pk, key])
        assert signed_in(who).get(place).status_code == 404
