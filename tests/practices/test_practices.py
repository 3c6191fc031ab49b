"""A good example is written, handed in, published; its result comes from the reports alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from naikkelas.accounts.models import User
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import NotYours
from naikkelas.practices import access
from naikkelas.practices.actions import exemplars, practices
from naikkelas.practices.errors import (
    ConsentMissing,
    PhotoNotAccepted,
    PracticeChanged,
    PracticeElsewhere,
    ReasonMissing,
    UnfitPractice,
    UnfitTerm,
)
from naikkelas.practices.models import PracticeVersion
from naikkelas.practices.queries import collection
from naikkelas.practices.queries.collection import Wanted
from naikkelas.practices.queries.results import result_of
from naikkelas.registry.models import KampungKB
from tests.activities.making import make_photo
from tests.insights.conftest import CUTOFF, add_activity, fill
from tests.people import make_area, make_innovation, make_kampung, make_report
from tests.practices.making import make_exemplar, make_practice, told

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 5)


def titles(actor: User) -> list[str]:
    return [version.title for version in collection.collection(actor, Wanted(), TODAY)]


def test_a_practice_goes_from_the_pokja_to_the_library(
    kampung: KampungKB, budi: User, ani: User, darma: User, wayan: User
) -> None:
    practice = practices.write(kampung, told(), by=budi)
    assert titles(darma) == []

    practices.send(practice, seen=1, by=ani)
    practices.publish(practice, seen=1, by=darma)

    assert titles(darma) == titles(budi) == ["Kelas ayah Sabtu malam"]
    assert titles(wayan) == []
    verbs = Event.objects.filter(verb__startswith="practice.").order_by("at", "id")
    assert [event.verb for event in verbs] == [
        "practice.write",
        "practice.send",
        "practice.publish",
    ]
    assert "ayah" not in str([event.data for event in verbs])


def test_a_member_does_not_hand_in_and_the_pokja_does_not_publish(
    kampung: KampungKB, budi: User, ani: User
) -> None:
    practice = practices.write(kampung, told(), by=budi)

    with pytest.raises(NotYours):
        practices.send(practice, seen=1, by=budi)
    practices.send(practice, seen=1, by=ani)
    with pytest.raises(NotYours):
        practices.publish(practice, seen=1, by=ani)


def test_a_new_version_waits_while_the_old_one_is_read(
    kampung: KampungKB, budi: User, ani: User, darma: User
) -> None:
    practice = practices.write(kampung, told(), by=budi)
    practices.send(practice, seen=1, by=ani)
    practices.publish(practice, seen=1, by=darma)

    practices.revise(practice, told(title="Kelas ayah dan ibu"), base=1, by=budi)

    assert titles(darma) == ["Kelas ayah Sabtu malam"]
    with pytest.raises(PracticeChanged):
        practices.revise(practice, told(), base=1, by=ani)
    practices.send(practice, seen=2, by=ani)
    practices.publish(practice, seen=2, by=darma)
    assert titles(darma) == ["Kelas ayah dan ibu"]
    assert list(practice.versions.values_list("number", flat=True)) == [2, 1]


def test_what_is_returned_says_why_and_what_is_withdrawn_leaves_the_library(
    kampung: KampungKB, ani: User, darma: User
) -> None:
    practice = practices.write(kampung, told(), by=ani)
    practices.send(practice, seen=1, by=ani)
    with pytest.raises(ReasonMissing):
        practices.send_back(practice, seen=1, reason=" ", by=darma)

    practices.send_back(practice, seen=1, reason="Langkahnya kurang jelas", by=darma)
    with pytest.raises(PracticeElsewhere):
        practices.publish(practice, seen=1, by=darma)
    practices.send(practice, seen=1, by=ani)
    practices.publish(practice, seen=1, by=darma)
    practices.withdraw(practice, reason="Sudah tidak dikerjakan", by=ani)

    assert titles(darma) == []
    back = practices.bring_back(practice, by=ani)
    assert (back.state, back.published_number) == ("draf", None)
    assert [change.note for change in practice.changes.all() if change.note] == [
        "Langkahnya kurang jelas",
        "Sudah tidak dikerjakan",
    ]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("title", {"title": ""}),
        ("problem", {"problem": "Hubungi 0812-3456-7890"}),
        ("steps", {"steps": ()}),
        ("steps", {"steps": ("Tanya NIK 6301010101010001",)}),
        ("indicators", {"indicators": ("tidak_ada",)}),
        ("from_on", {"from_on": date(2025, 9, 1)}),
        ("until_on", {"until_on": date(2025, 2, 1)}),
        ("cost_source", {"cost": 370_000}),
        ("cost_source", {"cost": 370_000, "cost_source": "tanpa_biaya"}),
        ("contact", {"contact": "Bu Ratna"}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    kampung: KampungKB, ani: User, column: str, change: dict[str, object]
) -> None:
    with pytest.raises(UnfitPractice) as refusal:
        practices.write(kampung, replace(told(), **change), by=ani)  # type: ignore[arg-type]

    assert refusal.value.column == column
    assert not Event.objects.filter(verb="practice.write").exists()


def test_the_same_identifier_again_is_the_first_practice(kampung: KampungKB, ani: User) -> None:
    key, source = uuid7(), make_innovation(kampung)

    first = practices.write(kampung, told(), id=key, innovation=source, by=ani)
    second = practices.write(kampung, told(title="Lain"), id=key, by=ani)

    assert first == second
    assert second.versions.get().title == "Kelas ayah Sabtu malam"
    assert second.innovation == source


def test_versions_are_never_rewritten_by_the_database_itself(kampung: KampungKB) -> None:
    practice = make_practice(kampung)
    rows = PracticeVersion.objects.filter(practice=practice)
    acts: tuple[Callable[[], object], ...] = (
        lambda: rows.update(cost=37),
        lambda: rows._raw_delete("default"),
    )
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


# Photos -----------------------------------------------------------------------------------------


def test_only_endorsed_photos_with_consent_are_shown(kampung: KampungKB, ani: User) -> None:
    practice = make_practice(kampung)
    accepted = add_activity(kampung, date(2025, 5, 3))
    waiting = add_activity(kampung, date(2025, 5, 4), endorsed=False)
    photo = make_photo(accepted)

    with pytest.raises(ConsentMissing):
        practices.attach(practice, accepted.record, photo=photo, by=ani)
    with pytest.raises(PhotoNotAccepted):
        practices.attach(practice, waiting.record, by=ani)
    with pytest.raises(PhotoNotAccepted):
        practices.attach(practice, waiting.record, photo=photo, has_consent=True, by=ani)
    first = practices.attach(practice, accepted.record, photo=photo, has_consent=True, by=ani)
    again = practices.attach(practice, accepted.record, photo=photo, has_consent=True, by=ani)

    page = collection.page_of(practice, reads_all=False)
    assert page is not None
    assert (first, [one.photo for one in page.photos]) == (again, [photo])
    practices.detach(first, by=ani)
    page = collection.page_of(practice, reads_all=False)
    assert page is not None
    assert page.photos == []


# Kampung contoh ---------------------------------------------------------------------------------


def test_the_office_names_a_kampung_contoh_for_a_time(
    kampung: KampungKB, darma: User, ani: User
) -> None:
    with pytest.raises(NotYours):
        exemplars.name(kampung, since=TODAY, until=None, reason="Bagus", by=ani)
    term = exemplars.name(kampung, since=TODAY, until=None, reason="BKB-nya hidup", by=darma)
    with pytest.raises(UnfitTerm):
        exemplars.name(kampung, since=TODAY, until=None, reason="Lagi", by=darma)

    assert [one.kampung for one in collection.exemplars(ani, TODAY)] == [kampung]
    exemplars.end(term, on=TODAY, reason="Diganti", by=darma)
    assert not collection.exemplars(ani, TODAY).exists()


def test_a_term_that_is_over_gives_way_to_a_new_one(kampung: KampungKB, darma: User) -> None:
    old = make_exemplar(kampung, until=date(2025, 7, 7))

    exemplars.name(kampung, since=TODAY, until=None, reason="Tahun baru", by=darma)

    old.refresh_from_db()
    assert old.ended_on == date(2025, 7, 8)


# Results ----------------------------------------------------------------------------------------


def test_the_result_is_what_the_reports_said_before_and_after(sukamaju: object) -> None:
    kampung = fill(make_kampung("91.37.01.2001"), date(2025, 2, 5), peserta_bkb=3, iud=3)
    make_report("kkbpk", kampung, date(2025, 6, 5), peserta_bkb=3, iud=40, implan=20, suntik=61)

    found = result_of(kampung, date(2025, 3, 1), None, ["mkjp"], cutoff=CUTOFF)

    (row,) = found.indicators
    assert (found.before_on, found.after_on) == (date(2025, 2, 28), CUTOFF)
    assert row.declared.before == "23% (skor 3)"
    assert row.declared.after == "50% (skor 4)"
    assert row.declared.change == 1
    # Nobody has endorsed the report of June: the verified figure stays where it was.
    assert row.verified.after == row.verified.before == "23% (skor 3)"


def test_what_no_report_tells_is_absent_and_never_zero(sukamaju: object) -> None:
    silent = make_kampung("91.37.01.2001")

    found = result_of(silent, date(2025, 3, 1), None, ["cpr"], cutoff=CUTOFF)

    assert found.levels == {"dilaporkan": (None, None), "terverifikasi": (None, None)}
    assert all(row.declared.before is None for row in (*found.indicators, *found.indexes))
    assert found.indicators[0].declared.change is None


def test_a_practice_that_began_after_the_cut_off_has_no_after(kampung: KampungKB) -> None:
    found = result_of(kampung, date(2025, 8, 4), None, ["cpr"], cutoff=CUTOFF)

    assert found.after_on is None
    assert found.indicators[0].declared.before is not None
    assert found.indicators[0].declared.after is None


# Who reads --------------------------------------------------------------------------------------


def test_drafts_are_read_at_home_and_the_library_in_the_kabupaten(
    kampung: KampungKB, ani: User, darma: User, rina: User, wayan: User
) -> None:
    far = make_kampung(make_area("91.37.02.2001", "Tirta Jaya"))
    draft = make_practice(far, "Draf", state="draf", published_number=None, published_at=None)
    public = make_practice(far, "Terbit")

    assert set(access.practices_for(ani)) == {public}
    assert set(access.practices_for(rina)) == {public}
    assert set(access.practices_for(darma)) == {draft, public}
    assert not access.practices_for(wayan).exists()
    KampungKB.objects.filter(pk=far.pk).update(is_active=False)
    assert not access.practices_for(ani).exists()
