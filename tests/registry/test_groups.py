"""Groups and innovations as records: opened, changed, stopped, taken back, each with its undo."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import actions as kampung_actions
from naikkelas.registry.actions import groups, innovations
from naikkelas.registry.errors import (
    AlreadyRecorded,
    AlreadyStopped,
    IdentifierTaken,
    KampungClosed,
    NotStopped,
    StoppingReasonMissing,
    UnfitAnswer,
)
from naikkelas.registry.models import DatakuStanding, Inovasi, KampungKB, Kelompok
from naikkelas.registry.queries.groups import dataku_of, innovations_of, kinds_of, past_stops
from tests.people import (
    make_dataku_standing,
    make_group,
    make_innovation,
    make_kader,
    make_kampung,
    make_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july() -> Any:
    """It is 17 July 2025."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=False):
        yield


def verbs() -> list[str]:
    return list(Event.objects.order_by("at", "id").values_list("verb", flat=True))


def test_a_group_is_recorded_with_who_is_responsible(kampung: KampungKB, budi: User) -> None:
    ratna = make_kader(kampung)

    group = groups.open_group(
        kampung,
        "bkb",
        {"nama": "BKB Melati", "since": date(2023, 3, 5), "members": 37},
        kader=ratna.pk,
        by=budi,
    )

    assert (group.kader, group.members, group.is_stopped) == (ratna, 37, False)
    event = Event.objects.get(verb="group.open")
    assert event.data == {"thing": "BKB", "kampung": "Sukamaju"}
    assert "Melati" not in str(event.after)
    assert "Ratna" not in str(event.after)


def test_several_of_a_kind_are_possible_but_not_twice_the_same(
    kampung: KampungKB, sari: User
) -> None:
    groups.open_group(kampung, "bkb", {"nama": "BKB Melati"}, by=sari)
    groups.open_group(kampung, "bkb", {"nama": "BKB Mawar"}, by=sari)

    with pytest.raises(AlreadyRecorded):
        groups.open_group(kampung, "bkb", {"nama": "BKB Melati"}, by=sari)

    assert verbs() == ["group.open", "group.open"]


def test_the_same_identifier_gives_the_first_group(kampung: KampungKB, sari: User) -> None:
    one = uuid7()
    first = groups.open_group(kampung, "bkr", {"nama": "BKR Anggrek"}, by=sari, id=one)
    again = groups.open_group(kampung, "bkr", {"nama": "BKR Anggrek"}, by=sari, id=one)
    elsewhere = make_kampung("91.37.01.2007")

    assert first == again
    with pytest.raises(NotYours):
        groups.open_group(elsewhere, "bkr", {"nama": "BKR Anggrek"}, by=sari, id=one)
    assert verbs() == ["group.open"]


def test_an_identifier_of_another_kampung_is_refused(kampung: KampungKB, darma: User) -> None:
    taken = make_group(make_kampung("91.37.01.2007"))

    with pytest.raises(IdentifierTaken):
        groups.open_group(kampung, "bkb", {"nama": "BKB Melati"}, by=darma, id=taken.pk)


@pytest.mark.parametrize(
    ("kind", "values", "column"),
    [
        ("bkx", {"nama": "BKB Melati"}, "kind"),
        ("bkb", {"nama": " "}, "nama"),
        ("bkb", {"nama": "BKB", "since": date(2025, 7, 18)}, "since"),
        ("bkb", {"nama": "BKB", "since": date(1907, 3, 1)}, "since"),
        ("bkb", {"nama": "BKB", "members": -3}, "members"),
        ("bkb", {"nama": "BKB", "members": 200_001}, "members"),
        ("bkb", {"nama": "B" * 121}, "nama"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    kind: str, values: dict[str, Any], column: str, kampung: KampungKB, sari: User
) -> None:
    with pytest.raises(UnfitAnswer) as refusal:
        groups.open_group(kampung, kind, values, by=sari)

    assert refusal.value.column == column
    assert (Kelompok.objects.count(), verbs()) == (0, [])


def test_somebody_of_another_kampung_cannot_be_responsible(kampung: KampungKB, sari: User) -> None:
    stranger = make_kader(make_kampung("91.37.01.2007"))

    with pytest.raises(UnfitAnswer) as refusal:
        groups.open_group(kampung, "bkb", {"nama": "BKB"}, kader=stranger.pk, by=sari)

    assert refusal.value.column == "kader"


def test_changing_nothing_leaves_no_trail(kampung: KampungKB, sari: User) -> None:
    group = make_group(kampung, members=7)
    same = {"nama": group.nama, "since": group.since, "members": 7}

    groups.edit_group(group, same, by=sari)
    groups.edit_group(group, {**same, "members": 9}, by=sari)

    event = Event.objects.get()
    assert (event.verb, event.before, event.after) == ("group.edit", {"members": 7}, {"members": 9})


def test_a_group_stops_with_a_reason_and_comes_back(kampung: KampungKB, sari: User) -> None:
    group = make_group(kampung)

    with pytest.raises(StoppingReasonMissing):
        groups.stop_group(group, on=date(2025, 7, 3), reason=" ", by=sari)
    stopped = groups.stop_group(group, on=date(2025, 7, 3), reason="Digabung.", by=sari)
    with pytest.raises(AlreadyStopped):
        groups.stop_group(group, on=date(2025, 7, 3), reason="Digabung.", by=sari)

    assert (stopped.stopped_on, stopped.stopped_reason) == (date(2025, 7, 3), "Digabung.")
    assert groups.resume_group(group, by=sari).stopped_reason == ""
    with pytest.raises(NotStopped):
        groups.resume_group(group, by=sari)
    assert verbs() == ["group.stop", "group.resume"]


@pytest.mark.parametrize("module", [groups, innovations])
def test_why_it_stopped_stays_readable_after_it_goes_on(
    client: Client, kampung: KampungKB, sari: User, module: Any
) -> None:
    row: Any
    stop: Any
    resume: Any
    if module is groups:
        row, stop, resume = make_group(kampung), groups.stop_group, groups.resume_group
        url = f"/kampung/{kampung.pk}/kelompok/{row.pk}/"
    else:
        row, stop, resume = (
            make_innovation(kampung),
            innovations.stop_innovation,
            innovations.resume_innovation,
        )
        url = f"/kampung/{kampung.pk}/inovasi/{row.pk}/"
    for day, reason in ((date(2025, 6, 3), "Pengurus pindah."), (date(2025, 7, 5), "Panen raya.")):
        stop(row, on=day, reason=reason, by=sari)
        resume(row, by=sari)

    told = past_stops(row).values_list("stopped_on", "reason")
    client.force_login(sari)
    page = client.get(url).content.decode()

    assert set(told) == {
        (date(2025, 6, 3), "Pengurus pindah."),
        (date(2025, 7, 5), "Panen raya."),
    }
    assert "Alasan berhenti: Pengurus pindah." in page
    assert "Pernah berhenti 5 Juli 2025" in page
    assert "Digabung" not in str(list(Event.objects.values_list("after", "data")))


def test_it_does_not_stop_before_it_began_nor_tomorrow(kampung: KampungKB, sari: User) -> None:
    group = make_group(kampung)

    for day in (date(2023, 3, 4), date(2025, 7, 18)):
        with pytest.raises(UnfitAnswer) as refusal:
            groups.stop_group(group, on=day, reason="Digabung.", by=sari)
        assert refusal.value.column == "stopped_on"
    assert verbs() == []


def test_one_that_stopped_does_not_come_back_beside_its_successor(
    kampung: KampungKB, sari: User
) -> None:
    old = make_group(kampung, stopped_on=date(2024, 3, 1), stopped_reason="Bubar.")
    make_group(kampung)

    with pytest.raises(AlreadyRecorded):
        groups.resume_group(old, by=sari)


def test_a_mistaken_record_is_taken_back_and_restored(kampung: KampungKB, sari: User) -> None:
    group = make_group(kampung)

    groups.withdraw_group(group, by=sari)
    groups.withdraw_group(group, by=sari)
    assert not Kelompok.objects.standing().exists()
    groups.restore_group(group, by=sari)

    assert Kelompok.objects.standing().get() == group
    assert verbs() == ["group.withdraw", "group.restore"]


def test_the_newest_meeting_stands(kampung: KampungKB, budi: User) -> None:
    group = make_group(kampung, members=7)

    groups.note_meeting(group, held_on=date(2025, 7, 11), members=13, by=budi)
    group = groups.note_meeting(group, held_on=date(2025, 6, 3), members=None, by=budi)

    assert (group.last_met_on, group.members) == (date(2025, 7, 11), 13)
    assert verbs() == ["group.meet", "group.meet"]


def test_a_meeting_that_has_not_been_is_refused(kampung: KampungKB, budi: User) -> None:
    with pytest.raises(UnfitAnswer):
        groups.note_meeting(make_group(kampung), held_on=date(2025, 7, 18), members=7, by=budi)


Act = Callable[[KampungKB, User], object]
ACTS: dict[str, Act] = {
    "open": lambda k, by: groups.open_group(k, "bkb", {"nama": "BKB"}, by=by),
    "edit": lambda k, by: groups.edit_group(make_group(k), {"nama": "BKB"}, by=by),
    "stop": lambda k, by: groups.stop_group(make_group(k), on=date(2025, 7, 3), reason="x", by=by),
    "withdraw": lambda k, by: groups.withdraw_group(make_group(k), by=by),
    "meet": lambda k, by: groups.note_meeting(
        make_group(k), held_on=date(2025, 7, 3), members=7, by=by
    ),
    "dataku": lambda k, by: groups.note_dataku(make_group(k, "rumah_dataku"), {}, by=by),
    "innovation": lambda k, by: innovations.open_innovation(k, {"title": "T", "what": "W"}, by=by),
    "stop_innovation": lambda k, by: innovations.stop_innovation(
        make_innovation(k), on=date(2025, 7, 3), reason="x", by=by
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_who_only_looks_and_who_is_elsewhere_keep_no_records(
    act: str, kampung: KampungKB, wayan: User, rina: User
) -> None:
    for person in (wayan, rina):
        with transaction.atomic(), pytest.raises(NotYours):
            ACTS[act](kampung, person)
        Kelompok.objects.all().delete()
    assert verbs() == []


@pytest.mark.parametrize("act", ACTS)
def test_a_closed_kampung_keeps_its_records_as_they_are(
    act: str, kampung: KampungKB, darma: User
) -> None:
    kampung_actions.deactivate_kampung(kampung, by=darma)

    with pytest.raises(KampungClosed):
        ACTS[act](kampung, darma)

    assert verbs() == ["kampung.deactivate"]


# What the database holds ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "fits"),
    [
        ({}, True),
        ({"stopped_on": date(2024, 5, 7), "stopped_reason": "Bubar."}, True),
        ({"stopped_on": date(2024, 5, 7)}, False),
        ({"stopped_reason": "Bubar."}, False),
        ({"stopped_on": date(2023, 3, 4), "stopped_reason": "Bubar."}, False),
    ],
)
def test_stop_and_reason_come_together_and_after_the_beginning(
    more: dict[str, Any], fits: bool, kampung: KampungKB
) -> None:
    for make in (make_group, make_innovation):
        told = {"since": date(2023, 3, 5), **more}
        if fits:
            assert make(kampung, **told).pk
            continue
        with pytest.raises(IntegrityError), transaction.atomic():
            make(kampung, **told)


def test_a_stopped_group_makes_room_for_its_name(kampung: KampungKB) -> None:
    make_group(kampung, stopped_on=date(2024, 5, 7), stopped_reason="Bubar.")
    make_group(kampung)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_group(kampung)


# Rumah DataKu -----------------------------------------------------------------------------------


def test_what_was_told_of_a_rumah_dataku_stays_as_history(kampung: KampungKB, sari: User) -> None:
    group = make_group(kampung, "rumah_dataku")
    make_dataku_standing(group)

    newer = groups.note_dataku(
        group, {"sk_struktur": True, "sarana": ["papan_nama", "buku_data"]}, by=sari
    )

    page = dataku_of(kampung)
    assert page is not None
    assert page.standing == newer
    assert (newer.sarana, newer.penyajian) == ("papan_nama|buku_data", None)
    assert page.verdict.reached is None
    assert [one.noted_on for one in page.history] == [date(2025, 6, 3)]

    groups.take_back_dataku(newer, by=sari)
    groups.take_back_dataku(newer, by=sari)
    page = dataku_of(kampung)
    assert page is not None
    assert page.verdict.reached is not None
    assert page.verdict.reached.code == "sederhana"
    assert verbs() == ["dataku.note", "dataku.take_back"]


def test_other_groups_have_no_level(kampung: KampungKB, sari: User) -> None:
    with pytest.raises(UnfitAnswer):
        groups.note_dataku(make_group(kampung), {"sk_struktur": True}, by=sari)

    assert not DatakuStanding.objects.exists()


def test_without_a_rumah_dataku_at_work_there_is_no_level(kampung: KampungKB) -> None:
    make_group(kampung, "rumah_dataku", stopped_on=date(2025, 5, 7), stopped_reason="Tutup.")

    assert dataku_of(kampung) is None


# Lists ------------------------------------------------------------------------------------------


def test_every_kind_is_listed_with_what_the_profile_said(kampung: KampungKB) -> None:
    make_report("profil", kampung, date(2025, 7, 3), bkr=True, bkl=False)
    make_group(kampung, nama="BKB Tua", stopped_on=date(2024, 3, 7), stopped_reason="Bubar.")
    make_group(kampung, nama="BKB Zaitun")

    kinds = {kind.code: kind for kind in kinds_of(kampung)}

    assert list(kinds) == list(Kelompok.Kind.values)
    assert [group.nama for group in kinds["bkb"].groups] == ["BKB Zaitun", "BKB Tua"]
    assert [kinds[code].reported for code in ("bkr", "bkl", "uppka", "dashat")] == [
        True,
        False,
        None,
        None,
    ]


def test_the_share_of_youth_counts_what_is_known_and_at_work(kampung: KampungKB) -> None:
    make_innovation(kampung, "Satu", is_youth_led=True)
    make_innovation(kampung, "Dua", is_youth_led=False)
    make_innovation(kampung, "Tiga")
    make_innovation(
        kampung,
        "Empat",
        is_youth_led=True,
        stopped_on=date(2025, 5, 3),
        stopped_reason="Selesai.",
    )

    page = innovations_of(kampung)

    assert (page.youth_led, page.told, page.youth_percent) == (1, 2, 50.0)
    assert innovations_of(make_kampung("91.37.01.2007")).youth_percent is None


def test_an_innovation_goes_its_way_with_a_trail(kampung: KampungKB, budi: User) -> None:
    told = {"title": "Bank sampah", "what": "Menabung sampah.", "is_youth_led": True}
    one = innovations.open_innovation(kampung, told, by=budi)
    innovations.edit_innovation(one, {**told, "problem": "Sampah di sungai."}, by=budi)
    innovations.stop_innovation(one, on=date(2025, 7, 11), reason="Selesai.", by=budi)
    innovations.resume_innovation(one, by=budi)
    innovations.withdraw_innovation(one, by=budi)
    innovations.restore_innovation(one, by=budi)

    assert Inovasi.objects.standing().get().problem == "Sampah di sungai."
    assert verbs() == [
        f"innovation.{step}" for step in ("open", "edit", "stop", "resume", "withdraw", "restore")
    ]
    assert "sungai" not in str(list(Event.objects.values_list("before", "after", "data")))


def test_a_refusal_is_a_sentence(kampung: KampungKB, sari: User) -> None:
    with pytest.raises(Refused) as refusal:
        innovations.open_innovation(kampung, {"title": "Bank sampah"}, by=sari)

    assert str(refusal.value) == "Apa yang dilakukan: isi dahulu."
