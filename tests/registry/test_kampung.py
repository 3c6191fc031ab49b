"""One live kampung per village, opened, changed, closed and reopened."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import actions, queries
from naikkelas.registry.errors import AlreadyRegistered, ReportRefused, VillageUnknown
from naikkelas.registry.models import KampungKB, Profil
from tests.people import make_area, make_kampung, make_report

pytestmark = pytest.mark.django_db


def test_a_village_gets_its_kampung(sukamaju: Area, darma: User) -> None:
    kampung = actions.register_kampung(
        sukamaju.code, {"tanggal_pencanangan": date(2018, 5, 7)}, by=darma
    )

    assert (kampung.nama, kampung.kabupaten_code) == ("Sukamaju", "91.37")
    event = Event.objects.get(verb="kampung.register")
    assert event.after["tanggal_pencanangan"] == "2018-05-07"


def test_a_second_live_kampung_in_a_village_is_refused(sukamaju: Area, darma: User) -> None:
    make_kampung(sukamaju)

    with pytest.raises(AlreadyRegistered):
        actions.register_kampung(sukamaju.code, {}, by=darma)

    assert KampungKB.objects.count() == 1
    assert not Event.objects.exists()


def test_a_closed_one_makes_room_and_cannot_come_back_then(sukamaju: Area, darma: User) -> None:
    old = make_kampung(sukamaju)
    actions.deactivate_kampung(old, by=darma)
    actions.register_kampung(sukamaju.code, {"nama": "Sukamaju Baru"}, by=darma)

    with pytest.raises(AlreadyRegistered):
        actions.activate_kampung(old, by=darma)

    assert KampungKB.objects.live().get().nama == "Sukamaju Baru"


def test_closing_and_reopening_are_in_the_trail(sukamaju: Area, darma: User) -> None:
    kampung = make_kampung(sukamaju)

    actions.deactivate_kampung(kampung, by=darma)
    actions.deactivate_kampung(kampung, by=darma)
    actions.activate_kampung(kampung, by=darma)

    assert list(Event.objects.values_list("verb", flat=True)) == [
        "kampung.deactivate",
        "kampung.activate",
    ]
    assert KampungKB.objects.live().get() == kampung


@pytest.mark.parametrize("code", ["91.37.01", "91.37.01.2999", "91.37.01.2003"])
def test_only_a_village_in_force_can_have_a_kampung(code: str, sukamaju: Area, darma: User) -> None:
    make_area("91.37.01.2003", "Desa Lama", valid_until=date(2024, 1, 1))

    with pytest.raises(VillageUnknown):
        actions.register_kampung(code, {}, by=darma)


def test_a_proclamation_before_the_programme_is_refused(sukamaju: Area, darma: User) -> None:
    with pytest.raises(ReportRefused):
        actions.register_kampung(
            sukamaju.code, {"tanggal_pencanangan": date(2015, 12, 31)}, by=darma
        )

    assert not KampungKB.objects.exists()


def test_a_change_is_in_the_trail_with_only_what_changed(sukamaju: Area, sari: User) -> None:
    kampung = make_kampung(sukamaju, nama="Sukamaju")

    actions.edit_kampung(kampung, {"nama": "Sukamaju Jaya", "kriteria": ""}, by=sari)

    event = Event.objects.get(verb="kampung.edit")
    assert event.before == {"nama": "Sukamaju"}
    assert event.after == {"nama": "Sukamaju Jaya"}
    kampung.refresh_from_db()
    assert kampung.tanggal_pencanangan == date(2018, 5, 7)


def test_saving_without_a_change_leaves_no_trail(sukamaju: Area, sari: User) -> None:
    actions.edit_kampung(make_kampung(sukamaju), {}, by=sari)

    assert not Event.objects.exists()


@pytest.mark.parametrize("who", ["wayan", "head", "sari"])
def test_others_open_and_close_nothing(
    who: str, sukamaju: Area, request: pytest.FixtureRequest
) -> None:
    person, kampung = request.getfixturevalue(who), make_kampung(sukamaju)

    with pytest.raises(NotYours):
        actions.register_kampung("91.37.01.2001", {}, by=person)
    with pytest.raises(NotYours):
        actions.deactivate_kampung(kampung, by=person)


# Constraints ------------------------------------------------------------------------------------


def test_the_database_holds_one_live_kampung_per_village(sukamaju: Area) -> None:
    make_kampung(sukamaju)
    make_kampung(sukamaju, is_active=False)
    make_kampung(sukamaju, withdrawn_at=datetime(2025, 7, 1, tzinfo=UTC))
    make_kampung(sukamaju, is_double=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_kampung(sukamaju)


def test_the_database_holds_one_row_per_source_id(sukamaju: Area) -> None:
    kampung = make_kampung(sukamaju)
    first = make_report("profil", kampung, date(2025, 5, 7), source_id=37)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_report("profil", kampung, date(2025, 6, 7), source_id=37)

    Profil.objects.filter(pk=first.pk).update(withdrawn_at=first.recorded_at)
    make_report("profil", kampung, date(2025, 6, 7), source_id=37)


@pytest.mark.parametrize("month", [0, 13])
def test_the_database_knows_twelve_months(month: int, sukamaju: Area) -> None:
    kampung = make_kampung(sukamaju)
    make_report("profil", kampung, date(2025, 5, 7), bulan=12)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_report("profil", kampung, date(2025, 5, 7), bulan=month)


# Seeing -----------------------------------------------------------------------------------------


def test_a_person_sees_the_kampung_of_their_area(
    sukamaju: Area, sari: User, wayan: User, darma: User
) -> None:
    kampung = make_kampung(sukamaju)
    gone = make_kampung("91.37.01.2007", withdrawn_at=datetime(2025, 7, 1, tzinfo=UTC))

    assert list(queries.kampung_for(sari)) == [kampung]
    assert list(queries.kampung_for(darma)) == [kampung]
    assert list(queries.kampung_for(wayan)) == []
    assert gone.village_id == "91.37.01.2007"


# On screen --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["91.37.01.2001", "9137012001", "suka maju", "91.37.01.2001 · X"])
def test_a_kampung_is_registered_by_name_or_code(typed: str, client: Client, darma: User) -> None:
    client.force_login(darma)

    answer = client.post(
        "/kampung/baru/",
        {
            "desa": typed,
            "tanggal_pencanangan": "2018-05-07",
            "lintang": "-3,798",
            "bujur": "114.79",
        },
    )

    kampung = KampungKB.objects.get()
    assert answer.status_code == 302
    assert (kampung.village_id, kampung.lintang, kampung.bujur) == ("91.37.01.2001", -3.798, 114.79)


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"desa": ""}, "Tulis nama atau kode desa"),
        ({"desa": "Antah Berantah"}, "tidak ditemukan"),
        ({"desa": "tanjung"}, "tidak ditemukan"),
        ({"desa": "92.41.03.2007"}, "tidak mencakup"),
        ({"desa": "sukamaju", "tanggal_pencanangan": "2015-12-31"}, "program dimulai Januari 2016"),
        ({"desa": "suka"}, "Ada beberapa desa"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    posted: dict[str, str], sentence: str, client: Client, darma: User, wayan: User
) -> None:
    make_area("91.37.01.2003", "Sukamakmur")
    client.force_login(darma)

    answer = client.post("/kampung/baru/", posted)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not KampungKB.objects.exists()


def test_information_is_changed_on_screen(client: Client, sukamaju: Area, sari: User) -> None:
    kampung = make_kampung(sukamaju)
    client.force_login(sari)

    answer = client.post(
        f"/kampung/{kampung.pk}/ubah/",
        {"nama": "Ma'ruf <b>", "kriteria": [], "contoh_kabupaten": "ya", "lintang": "14,9"},
        follow=True,
    )

    page = answer.content.decode()
    kampung.refresh_from_db()
    assert (kampung.nama, kampung.contoh_kabupaten) == ("Ma'ruf <b>", True)
    assert "berada di luar Indonesia" in page
    assert "<b>" not in page


@pytest.mark.parametrize(("column", "degrees"), [("lintang", "114,9"), ("bujur", "-200")])
def test_a_place_on_no_earth_is_refused(
    column: str, degrees: str, client: Client, sukamaju: Area, sari: User
) -> None:
    kampung = make_kampung(sukamaju)
    client.force_login(sari)

    answer = client.post(f"/kampung/{kampung.pk}/ubah/", {"nama": "Sukamaju", column: degrees})

    assert answer.status_code == 422
    assert "Periksa apakah lintang dan bujur tertukar." in answer.content.decode()


def test_a_kampung_is_closed_and_reopened_on_screen(
    client: Client, sukamaju: Area, darma: User
) -> None:
    kampung = make_kampung(sukamaju)
    client.force_login(darma)

    client.post(f"/kampung/{kampung.pk}/nonaktifkan/")
    page = client.get(f"/kampung/{kampung.pk}/ubah/").content.decode()
    assert "Kampung ini tidak aktif" in page

    client.post(f"/kampung/{kampung.pk}/aktifkan/")
    kampung.refresh_from_db()
    assert kampung.is_active


@pytest.mark.parametrize("path", ["ubah/", "nonaktifkan/", "aktifkan/"])
def test_others_get_nothing_here(
    path: str, client: Client, sukamaju: Area, wayan: User, head: User
) -> None:
    kampung = make_kampung(sukamaju)

    for person in (wayan, head):
        client.force_login(person)
        answer: Any = client.post(f"/kampung/{kampung.pk}/{path}", {"nama": "Direbut"})
        assert answer.status_code == 404
    kampung.refresh_from_db()
    assert (kampung.nama, kampung.is_active) == ("Sukamaju", True)
