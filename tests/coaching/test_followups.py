"""What was agreed lives until it is closed, and is called up when nobody does it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from naikkelas.accounts.models import Holding, Partner, Post, Role, User
from naikkelas.areas.actions import put_setting
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.coaching import access
from naikkelas.coaching.actions import followups
from naikkelas.coaching.errors import (
    FollowUpClosed,
    FollowUpOpen,
    UnfitDay,
    UnknownBody,
    WordsMissing,
)
from naikkelas.coaching.models import FollowUp
from naikkelas.coaching.queries.bodies import bodies_of
from naikkelas.coaching.queries.followups import counts, listed
from naikkelas.lib.refusals import NotYours
from naikkelas.partners.models import Mitra
from naikkelas.registry.models import KampungKB
from tests.coaching.making import make_followup, make_visit
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def followup(kampung: KampungKB, field_post: Post, today: date) -> FollowUp:
    """Of the Pokja, nine days late."""
    visit = make_visit(kampung, field_post)
    return make_followup(visit, due_on=today - timedelta(days=9))


def test_closing_needs_what_was_done_and_stays_in_its_history(
    followup: FollowUp, sari: User
) -> None:
    with pytest.raises(WordsMissing):
        followups.close(followup, " ", by=sari)

    closed = followups.close(followup, "Daftar hadir lengkap", by=sari)

    assert (closed.state, closed.closing) == ("selesai", "Daftar hadir lengkap")
    with pytest.raises(FollowUpClosed):
        followups.close(followup, "Lagi", by=sari)
    opened = followups.reopen(followup, "Ternyata belum", by=sari)
    assert (opened.state, opened.closing, opened.closed_on) == ("terbuka", "", None)
    with pytest.raises(FollowUpOpen):
        followups.reopen(followup, "Lagi", by=sari)
    notes = followup.changes.order_by("changed_at").values_list("note", flat=True)
    assert list(notes) == ["Daftar hadir lengkap", "Ternyata belum"]


def test_putting_off_needs_a_day_ahead_and_why(followup: FollowUp, sari: User, today: date) -> None:
    with pytest.raises(UnfitDay):
        followups.put_off(followup, today - timedelta(days=1), "Menunggu SK", by=sari)

    later = followups.put_off(followup, today + timedelta(days=5), "Menunggu SK", by=sari)

    assert later.due_on == today + timedelta(days=5)


def test_what_is_late_is_called_up_once_per_desk(followup: FollowUp, darma: User) -> None:
    assert followups.escalate_overdue() == 1
    assert followups.escalate_overdue() == 0
    followup.refresh_from_db()
    assert followup.escalated_to == "kecamatan"

    put_setting("91.37", "followup_days", {"kecamatan": 2, "kabupaten": 5}, by=darma)

    assert followups.escalate_overdue() == 1
    followup.refresh_from_db()
    assert followup.escalated_to == "kabupaten"
    assert followup.owner == "pokja"
    assert Event.objects.filter(verb="followup.escalate").count() == 2
    assert followup.changes.count() == 2


def test_each_desk_sees_what_waits_for_it(
    followup: FollowUp, kampung: KampungKB, today: date, darma: User
) -> None:
    rina = make_user("rina2", "Bu Rina", Role.DISTRICT, kampung.village.parent)
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)

    assert [list(listed(who, "", today)) for who in (rina, darma)] == [[], []]
    assert list(listed(chair, "", today)) == [followup]

    followups.escalate_overdue()

    assert list(listed(rina, "", today)) == [followup]
    assert list(listed(darma, "lewat", today)) == [followup]


def test_an_skpd_closes_its_own_and_no_other(
    followup: FollowUp, kampung: KampungKB, today: date
) -> None:
    area = Area.objects.get(pk="91.37")
    health = Partner.objects.create(name="Dinas Kesehatan", kind="skpd", area=area)
    user = User.objects.create_user("dinkes", name="Dinkes")
    post = Post.objects.create_with_areas(Role.PARTNER, [area], partner=health)
    Holding.objects.create(post=post, user=user, since=timezone.now())
    by_name, by_key = (
        make_followup(followup.visit, owner="skpd", **more)
        for more in ({"partner_name": "dinas kesehatan"}, {"partner": health})
    )

    assert set(listed(user, "", today)) == {by_name, by_key}
    for own in (by_name, by_key):
        followups.close(own, "Alat sudah dikirim", by=user)
    with pytest.raises(NotYours):
        followups.close(followup, "Bukan milik kami", by=user)


@pytest.fixture
def health(sukamaju: Area) -> User:
    """An account of the Dinas Kesehatan of the kabupaten."""
    area = Area.objects.get(pk="91.37")
    partner = Partner.objects.create(name="Dinas Kesehatan", kind="skpd", area=area)
    return User.objects.create_user(
        "dinkes", name="Dinkes", role=Role.PARTNER, area=area, partner=partner
    )


def test_what_was_called_up_is_passed_on_to_a_body_which_sees_and_closes_it(
    followup: FollowUp, darma: User, health: User, today: date
) -> None:
    followups.escalate_overdue()
    assert counts(health, today) == {"open": 0, "late": 0, "called_up": 0}

    passed = followups.pass_on(followup, "dinas kesehatan", "Perlu bidan", by=darma)

    assert (passed.owner, passed.escalated_to) == ("pokja", "kecamatan"), "both stay"
    assert (passed.asked_name, passed.asked_on) == ("Dinas Kesehatan", today)
    assert list(listed(health, "", today)) == [followup]
    assert counts(health, today) == {"open": 1, "late": 1, "called_up": 1}
    last = followup.changes.order_by("-changed_at")[0]
    assert last.note == "Diteruskan ke Dinas Kesehatan. Perlu bidan"
    event = Event.objects.get(verb="followup.pass_on")
    assert event.data["body"] == "Dinas Kesehatan"
    with pytest.raises(NotYours):
        followups.pass_on(passed, "Dinas Kesehatan", "Kembali", by=health)
    assert followups.close(passed, "Bidan sudah datang", by=health).state == "selesai"
    with pytest.raises(FollowUpClosed):
        followups.pass_on(passed, "Dinas Kesehatan", "Lagi", by=darma)


def test_only_a_body_of_the_list_is_asked_with_or_without_an_account(
    followup: FollowUp, darma: User, health: User, kampung: KampungKB
) -> None:
    card = {"kabupaten_code": "91.37", "kind": "perusahaan", "area_id": "91.37"}
    stamp = {"added_by": 0, "added_at": timezone.now(), "changed_at": timezone.now()}
    Mitra.objects.create(name="PT Sawit", areas="91.37.01", **card, **stamp)
    Mitra.objects.create(name="PT Jauh", areas="91.37.09|91.37.01.9", **card, **stamp)

    assert [one.name for one in bodies_of(kampung.village_id)] == ["Dinas Kesehatan", "PT Sawit"]
    passed = followups.pass_on(followup, "PT Sawit", "CSR", by=darma)
    assert (passed.asked_name, passed.asked_partner_id) == ("PT Sawit", None)
    before = Event.objects.count()
    with pytest.raises(UnknownBody):
        followups.pass_on(passed, "PT Jauh", "CSR", by=darma)
    assert (Event.objects.count(), followup.changes.count()) == (before, 1)


def test_the_page_passes_on_with_a_name_from_the_list(
    followup: FollowUp, darma: User, health: User, client: Client
) -> None:
    client.force_login(darma)
    page = f"/kampung/{followup.kampung_id}/tindak-lanjut/{followup.pk}/"

    nobody = client.post(page, {"how": "teruskan", "words": "Perlu bidan", "body": ""})
    client.post(page, {"how": "teruskan", "words": "Perlu bidan", "body": "Dinas Kesehatan"})

    assert (nobody.status_code, "Pilih SKPD" in nobody.content.decode()) == (422, True)
    shown = client.get(page).content.decode()
    assert "Diteruskan ke" in shown
    assert "belum punya akun" not in shown
    client.force_login(health)
    assert "Diteruskan ke SKPD atau mitra" not in client.get(page).content.decode()
    assert followup.what in client.get("/pendampingan/tindak-lanjut/").content.decode()


def test_what_was_agreed_never_changes_its_owner(followup: FollowUp) -> None:
    """The migration that added columns made the triggers of SQLite again."""
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FollowUp.objects.filter(pk=followup.pk).update(owner="kabupaten")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FollowUp.objects.filter(pk=followup.pk)._raw_delete("default")


def test_who_only_looks_reads_no_words(kampung: KampungKB, followup: FollowUp) -> None:
    province = kampung.village.parent.parent.parent  # type: ignore[union-attr]
    looker = make_user("prov", "Prov", Role.PROVINCE, province)

    assert not access.may_read(looker, kampung)
    assert not access.may_close(looker, followup)
