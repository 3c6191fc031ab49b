"""An SKPD that was asked mentors the named kampung, there and only there, beside the PKB."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import Post, User
from naikkelas.areas.models import Area
from naikkelas.coaching import access
from naikkelas.coaching.actions import followups, photos, planning, proposals, visits
from naikkelas.coaching.errors import NotAMentor
from naikkelas.coaching.models import Assignment, PlannedVisit, Visit
from naikkelas.coaching.queries.mentors import mentors_of
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import Upload
from naikkelas.roadmap.models import Attempt
from tests.coaching.conftest import sheet_of
from tests.coaching.making import make_followup, make_planned, make_visit
from tests.partners.making import make_mitra, make_partner_user
from tests.people import make_area, make_kampung
from tests.registry.pictures import encoded, scene
from tests.roadmap_office.making import make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def tuti(kampung: KampungKB) -> User:
    """Bu Tuti, of Dinas Kesehatan of the whole kabupaten."""
    return make_partner_user("tuti", make_mitra())


@pytest.fixture
def her_post(tuti: User) -> Post:
    return tuti.holdings.get().post


@pytest.fixture
def bukit(kampung: KampungKB) -> KampungKB:
    """Another kampung of the kabupaten, for which nobody asked her."""
    make_area("91.37.02", "Seberang")
    return make_kampung(make_area("91.37.02.2001", "Bukit Raya"))


@pytest.fixture
def asked(kampung: KampungKB, her_post: Post, darma: User) -> Assignment:
    return proposals.ask_mentor(kampung, her_post.pk, by=darma)


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _form(today: date) -> dict[str, str]:
    return {"day": today.isoformat(), "kind": "lapangan", "finding-0": "Papan data lama"}


def test_the_kabupaten_asks_on_screen_and_then_she_writes_her_visit_down(
    kampung: KampungKB, bukit: KampungKB, tuti: User, her_post: Post, darma: User, today: date
) -> None:
    office, skpd = _browser(darma), _browser(tuti)
    new = reverse("coaching:visit_new", args=[kampung.pk])
    assert skpd.get(new).status_code == 404
    page = office.get(reverse("coaching:mentors_of", args=[kampung.pk])).content.decode()
    assert "Dinas Kesehatan" in page

    office.post(reverse("coaching:mentors_of", args=[kampung.pk]), {"minta": her_post.pk})

    assert str(kampung) in skpd.get(reverse("coaching:plan")).content.decode()
    assert str(bukit) not in skpd.get(reverse("coaching:plan")).content.decode()
    assert skpd.post(new, _form(today)).status_code == 302
    made = Visit.objects.get()
    assert (made.kampung, made.mentor, made.recorded_by) == (kampung, her_post, tuti.pk)
    elsewhere = reverse("coaching:visit_new", args=[bukit.pk])
    assert skpd.get(elsewhere).status_code == 404
    assert skpd.post(elsewhere, _form(today)).status_code == 404
    assert Visit.objects.count() == 1


def test_without_an_assignment_the_action_refuses_too(
    kampung: KampungKB, bukit: KampungKB, tuti: User, asked: Assignment, today: date, darma: User
) -> None:
    with pytest.raises(NotYours):
        visits.record_visit(bukit, sheet_of(today), by=tuti)

    proposals.release_mentor(kampung, asked.pk, by=darma)

    with pytest.raises(NotYours):
        visits.record_visit(kampung, sheet_of(today), by=tuti)
    assert not Visit.objects.exists()


@pytest.mark.usefixtures("asked")
def test_another_post_of_the_same_skpd_was_not_asked(
    kampung: KampungKB, tuti: User, today: date
) -> None:
    assert tuti.acting is not None
    assert tuti.acting.partner is not None
    colleague = make_partner_user("wati", tuti.acting.partner.mitra)

    with pytest.raises(NotYours):
        visits.record_visit(kampung, sheet_of(today), by=colleague)


def test_an_skpd_of_another_area_cannot_be_asked(kampung: KampungKB, darma: User) -> None:
    make_area("92.41.03.2007", "Karangasri")
    far = make_partner_user("jauh", make_mitra("92.41", name="Dinas Jauh"))

    with pytest.raises(NotAMentor):
        proposals.ask_mentor(kampung, far.holdings.get().post_id, by=darma)


@pytest.mark.usefixtures("asked")
def test_the_pkb_goes_on_mentoring_beside_her(
    kampung: KampungKB, field_post: Post, her_post: Post
) -> None:
    assert set(mentors_of([kampung])[kampung.pk]) == {field_post.pk, her_post.pk}


@pytest.mark.usefixtures("asked")
def test_she_changes_her_own_visits_and_plans_and_no_other(
    kampung: KampungKB, tuti: User, her_post: Post, field_post: Post, today: date
) -> None:
    own = visits.record_visit(kampung, sheet_of(today), by=tuti)
    theirs = make_visit(kampung, field_post)
    plan, of_pkb = (make_planned(kampung, post, day=today) for post in (her_post, field_post))
    picture = Upload("foto.jpg", encoded(scene(3)))

    assert visits.correct_visit(own, sheet_of(today), reason="Salah hari", by=tuti).is_standing
    planning.drop(plan, "Hujan", by=tuti)
    with pytest.raises(NotYours):
        visits.withdraw_visit(theirs, reason="Keliru", by=tuti)
    with pytest.raises(NotYours):
        photos.add_photo(theirs, picture, caption="", by=tuti)
    with pytest.raises(NotYours):
        planning.drop(of_pkb, "Hujan", by=tuti)
    theirs.refresh_from_db()
    assert theirs.is_standing
    assert PlannedVisit.objects.get(pk=of_pkb.pk).is_ahead
    page = _browser(tuti).get(reverse("coaching:visit", args=[kampung.pk, theirs.record]))
    assert "Perbaiki" not in page.content.decode()


@pytest.mark.usefixtures("asked")
def test_what_she_saw_done_closes_what_was_agreed_and_leaves_the_step_of_another_office(
    kampung: KampungKB, tuti: User, field_post: Post, today: date
) -> None:
    agreed = make_followup(make_visit(kampung, field_post))
    step = make_step(kampung, planned_for=today, due_on=today, owner="OPD PPKB")
    line = {"words": "Yang diperiksa", "answer": "sesuai"}
    checks = [
        line | {"sort": "tindak_lanjut", "key": str(agreed.pk)},
        line | {"sort": "langkah", "key": str(step.pk)},
    ]

    made = visits.record_visit(kampung, sheet_of(today, checks=checks), by=tuti)

    agreed.refresh_from_db()
    assert agreed.state == "selesai"
    assert made.checks.get(kind="langkah").answer == "sesuai"
    assert not Attempt.objects.filter(step=step).exists()
    step.refresh_from_db()
    assert step.is_open


def test_unasked_she_closes_no_followup_of_others(
    kampung: KampungKB, tuti: User, field_post: Post, sukamaju: Area
) -> None:
    agreed = make_followup(make_visit(kampung, field_post))

    assert not access.may_close(tuti, agreed)
    with pytest.raises(NotYours):
        followups.close(agreed, "Sudah", by=tuti)
