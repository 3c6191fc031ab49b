"""The screens of activities, as a browser without JavaScript uses them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Role, User
from naikkelas.activities import actions
from naikkelas.activities.actions import photos
from naikkelas.activities.models import Kegiatan, KegiatanPhoto
from naikkelas.areas.models import Area
from naikkelas.areas.queries import local_now
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import photo, told
from tests.people import make_kampung, make_user
from tests.registry.pictures import encoded, scene

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def as_user() -> Browser:
    def browse(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browse


def today(kampung: KampungKB) -> date:
    return local_now(kampung.village_id).date()


def typed(**more: Any) -> dict[str, Any]:
    """A form as it is sent with the least that is asked for."""
    return {"hari": "hari_ini", "judul": "Posyandu balita", "nomor": str(uuid7())} | more


def url(name: str, kampung: KampungKB, *more: Any) -> str:
    return reverse(f"activities:{name}", args=[kampung.pk, *more])


# Reporting --------------------------------------------------------------------------------------


def test_two_answers_are_enough(kampung: KampungKB, budi: User, as_user: Browser) -> None:
    answer = as_user(budi).post(url("new", kampung), typed())

    activity = Kegiatan.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("insights:activity_sent", args=[kampung.pk, activity.pk])
    assert (activity.judul, activity.tanggal) == ("Posyandu balita", today(kampung))
    assert (activity.peserta_l, activity.is_youth_led) == (None, False)


def test_everything_that_was_told_is_kept(
    kampung: KampungKB, budi: User, as_user: Browser, media: Path
) -> None:
    sent = typed(
        hari="kemarin",
        tempat="Balai desa",
        instansi=["puskesmas", "lainnya"],
        instansi_lainnya="Karang Taruna",
        peserta_l="1.204",
        peserta_p="23",
        p_16_30="7",
        is_youth_led="on",
        sasaran=["balita"],
        saran="3.c.04",
        jenis_post="sebelum_sesudah",
        foto=[
            SimpleUploadedFile("a.jpg", encoded(scene(3)), "image/jpeg"),
            SimpleUploadedFile("b.jpg", encoded(scene(5)), "image/jpeg"),
        ],
    )

    as_user(budi).post(url("new", kampung), sent)

    activity = Kegiatan.objects.get()
    assert activity.tanggal == today(kampung) - timedelta(days=1)
    assert (activity.peserta_l, activity.peserta_p, activity.p_16_30) == (1204, 23, 7)
    assert activity.instansi == "puskesmas|lainnya"
    assert (activity.inpres_kegiatan, activity.is_youth_led) == ("3.c.04", True)
    assert [one.kind for one in KegiatanPhoto.objects.all()] == ["sebelum", "sesudah"]


def test_a_double_tap_is_one_report_with_its_photos_once(
    kampung: KampungKB, budi: User, as_user: Browser, media: Path
) -> None:
    number = str(uuid7())
    for _ in range(2):
        file = SimpleUploadedFile("a.jpg", encoded(scene(3)), "image/jpeg")
        as_user(budi).post(url("new", kampung), typed(nomor=number, foto=[file]))

    assert (Kegiatan.objects.count(), KegiatanPhoto.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"judul": ""}, "Tulis kegiatannya."),
        ({"hari": ""}, "Pilih hari kegiatannya."),
        ({"hari": "lain"}, "Tanggal kegiatan belum diisi."),
        ({"hari": "lain", "tanggal": "2999-01-03"}, "belum tiba"),
        ({"peserta_p": "tiga"}, "Isi bilangan bulat"),
        ({"peserta_p": "3", "p_16_30": "7"}, "lebih banyak daripada jumlahnya"),
        ({"instansi": ["lainnya"]}, "Tulis nama instansinya"),
        ({"sasaran": ["ikan"]}, "tidak dikenal"),
        ({"peserta_p": "-3"}, "tidak boleh negatif"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    kampung: KampungKB, budi: User, as_user: Browser, more: dict[str, Any], words: str
) -> None:
    answer = as_user(budi).post(url("new", kampung), typed(**more))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Posyandu balita" in answer.content.decode() or more == {"judul": ""}
    assert not Kegiatan.objects.exists()


def test_a_photo_that_is_none_does_not_lose_the_report(
    kampung: KampungKB, budi: User, as_user: Browser, media: Path
) -> None:
    file = SimpleUploadedFile("a.jpg", b"%PDF-1.4 ini bukan foto %%EOF", "image/jpeg")

    answer = as_user(budi).post(url("new", kampung), typed(foto=[file]), follow=True)

    assert Kegiatan.objects.count() == 1
    assert "Foto 1 tidak tersimpan" in answer.content.decode()


def test_suggestions_come_without_javascript(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    asked = typed(judul="Bedah rumah Pak RT", cari_saran="1", instansi=["puskesmas"])

    answer = as_user(budi).post(url("new", kampung), asked)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="4.h.02"' in page.partition("Bukan salah satunya")[0]
    assert re.search(r'value="puskesmas" id="isian-instansi_\d+" checked', page)
    assert not Kegiatan.objects.exists()


def test_suggestions_come_while_one_types(kampung: KampungKB, budi: User, as_user: Browser) -> None:
    answer = as_user(budi).get(url("suggest", kampung), {"judul": "fogging DBD"})

    assert 'value="4.h.03"' in answer.content.decode()


def test_partners_of_last_time_come_first_and_a_report_can_be_repeated(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    earlier = actions.report(kampung, told(instansi=["bps"], tempat="Balai RW"), by=budi)

    page = as_user(budi).get(url("new", kampung), {"seperti": str(earlier.pk)}).content.decode()

    assert 'value="bps" id="isian-instansi_0" checked' in page
    assert 'value="Penyuluhan gizi balita"' in page
    assert 'name="peserta_p" value' not in page


# The list and one activity ----------------------------------------------------------------------


def test_the_list_tells_each_state(
    kampung: KampungKB, budi: User, sari: User, as_user: Browser
) -> None:
    one = actions.report(kampung, told(), by=budi)
    two = actions.report(kampung, told(judul="Senam lansia"), by=budi)
    actions.accept(one.pk, by=sari, seen="dikirim")
    actions.withdraw(two.pk, reason="Dua kali", by=budi)

    page = as_user(budi).get(url("list", kampung)).content.decode()

    assert "Diperiksa PKB/PLKB" in page
    assert "Ditarik" in page
    assert page.count("activity-row") == 2


def test_an_empty_list_says_what_to_do(kampung: KampungKB, budi: User, as_user: Browser) -> None:
    assert "Laporkan kegiatan pertama" in as_user(budi).get(url("list", kampung)).content.decode()


def test_strangers_find_nothing(
    kampung: KampungKB, budi: User, wayan: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)

    for name in ("list", "new"):
        assert as_user(wayan).get(url(name, kampung)).status_code == 404
    for name in ("show", "edit", "withdraw", "photos"):
        assert as_user(wayan).get(url(name, kampung, activity.pk)).status_code == 404


def test_a_reader_sees_and_changes_nothing(
    kampung: KampungKB, budi: User, rina: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)

    page = as_user(rina).get(url("show", kampung, activity.pk))

    assert page.status_code == 200
    assert "Tarik kegiatan" not in page.content.decode()
    assert as_user(rina).get(url("edit", kampung, activity.pk)).status_code == 404


def test_one_tap_names_the_activity_of_the_inpres(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(judul="Bedah rumah"), by=budi)
    page = as_user(budi).get(url("show", kampung, activity.pk)).content.decode()

    as_user(budi).post(url("choose", kampung, activity.pk), {"saran": "4.h.02"})

    assert "Kegiatan Inpres apa ini?" in page
    newest = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert newest.inpres_kegiatan == "4.h.02"


# Changing ---------------------------------------------------------------------------------------


def _edited(kampung: KampungKB, activity: Kegiatan, **more: Any) -> dict[str, Any]:
    return {
        "dasar": str(activity.pk),
        "dilihat": str(activity.pk),
        "hari": "lain",
        "tanggal": str(activity.tanggal),
        "judul": activity.judul,
        "instansi": activity.instansi.split("|"),
        "peserta_p": "23",
    } | more


def test_a_change_is_a_version_with_its_difference_in_the_history(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    sent = _edited(kampung, activity, peserta_p="29")

    as_user(budi).post(url("edit", kampung, activity.pk), sent)

    assert Kegiatan.objects.count() == 2
    page = as_user(budi).get(url("show", kampung, activity.pk)).content.decode()
    assert "Peserta perempuan: 23 → 29" in page


def test_saving_without_a_change_makes_no_version(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(is_youth_led=False), by=budi)

    as_user(budi).post(url("edit", kampung, activity.pk), _edited(kampung, activity))

    assert Kegiatan.objects.count() == 1


@pytest.mark.parametrize(("choice", "stays"), [("mereka", 27), ("saya", 31)])
def test_two_people_change_one_field_and_choose(
    kampung: KampungKB, budi: User, ani: User, as_user: Browser, choice: str, stays: int
) -> None:
    activity = actions.report(kampung, told(is_youth_led=False), by=budi)
    theirs = actions.revise(activity.pk, {"peserta_p": (23, 27)}, base=activity.pk, by=ani)
    mine = _edited(kampung, activity, peserta_p="31", tempat="Balai desa")

    clash = as_user(budi).post(url("edit", kampung, activity.pk), mine)

    page = clash.content.decode()
    assert clash.status_code == 409
    assert "27" in page
    assert "ditulis Ketua Pokja" in page
    assert f'name="dilihat" value="{theirs.pk}"' in page
    chosen = mine | {"dilihat": str(theirs.pk), "pilih-peserta_p": choice}
    as_user(budi).post(url("edit", kampung, activity.pk), chosen)
    newest = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert (newest.peserta_p, newest.tempat) == (stays, "Balai desa")
    assert set(Kegiatan.objects.values_list("peserta_p", flat=True)) == {23, 27, 31}


def test_withdrawing_asks_why_and_can_be_undone(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    browser = as_user(budi)

    assert browser.post(url("withdraw", kampung, activity.pk), {"reason": ""}).status_code == 422
    browser.post(url("withdraw", kampung, activity.pk), {"reason": "Tercatat dua kali"})
    page = browser.get(url("show", kampung, activity.pk)).content.decode()
    browser.post(url("restore", kampung, activity.pk))

    assert "Kembalikan kegiatan" in page
    assert Kegiatan.objects.filter(withdrawn_at__isnull=True).count() == 1


# Photos -----------------------------------------------------------------------------------------


def _photo(kampung: KampungKB, activity: Kegiatan, by: User) -> KegiatanPhoto:
    return photos.add(kampung, activity.pk, photo(), id=uuid7(), kind="kegiatan", caption="", by=by)


def test_photos_are_added_worded_and_taken_away(
    kampung: KampungKB, budi: User, as_user: Browser, media: Path
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    browser, place = as_user(budi), url("photos", kampung, activity.pk)
    file = SimpleUploadedFile("a.jpg", encoded(scene(3)), "image/jpeg")

    assert browser.post(place, {"kind": "kegiatan"}).status_code == 422
    browser.post(place, {"file": file, "kind": "kegiatan", "caption": "Menimbang"})
    kept = KegiatanPhoto.objects.get()
    change = url("photo_change", kampung, activity.pk, kept.pk)
    browser.post(change, {"langkah": "simpan", "kind": "sesudah", "caption": "Selesai"})
    browser.post(change, {"langkah": "hapus"})

    kept.refresh_from_db()
    assert (kept.kind, kept.caption) == ("sesudah", "Selesai")
    assert kept.withdrawn_at is not None
    assert "Kembalikan" in browser.get(place).content.decode()


def test_a_link_to_a_photo_opens_for_its_person_only(
    kampung: KampungKB, budi: User, ani: User, as_user: Browser, media: Path
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    _photo(kampung, activity, budi)
    page = as_user(budi).get(url("show", kampung, activity.pk)).content.decode()
    link = page.partition('src="/foto-kegiatan/')[2].partition('"')[0]

    answer = as_user(budi).get(f"/foto-kegiatan/{link}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]

    assert content.startswith(b"\xff\xd8\xff")
    assert answer["Cache-Control"] == "private, no-store"
    assert as_user(ani).get(f"/foto-kegiatan/{link}").status_code == 404
    assert as_user(budi).get(f"/foto-kegiatan/{link}x").status_code == 404


# Verifying --------------------------------------------------------------------------------------


def test_the_desk_accepts_what_it_ticks(
    kampung: KampungKB, budi: User, sari: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    browser = as_user(sari)
    page = browser.get(reverse("activities:review_queue")).content.decode()

    answer = browser.post(reverse("activities:review_queue"), {"pilih": f"{activity.pk}:dikirim"})

    assert "Penyuluhan gizi balita" in page
    assert "1 kegiatan diterima" in answer.content.decode()


def test_the_desk_sends_one_back_with_words(
    kampung: KampungKB, budi: User, sari: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    place = reverse("activities:review_show", args=[activity.pk])
    back = {"langkah": "kembalikan", "dilihat": "dikirim"}

    assert as_user(sari).post(place, back).status_code == 422
    as_user(sari).post(place, back | {"catatan": "Jumlahnya terbalik"})

    page = as_user(budi).get(url("edit", kampung, activity.pk)).content.decode()
    assert "Jumlahnya terbalik" in page


def test_enter_in_the_comment_decides_nothing(
    kampung: KampungKB, budi: User, sari: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)

    answer = as_user(sari).post(
        reverse("activities:review_show", args=[activity.pk]),
        {"langkah": "", "dilihat": "dikirim", "catatan": "x"},
    )

    activity.refresh_from_db()
    assert (answer.status_code, activity.state) == (200, "dikirim")


def test_both_queues_lead_to_each_other(sari: User, as_user: Browser) -> None:
    one, other = reverse("registry:review_queue"), reverse("activities:review_queue")

    assert f'href="{other}"' in as_user(sari).get(one).content.decode()
    assert f'href="{one}"' in as_user(sari).get(other).content.decode()


def test_an_activity_comes_back_under_the_address_of_its_own_kampung_only(
    kampung: KampungKB, budi: User, as_user: Browser
) -> None:
    activity = actions.report(kampung, told(), by=budi)
    actions.withdraw(activity.pk, reason="Salah catat", by=budi)
    other = make_kampung("91.37.01.2002")
    operator = make_user("operator", "Operator", Role.OPERATOR, Area.objects.get(pk="91.37"))

    assert as_user(operator).post(url("restore", other, activity.pk)).status_code == 404

    activity.refresh_from_db()
    assert activity.withdrawn_at
