"""Reporting an activity: what is stored, what is refused, and what the trail says."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from naikkelas.accounts.models import User
from naikkelas.activities import actions
from naikkelas.activities.errors import ActivityRefused, IdentifierTaken, KampungClosed
from naikkelas.activities.models import Kegiatan
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told

pytestmark = pytest.mark.django_db


def test_a_member_of_the_pokja_reports_an_activity(kampung: KampungKB, budi: User) -> None:
    key = uuid7()

    activity = actions.report(kampung, told(), by=budi, id=key)

    stored = Kegiatan.objects.get(pk=key)
    assert activity == stored
    assert stored.origin == key
    assert stored.tanggal == date(2025, 6, 14)
    assert stored.instansi == "dinas_kesehatan|puskesmas"
    assert (stored.peserta_p, stored.peserta_l) == (23, None)
    assert (stored.state, stored.recorded_by) == ("dikirim", budi.pk)
    event = Event.objects.get(verb="kegiatan.report")
    assert event.subject_id == str(key)
    assert "gizi" not in str(event.data) + str(event.after)


def test_the_same_report_twice_is_one(kampung: KampungKB, budi: User) -> None:
    key = uuid7()
    first = actions.report(kampung, told(), by=budi, id=key)

    again = actions.report(kampung, told(), by=budi, id=key)

    assert again == first
    assert (Kegiatan.objects.count(), Event.objects.count()) == (1, 1)


def test_another_report_under_the_same_identifier_is_refused(
    kampung: KampungKB, budi: User
) -> None:
    key = uuid7()
    actions.report(kampung, told(), by=budi, id=key)

    with pytest.raises(IdentifierTaken):
        actions.report(kampung, told(peserta_p=29), by=budi, id=key)

    assert Kegiatan.objects.get().peserta_p == 23


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"tanggal": "2031-05-03"}, "tanggal"),
    ({"tanggal": "2015-05-03"}, "tanggal"),
    ({"tanggal": None}, "tanggal"),
    ({"judul": ""}, "judul"),
    ({"judul": "KB"}, "judul"),
    ({"judul": "Bantuan 6301030303900007"}, "judul"),
    ({"peserta_l": -1}, "peserta_l"),
    ({"p_16_30": -3}, "p_16_30"),
    ({"peserta_l": 200_001}, "peserta_l"),
    ({"peserta_p": 23, "p_16_30": 13, "p_31_59": 11}, "peserta_p"),
    ({"instansi": ["lainnya"]}, "instansi_lainnya"),
]


@pytest.mark.parametrize(("more", "column"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_beside_its_field_and_leaves_no_trace(
    kampung: KampungKB, budi: User, more: dict[str, Any], column: str
) -> None:
    with pytest.raises(ActivityRefused) as refusal:
        actions.report(kampung, told(**more), by=budi)

    assert list(refusal.value.fields) == [column]
    assert (Kegiatan.objects.count(), Event.objects.count()) == (0, 0)


def test_ages_that_add_up_to_the_total_are_taken(kampung: KampungKB, budi: User) -> None:
    activity = actions.report(kampung, told(p_16_30=12, p_31_59=11), by=budi)

    assert (activity.youth, activity.participants) == (12, 23)


def test_ages_without_a_total_leave_the_total_empty(kampung: KampungKB, budi: User) -> None:
    activity = actions.report(kampung, told(peserta_p=None, p_16_30=7), by=budi)

    assert (activity.youth, activity.participants) == (7, None)


def test_an_old_activity_is_taken_and_marked(kampung: KampungKB, budi: User) -> None:
    activity = actions.report(kampung, told(tanggal="2024-02-29"), by=budi)

    assert activity.doubts == "terlambat:tanggal"


@pytest.mark.parametrize(
    "more",
    [{"tanggal": "14/06/2025"}, {"sasaran": ["ikan"]}, {"warna": "biru"}, {"peserta_p": "x"}],
)
def test_what_cannot_be_read_is_refused(
    kampung: KampungKB, budi: User, more: dict[str, Any]
) -> None:
    with pytest.raises(UnfitAnswer):
        actions.report(kampung, told(**more), by=budi)


def test_nobody_reports_elsewhere(kampung: KampungKB, wayan: User, rina: User) -> None:
    for who in (wayan, rina):
        with pytest.raises(NotYours):
            actions.report(kampung, told(), by=who)

    assert (Kegiatan.objects.count(), Event.objects.count()) == (0, 0)


def test_a_closed_kampung_takes_no_activity(kampung: KampungKB, budi: User) -> None:
    KampungKB.objects.filter(pk=kampung.pk).update(is_active=False)

    with pytest.raises(KampungClosed):
        actions.report(kampung, told(), by=budi)


# What the database itself refuses --------------------------------------------------------------


def _row(kampung: KampungKB, **more: Any) -> Kegiatan:
    values: dict[str, Any] = {
        "kabupaten_code": "91.37",
        "tanggal": date(2025, 6, 14),
        "judul": "Posyandu",
        "recorded_at": kampung.recorded_at,
    }
    return Kegiatan.objects.create(kampung=kampung, **(values | more))


ORIGIN = UUID("019797f0-0000-7000-8000-000000000003")


@pytest.mark.parametrize(
    "more",
    [
        {"peserta_l": -1},
        {"p_60_plus": -1},
        {"peserta_l": 3, "l_10_15": 2, "l_31_59": 2},
        {"state": "disahkan"},
        {"origin": ORIGIN},
        {"replaces": ORIGIN},
    ],
)
def test_the_table_refuses_what_no_action_writes(kampung: KampungKB, more: dict[str, Any]) -> None:
    _row(kampung, origin=ORIGIN, replaces=ORIGIN)

    with pytest.raises(IntegrityError), transaction.atomic():
        _row(kampung, **more)


@pytest.mark.parametrize(
    "more",
    [
        {"peserta_l": 0},
        {"peserta_l": 4, "l_10_15": 2, "l_31_59": 2},
        {"l_10_15": 2},
        {"origin": None, "replaces": None},
    ],
)
def test_the_table_takes_what_is_possible(kampung: KampungKB, more: dict[str, Any]) -> None:
    _row(kampung, origin=ORIGIN, replaces=ORIGIN)

    _row(kampung, **more)

    assert Kegiatan.objects.count() == 2
