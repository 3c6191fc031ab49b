"""Mending a report: versions, changes that go together, and those that clash."""

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities import actions
from naikkelas.activities.errors import (
    ActivityRefused,
    ActivityUnknown,
    Bentrok,
    IdentifierTaken,
    ImportedActivity,
)
from naikkelas.activities.models import Kegiatan
from naikkelas.activities.queries import versions_of
from naikkelas.audit.models import Event
from naikkelas.lib.ids import uuid7
from naikkelas.registry.models import KampungKB
from tests.activities.conftest import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(kampung: KampungKB, budi: User) -> Kegiatan:
    return actions.report(kampung, told(), by=budi)


def test_a_change_is_a_new_version_and_the_old_one_stays(first: Kegiatan, ani: User) -> None:
    version = actions.revise(first.pk, {"tempat": ("", "Balai desa")}, base=first.pk, by=ani)

    first.refresh_from_db()
    assert (version.origin, version.replaces) == (first.pk, first.pk)
    assert (version.tempat, version.judul) == ("Balai desa", "Penyuluhan gizi balita")
    assert first.withdrawn_at == version.recorded_at
    assert list(versions_of(first.pk)) == [version, first]
    event = Event.objects.get(verb="kegiatan.revise")
    assert event.data["fields"] == "Tempat"
    assert "tempat" in event.after
    assert "Balai" not in str((event.before, event.after, event.data))


def test_changes_of_different_fields_go_together(first: Kegiatan, ani: User, budi: User) -> None:
    actions.revise(first.pk, {"tempat": ("", "Balai desa")}, base=first.pk, by=ani)

    both = actions.revise(first.pk, {"peserta_p": (23, 29)}, base=first.pk, by=budi)

    assert (both.tempat, both.peserta_p) == ("Balai desa", 29)
    assert versions_of(first.pk).count() == 3


def test_the_same_field_shows_both_sides(first: Kegiatan, ani: User, budi: User) -> None:
    theirs = actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani)
    events = Event.objects.count()

    with pytest.raises(Bentrok) as clash:
        actions.revise(first.pk, {"peserta_p": (23, 31)}, base=first.pk, by=budi)

    (field,) = clash.value.fields
    assert (field["name"], field["theirs"], field["yours"]) == ("peserta_p", "27", "31")
    assert field["who"].startswith("Ketua Pokja")
    assert clash.value.current == theirs.pk
    assert str(clash.value).startswith("Peserta perempuan: Ketua Pokja")
    assert Event.objects.count() == events


def test_a_clash_with_oneself_names_the_other_device(first: Kegiatan, ani: User) -> None:
    actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani)

    with pytest.raises(Bentrok) as clash:
        actions.revise(first.pk, {"peserta_p": (23, 31)}, base=first.pk, by=ani)

    assert [field["who"] for field in clash.value.fields] == ["Anda di perangkat lain"]


def test_the_same_change_on_both_sides_is_no_clash(first: Kegiatan, ani: User, budi: User) -> None:
    theirs = actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani)

    same = actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=budi)

    assert same == theirs


def test_a_change_sent_twice_is_one(first: Kegiatan, ani: User) -> None:
    key = uuid7()
    one = actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani, id=key)

    again = actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani, id=key)

    assert one == again
    with pytest.raises(IdentifierTaken):
        actions.revise(first.pk, {"peserta_p": (23, 31)}, base=first.pk, by=ani, id=key)


def test_a_change_to_something_impossible_is_refused(first: Kegiatan, ani: User) -> None:
    with pytest.raises(ActivityRefused):
        actions.revise(first.pk, {"p_16_30": (None, 29)}, base=first.pk, by=ani)

    first.refresh_from_db()
    assert first.withdrawn_at is None


def test_strangers_find_no_activity(first: Kegiatan, wayan: User, ani: User) -> None:
    with pytest.raises(ActivityUnknown):
        actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=wayan)
    with pytest.raises(ActivityUnknown):
        actions.revise(first.pk, {"peserta_p": (23, 27)}, base=uuid7(), by=ani)


def test_an_imported_activity_is_mended_at_its_source(first: Kegiatan, ani: User) -> None:
    Kegiatan.objects.update(batch_id=uuid7(), origin=None)

    with pytest.raises(ImportedActivity):
        actions.revise(first.pk, {"peserta_p": (23, 27)}, base=first.pk, by=ani)
