"""What records say already is not asked again, however the profile is sent."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry import actions
from naikkelas.registry.actions import attendance, bulk, groups
from naikkelas.registry.models import KampungKB, Kelompok, Profil, WorkPlan
from naikkelas.registry.queries.derived import profile_facts
from naikkelas.registry.rules.derived import Span, day_of_month, presence
from tests.people import (
    make_group,
    make_kader,
    make_meeting,
    make_pokja,
    make_report,
    make_seat,
)

pytestmark = pytest.mark.django_db

JULY = date(2025, 7, 17)


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=False):
        yield


def values(kampung: KampungKB, on: date = JULY) -> dict[str, Any]:
    return {column: fact.value for column, fact in profile_facts(kampung, on).items()}


def sent(kampung: KampungKB, by: User, **more: Any) -> Profil:
    report = actions.submit_report(
        "profil", kampung, year=2025, month=6, by=by, **({"values": {}} | more)
    )
    assert isinstance(report, Profil)
    return report


# What follows from records ----------------------------------------------------------------------


def test_without_records_everything_is_asked(kampung: KampungKB) -> None:
    make_report("profil", kampung, date(2025, 7, 3), bkb=True, pokja_ada=True)

    assert values(kampung) == {}


def test_a_group_at_work_answers_its_question(kampung: KampungKB) -> None:
    make_group(kampung, "bkb")
    make_group(kampung, "pik_r", stopped_on=date(2025, 5, 7), stopped_reason="Bubar.")
    make_group(kampung, "bkl", since=date(2025, 7, 18))
    make_group(kampung, "dashat")

    facts = profile_facts(kampung, JULY)

    assert values(kampung) == {"bkb": True, "pik_r": False}
    assert facts["bkb"].from_what == "BKB Melati"
    assert facts["pik_r"].from_what == "PIK-R Melati, berhenti"
    assert facts["bkb"].link == f"/kampung/{kampung.pk}/kelompok/#bkb"


def test_the_facts_are_those_of_their_day(kampung: KampungKB) -> None:
    make_group(kampung, since=date(2024, 3, 5), stopped_on=date(2025, 5, 7), stopped_reason="x")

    assert values(kampung, date(2024, 3, 4)) == {}
    assert values(kampung, date(2024, 3, 5)) == {"bkb": True}
    assert values(kampung, date(2025, 5, 6)) == {"bkb": True}
    assert values(kampung, date(2025, 5, 7)) == {"bkb": False}


def test_a_record_that_was_a_mistake_says_nothing(kampung: KampungKB, sari: User) -> None:
    groups.withdraw_group(make_group(kampung), by=sari)

    assert values(kampung) == {}


def test_the_pokja_follows_from_its_seats(kampung: KampungKB) -> None:
    pokja = make_pokja(kampung)
    make_seat(pokja, make_kader(kampung))

    assert values(kampung) == {"pokja_ada": True, "pokja_sk": True, "pokja_anggota": 1}


def _held(kampung: KampungKB, by: User, *days: date) -> None:
    for day in days:
        meeting = make_meeting(kampung, day, kind="rapat_perencanaan")
        attendance.tick(meeting, (), guests=["Pak Lurah"], by=by)


def test_a_meeting_that_was_held_answers_but_how_often_needs_a_year_of_records(
    kampung: KampungKB, budi: User
) -> None:
    make_meeting(kampung, date(2025, 7, 3), kind="rapat_koordinasi")  # nobody came
    _held(kampung, budi, date(2025, 2, 5), date(2025, 6, 11))

    assert values(kampung) == {"rapat_perencanaan": True}

    _held(kampung, budi, date(2024, 7, 3))
    assert values(kampung) == {
        "rapat_perencanaan": True,
        "frekuensi_rapat_perencanaan": "tahunan",
    }
    assert values(kampung, date(2024, 7, 2)) == {}


def test_an_approved_work_plan_answers_for_its_year(kampung: KampungKB) -> None:
    WorkPlan.objects.create(
        kampung=kampung,
        kabupaten_code="91.37",
        year=2025,
        revision=1,
        rkm_id=uuid7(),
        approved_on=date(2025, 2, 3),
        recorded_by=0,
        recorded_at=datetime(2025, 2, 3, 4, 5, tzinfo=UTC),
    )

    assert values(kampung) == {"rkm_ada": True}
    assert profile_facts(kampung, JULY)["rkm_ada"].from_what == (
        "RKM 2025, versi 1, disetujui 3 Februari 2025"
    )
    assert values(kampung, date(2025, 2, 2)) == values(kampung, date(2026, 1, 1)) == {}


def test_the_facts_and_the_list_cost_the_same_for_one_group_and_for_thirty(
    client: Client, kampung: KampungKB, budi: User
) -> None:
    make_group(kampung)
    client.force_login(budi)
    page = reverse("registry:group_list", args=[kampung.pk])
    client.get(page)

    costs = []
    for more in (0, 30):
        for number in range(more):
            make_group(kampung, nama=f"BKB {number}", kader=make_kader(kampung, f"Kader {number}"))
        with CaptureQueriesContext(connection) as facts:
            profile_facts(kampung, JULY)
        with CaptureQueriesContext(connection) as listed:
            client.get(page)
        costs.append((len(facts), len(listed)))

    assert costs[0] == costs[1]


def test_examples_are_loaded_by_who_may_import(kampung: KampungKB, sari: User, darma: User) -> None:
    group = Kelompok(kampung=kampung, kind="bkb", nama="BKB Contoh")

    with pytest.raises(NotYours):
        bulk.store_groups("91.37", [group], [], [], by=sari)
    assert not Kelompok.objects.exists()

    bulk.store_groups("91.37", [group], [], [], by=darma)
    assert values(kampung) == {"bkb": True}
    assert Event.objects.get().data == {"groups": 1, "innovations": 0}


def test_one_of_several_at_work_is_enough() -> None:
    stopped = Span("BKB Tua", None, date(2025, 3, 7))
    many = [Span(f"BKB {number}") for number in range(5)]

    assert presence([stopped, Span("BKB Baru")], JULY) == (True, "BKB Baru")
    assert presence(many, JULY) == (True, "BKB 0; BKB 1; BKB 2; dan 2 lagi")
    assert presence([Span("BKB Nanti", date(2025, 7, 18))], JULY) is None


def test_a_month_is_told_by_its_last_day_or_by_today() -> None:
    assert day_of_month(2025, 6, JULY) == date(2025, 6, 30)
    assert day_of_month(2025, 7, JULY) == JULY
    assert day_of_month(2024, 2, JULY) == date(2024, 2, 29)


# Sending ----------------------------------------------------------------------------------------


def test_what_is_not_given_is_filled_in(kampung: KampungKB, ani: User) -> None:
    make_seat(make_pokja(kampung), make_kader(kampung))
    make_group(kampung, "bkb")

    report = sent(kampung, ani, values={"bkr": False, "bkb": None, "pokja_terlatih": False})

    assert (report.bkb, report.bkr, report.bkl) == (True, False, None)
    assert (report.pokja_ada, report.pokja_anggota) == (True, 1)
    assert report.pokja_terlatih is False
    assert report.doubts == ""


def test_an_answer_that_says_something_else_is_kept_and_doubted(
    kampung: KampungKB, ani: User
) -> None:
    make_group(kampung, "bkb")

    report = sent(kampung, ani, values={"bkb": False})

    assert (report.bkb, report.doubts) == (False, "berbeda_dari_catatan:bkb")


def test_what_hangs_on_another_answer_is_not_doubted_for_it(kampung: KampungKB, ani: User) -> None:
    make_seat(make_pokja(kampung), make_kader(kampung))

    report = sent(kampung, ani, values={"pokja_ada": False})

    assert (report.pokja_ada, report.pokja_sk, report.pokja_anggota) == (False, None, None)
    assert report.doubts == "berbeda_dari_catatan:pokja_ada"


def test_the_same_report_again_is_the_first_one_though_a_record_came_between(
    kampung: KampungKB, ani: User
) -> None:
    one = uuid7()
    first = sent(kampung, ani, id=one, values={"bkr": True})
    make_group(kampung, "bkb")

    again = sent(kampung, ani, id=one, values={"bkr": True})

    assert (again, again.bkb) == (first, None)
    assert Profil.objects.count() == 1


def test_a_month_of_the_past_is_told_by_the_records_of_then(kampung: KampungKB, ani: User) -> None:
    make_group(kampung, "bkb", since=date(2025, 7, 1))

    assert sent(kampung, ani).bkb is None
    july = actions.submit_report("profil", kampung, year=2025, month=7, values={}, by=ani)
    assert isinstance(july, Profil)
    assert july.bkb is True


def test_other_forms_are_as_before(kampung: KampungKB, ani: User) -> None:
    make_group(kampung, "bkb")

    report = actions.submit_report(
        "penduduk", kampung, year=2025, month=6, values={"pus": 37}, by=ani
    )

    assert report.doubts == ""


# The form ---------------------------------------------------------------------------------------


def url(kampung: KampungKB, step: str = "") -> str:
    return f"/kampung/{kampung.pk}/lapor/profil/{step}?bulan=2025-06"


def test_the_form_shows_what_is_settled_and_where_it_is_changed(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    make_group(kampung, "bkb")
    client.force_login(ani)

    page = client.get(url(kampung)).content.decode()

    assert "BKB Melati" in page
    assert f'href="/kampung/{kampung.pk}/kelompok/#bkb"' in page
    assert '<input type="hidden" name="bkb" value="ya" data-settled>' in page
    assert page.count('name="bkb"') == 1
    assert page.count('type="radio" name="bkr"') == 2


def test_an_older_draft_and_last_months_answer_give_way_to_the_record(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    make_report("profil", kampung, date(2025, 6, 3), bkb=False, bkr=True)
    client.force_login(ani)
    client.post(url(kampung, "draf/"), {"bkb": "tidak", "bkr": "ya", "draf_dilihat": ""})
    make_group(kampung, "bkb")

    assert 'name="bkb" value="ya"' in client.get(url(kampung)).content.decode()
    checked = client.get(url(kampung, "periksa/")).content.decode()
    assert "berbeda" not in checked
    client.post(url(kampung, "periksa/"), {"id": str(uuid7())})

    report = Profil.objects.get(bulan=6, tanggal_isi=JULY)
    assert (report.bkb, report.bkr, report.doubts) == (True, True, "")


def test_a_pokja_in_the_records_opens_the_questions_that_hang_on_it(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    make_seat(make_pokja(kampung), make_kader(kampung))
    client.force_login(ani)
    answers = {"pokja_terlatih": "ya", "pokja_pelatihan": "Orientasi", "periksa": "1"}

    client.post(url(kampung), answers)
    client.post(url(kampung, "periksa/"), {"id": str(uuid7())})

    report = Profil.objects.get()
    assert (report.pokja_ada, report.pokja_pelatihan) == (True, "Orientasi")


# The pages --------------------------------------------------------------------------------------


def test_a_group_is_recorded_stopped_and_brought_back_on_its_pages(
    client: Client, kampung: KampungKB, budi: User
) -> None:
    client.force_login(budi)
    new = reverse("registry:group_new", args=[kampung.pk])

    empty = client.post(new, {"kind": "bkb", "nama": ""})
    assert (empty.status_code, "Isi dahulu." in empty.content.decode()) == (422, True)
    answer = client.post(new, {"kind": "bkb", "nama": "BKB Melati", "members": "37"})
    assert answer.status_code == 302
    group = kampung.kelompok_set.get()
    own = [kampung.pk, group.pk]

    stop = reverse("registry:group_stop", args=own)
    assert client.post(stop, {"how": "berhenti", "stopped_on": "2025-07-03"}).status_code == 422
    client.post(stop, {"how": "berhenti", "stopped_on": "2025-07-03", "reason": "Digabung."})
    page = client.get(reverse("registry:group_show", args=own)).content.decode()
    assert "3 Juli 2025" in page
    client.post(reverse("registry:group_undo", args=own))
    group.refresh_from_db()
    assert (group.members, group.stopped_on) == (37, None)

    client.post(stop, {"how": "keliru"})
    group.refresh_from_db()
    assert group.withdrawn_at is not None


def test_an_empty_kampung_is_told_what_to_do(
    client: Client, kampung: KampungKB, budi: User, rina: User
) -> None:
    lists = ("registry:group_list", "registry:dataku", "registry:innovation_list")
    for person, words in ((budi, "Catat"), (rina, "Belum ada")):
        client.force_login(person)
        for name in lists:
            assert words in client.get(reverse(name, args=[kampung.pk])).content.decode(), name


def test_names_of_the_responsible_are_for_who_may_see_people(
    client: Client, kampung: KampungKB, budi: User, django_user_model: Any
) -> None:
    from naikkelas.accounts.models import Role
    from naikkelas.areas.models import Area
    from tests.people import make_user

    group = make_group(kampung, kader=make_kader(kampung, "Bu Ratna"))
    partner = make_user("mitra", "Mitra", Role.PARTNER, Area.objects.get(pk="91.37"))
    pages = (
        reverse("registry:group_show", args=[kampung.pk, group.pk]),
        reverse("registry:group_list", args=[kampung.pk]),
    )
    for person, sees in ((budi, True), (partner, False)):
        client.force_login(person)
        assert ["Bu Ratna" in client.get(page).content.decode() for page in pages] == [sees] * 2


# The phone --------------------------------------------------------------------------------------


def test_a_phone_takes_along_what_it_need_not_ask(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    make_group(kampung, "bkb")
    client.force_login(ani)

    told = client.get(reverse("activities:phone_provide", args=[kampung.pk])).json()

    assert told["derived"] == {"bkb": {"value": True, "from": "BKB Melati"}}
