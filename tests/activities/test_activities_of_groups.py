"""What a group does is reported as an activity once; its pages tell of it from there."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.activities.actions.reporting import report, revise
from naikkelas.activities.errors import Bentrok, GroupUnknown
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries.kegiatan import values_of
from naikkelas.activities.queries.pages import page_of
from naikkelas.audit.models import Event
from naikkelas.registry.models import KampungKB, Kelompok
from tests.activities.phone import Phone, envelope
from tests.people import make_area, make_group, make_kampung

pytestmark = pytest.mark.django_db
TOLD: dict[str, Any] = {"tanggal": "2025-07-05", "judul": "Kelas orang tua balita"}


@pytest.fixture
def group(kampung: KampungKB) -> Kelompok:
    return make_group(kampung, "bkb", last_met_on=date(2025, 6, 3))


@pytest.fixture
def ketua(ani: User) -> Client:
    client = Client()
    client.force_login(ani)
    return client


def held_by(group: Kelompok, **more: Any) -> dict[str, Any]:
    return TOLD | {"kelompok": str(group.pk)} | more


def shown(client: Client, name: str, group: Kelompok, *keys: Any) -> str:
    return client.get(reverse(f"registry:{name}", args=[group.kampung_id, *keys])).content.decode()


def test_an_activity_is_on_the_page_of_its_group_and_is_its_last_meeting(
    kampung: KampungKB, ani: User, group: Kelompok, ketua: Client
) -> None:
    report(kampung, TOLD | {"judul": "Senam lansia"}, by=ani)
    activity = report(kampung, held_by(group), by=ani)

    page = shown(ketua, "group_show", group, group.pk)

    assert reverse("activities:show", args=[kampung.pk, activity.record]) in page
    assert "Kelas orang tua balita" in page
    assert "Senam lansia" not in page
    assert "5 Juli 2025" in page
    assert "bertemu 5 Jul 2025" in shown(ketua, "group_list", group)


def test_a_meeting_that_was_noted_later_stands(
    kampung: KampungKB, ani: User, group: Kelompok, ketua: Client
) -> None:
    report(kampung, held_by(group, tanggal="2025-05-05"), by=ani)

    assert "bertemu 3 Jun 2025" in shown(ketua, "group_list", group)


def test_the_page_of_a_group_begins_a_report_that_names_it(group: Kelompok, ketua: Client) -> None:
    page = shown(ketua, "group_show", group, group.pk)
    url = f"{reverse('activities:new', args=[group.kampung_id])}?kelompok={group.pk}"

    assert "Belum ada laporan kegiatan yang menyebut kelompok ini." in page
    assert url in page
    form = ketua.get(url).content.decode()
    assert f'<option value="{group.pk}" selected>' in form
    assert '<details class="panel disclosure" open>' in form  # what was chosen is seen


def test_the_form_stores_the_group_that_was_chosen(group: Kelompok, ketua: Client) -> None:
    sent = {"hari": "hari_ini", "judul": "Kelas orang tua balita", "kelompok": str(group.pk)}

    ketua.post(reverse("activities:new", args=[group.kampung_id]), sent)

    assert Kegiatan.objects.get().kelompok == group


def test_a_group_of_another_kampung_is_refused(kampung: KampungKB, ani: User) -> None:
    theirs = make_group(make_kampung(make_area("91.37.01.2002", "Sukasari")), "bkb")

    for key in (str(theirs.pk), "BKB Melati"):
        with pytest.raises(GroupUnknown):
            report(kampung, TOLD | {"kelompok": key}, by=ani)


def test_history_and_clashes_name_the_group_in_words(
    kampung: KampungKB, ani: User, group: Kelompok
) -> None:
    other = make_group(kampung, "bkr", nama="BKR Mawar")
    first = report(kampung, held_by(group), by=ani)
    seen, theirs, mine = str(group.pk), str(other.pk), ""
    revise(first.record, {"kelompok": (seen, theirs)}, base=first.pk, by=ani)

    page = page_of(first.record, kampung, ani)
    with pytest.raises(Bentrok) as clash:
        revise(first.record, {"kelompok": (seen, mine)}, base=first.pk, by=ani)

    assert page is not None
    assert dict(page.answers)["Kelompok yang mengadakan"] == "BKR Mawar"
    assert ("Kelompok yang mengadakan", "BKB Melati", "BKR Mawar") in page.history[0].changed
    told = clash.value.fields[0]
    assert (told["theirs"], told["yours"]) == ("BKR Mawar", "")


def test_a_phone_takes_the_groups_along_and_names_one(
    kampung: KampungKB, ani: User, group: Kelompok
) -> None:
    make_group(kampung, "bkr", nama="BKR Mawar", stopped_on=date(2025, 5, 3), stopped_reason="Usai")
    phone = Phone(ani)

    told = phone.client.get(reverse("activities:phone_provide", args=[kampung.pk])).json()
    phone.send(envelope(kampung, "kegiatan", body=held_by(group)))

    assert [name for _, name in told["groups"]] == ["BKB Melati", "BKR Mawar (berhenti)"]
    assert values_of(Kegiatan.objects.get())["kelompok"] == str(group.pk)


def test_a_clash_names_no_group_of_another_kampung(
    kampung: KampungKB, ani: User, group: Kelompok
) -> None:
    theirs = make_group(make_kampung(make_area("91.37.01.2002", "Sukasari")), "bkb", "BKB Rahasia")
    first = report(kampung, TOLD, by=ani)
    revise(first.record, {"kelompok": ("", str(group.pk))}, base=first.pk, by=ani)

    with pytest.raises(Bentrok) as clash:
        revise(first.record, {"kelompok": ("", str(theirs.pk))}, base=first.pk, by=ani)

    assert clash.value.fields[0]["yours"] == ""


def test_an_edit_on_the_web_keeps_a_group_that_was_a_mistake(
    kampung: KampungKB, ani: User, group: Kelompok, ketua: Client
) -> None:
    first = report(kampung, held_by(group), by=ani)
    Kelompok.objects.update(withdrawn_at=timezone.now())
    url = reverse("activities:edit", args=[kampung.pk, first.record])
    form = ketua.get(url).context["form"]
    told = {name: form[name].value() for name in ("hari", "tanggal", "kelompok")}

    ketua.post(url, told | {"judul": "Kelas orang tua bayi", "dasar": str(first.pk)})

    newest = Kegiatan.objects.get(withdrawn_at__isnull=True)
    assert (newest.judul, newest.kelompok) == ("Kelas orang tua bayi", group)


def test_what_a_desk_may_take_over_names_the_group_and_costs_no_more_with_more_lines(
    kampung: KampungKB, ani: User, group: Kelompok, ketua: Client
) -> None:
    phone = Phone(ani)

    def refused(count: int) -> int:
        for _ in range(count):
            phone.send(envelope(kampung, "kegiatan", body=held_by(group, judul="")))
        with CaptureQueriesContext(connection) as asked:
            page = ketua.get(reverse("activities:waiting")).content.decode()
        assert "BKB Melati" in page
        assert str(group.pk) not in page
        return len(asked)

    assert refused(1) == refused(7)


def test_the_trail_says_that_the_group_changed_and_no_key(
    kampung: KampungKB, ani: User, group: Kelompok
) -> None:
    first = report(kampung, TOLD, by=ani)
    revise(first.record, {"kelompok": ("", str(group.pk))}, base=first.pk, by=ani)

    event = Event.objects.get(verb="kegiatan.revise")
    assert event.data["fields"] == "Kelompok yang mengadakan"
    assert str(group.pk) not in f"{event.before} {event.after}"
