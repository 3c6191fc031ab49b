"""What people see and press, from the checklist to the closed follow-up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from naikkelas.accounts.models import Post, Role, User
from naikkelas.coaching.models import Assignment, FollowUp, PlannedVisit, Visit
from naikkelas.coaching.queries.checklist import checklist
from naikkelas.registry.models import KampungKB
from tests.coaching.making import make_followup, make_planned, make_visit
from tests.people import make_kampung, make_report, make_user
from tests.registry.pictures import encoded, scene
from tests.roadmap_office.making import an_outcome, make_scenario, make_step

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"coaching:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_checklist_is_made_of_the_gaps_of_the_kampung(
    sari: User, kampung: KampungKB, field_post: Post
) -> None:
    assert [one.key for one in checklist(kampung)] == ["laporan"]
    for form in ("profil", "penduduk", "kkbpk"):
        make_report(form, kampung, date(2025, 7, 3))
    make_step(kampung)
    make_followup(make_visit(kampung, field_post))

    sorts = [one.sort for one in checklist(kampung)]

    assert sorts[:2] == ["tindak_lanjut", "langkah"]
    assert set(sorts[2:]) == {"indikator"}


def test_a_visit_is_written_down_without_a_script(
    client: Client, sari: User, kampung: KampungKB, field_post: Post, today: date
) -> None:
    followup = make_followup(make_visit(kampung, field_post))
    client.force_login(sari)
    form = page(client, "visit_new", kampung.pk)
    assert followup.what in form
    number = form.split('name="nomor" value="')[1].split('"')[0]
    due = today + timedelta(days=7)
    told = {
        "nomor": number,
        "day": today.isoformat(),
        "kind": "lapangan",
        "check-0": "sesuai",
        "remark-0": "Ada di buku",
        "finding-0": "Papan data lama",
        "what-0": "Perbarui papan",
        "owner-0": "desa",
        "due_on-0": due.isoformat(),
    }

    for _ in range(2):  # a second tap
        answer = client.post(reverse("coaching:visit_new", args=[kampung.pk]), told)
        assert answer.status_code == 302

    visit = Visit.objects.get(pk=number)
    followup.refresh_from_db()
    assert followup.state == "selesai"
    shown = page(client, "visit", kampung.pk, visit.record)
    assert "Papan data lama" in shown
    assert "Perbarui papan" in shown
    assert "Perbarui papan" in page(client, "followups")
    assert "Perbarui papan" in page(client, "visits", kampung.pk)


def test_what_is_missing_is_said_and_nothing_is_stored(
    client: Client, sari: User, kampung: KampungKB, today: date
) -> None:
    client.force_login(sari)
    told = {
        "day": today.isoformat(),
        "kind": "lapangan",
        "what-0": "Tanpa tenggat",
        "owner-0": "desa",
    }

    answer = client.post(reverse("coaching:visit_new", args=[kampung.pk]), told)

    assert answer.status_code == 422
    assert "Isi tenggat" in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_visit_is_corrected_signed_photographed_and_taken_back(
    client: Client,
    sari: User,
    kampung: KampungKB,
    field_post: Post,
    today: date,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    visit = make_visit(kampung, field_post, day=today, notes="Awal")
    args = (kampung.pk, visit.record)
    client.force_login(sari)
    told = {"day": today.isoformat(), "kind": "daring", "notes": "Baru", "reason": "Lewat video"}

    answer = client.post(reverse("coaching:visit_correct", args=args), told)

    assert answer.status_code == 302
    shown = page(client, "visit", *args)
    assert "Lewat video" in shown
    picture = tmp_path / "a.jpg"
    picture.write_bytes(encoded(scene(5, 400, 300)))
    with picture.open("rb") as file:
        client.post(reverse("coaching:visit_photo", args=args), {"file": file, "caption": "Balai"})
    link = page(client, "visit", *args).split('<img src="')[1].split('"')[0]
    opened = client.get(link)
    assert opened["Content-Type"] == "image/jpeg"
    assert b"".join(opened.streaming_content)  # type: ignore[attr-defined]
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)
    client.force_login(chair)
    assert client.get(link).status_code == 404  # the link is another's
    client.post(reverse("coaching:visit_sign", args=args), {"agrees": "ya"})
    assert "Ketua Pokja: setuju" in page(client, "visit", *args)
    assert client.get(reverse("coaching:visit_withdraw", args=args)).status_code == 404
    client.force_login(sari)
    client.post(reverse("coaching:visit_withdraw", args=args), {"reason": "Salah kampung"})
    assert not Visit.objects.standing().exists()


def test_the_house_proposes_with_reasons_and_the_mentor_decides(
    client: Client, sari: User, kampung: KampungKB, today: date
) -> None:
    plan = make_scenario(kampung, in_force=True, result=_answer(kampung))
    make_step(kampung, plan, due_on=today + timedelta(days=20))
    client.force_login(sari)

    for _ in range(2):  # asked twice, nothing is proposed twice
        client.post(reverse("coaching:propose"), {"wilayah": "91.37"})

    proposed = PlannedVisit.objects.get()
    assert proposed.state == "usul"
    assert today <= proposed.day <= today + timedelta(days=91)
    assert proposed.worth is not None
    listed = page(client, "plan")
    for reason in ("Peringatan dini: turun kelas", "Latih Pokja", "Belum pernah dikunjungi"):
        assert any(reason in one for one in proposed.reasons)
        assert reason in listed
    url = reverse("coaching:planned", args=[proposed.pk])
    assert client.post(url, {"how": "batal"}).status_code == 422
    moved = today + timedelta(days=9)
    client.post(url, {"how": "pindah", "day": moved.isoformat()})
    proposed.refresh_from_db()
    assert (proposed.day, proposed.state) == (moved, "diterima")
    assert proposed.first_day != moved or proposed.moved_days == 0
    client.post(url, {"how": "batal", "reason": "Banjir"})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.dropped_reason) == ("batal", "Banjir")
    client.post(reverse("coaching:plan_new", args=[kampung.pk]), {"day": moved.isoformat()})
    assert PlannedVisit.objects.ahead().get().origin == "pendamping"


def _answer(kampung: KampungKB) -> Any:
    from naikkelas.roadmap.rules import outcome

    return outcome.to_json(an_outcome(kampung))


def test_the_circle_tells_load_distance_and_who_has_nobody(
    client: Client, sari: User, darma: User, kampung: KampungKB, field_post: Post
) -> None:
    KampungKB.objects.filter(pk=kampung.pk).update(lintang=-3.8, bujur=114.8)
    alone = make_kampung("91.37.02.2001", nama="Sendirian")
    client.force_login(darma)

    shown = page(client, "mentors")

    assert "Sendirian" in shown
    assert "tidak diketahui" in shown  # one kampung has no distance to another
    other = Post.objects.create_with_areas(Role.DISTRICT, [alone.village.parent])
    client.post(reverse("coaching:mentors_of", args=[alone.pk]), {"minta": other.pk})
    asked = Assignment.objects.get()
    assert asked.mentor == other
    refused = client.post(
        reverse("coaching:mentors_of", args=[alone.pk]), {"minta": field_post.pk}, follow=True
    )
    assert "tidak mendampingi kampung itu" in refused.content.decode()
    client.post(reverse("coaching:mentors_of", args=[alone.pk]), {"lepas": str(asked.pk)})
    assert not Assignment.objects.standing().exists()


def test_lists_cost_the_same_for_many(
    client: Client,
    sari: User,
    darma: User,
    kampung: KampungKB,
    field_post: Post,
    today: date,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for step in range(12):
        one = make_kampung(f"91.37.01.20{step + 10}")
        PlannedVisit.objects.filter(pk=make_planned(one, field_post).pk).update(day=today)
        visit = make_visit(kampung, field_post, day=today - timedelta(days=step))
        make_followup(visit)
    client.force_login(darma)

    for name, args, most in (
        ("mentors", (), 22),
        ("plan", (), 14),
        ("followups", (), 14),
        ("visits", (kampung.pk,), 16),
    ):
        with django_assert_max_num_queries(most):
            page(client, name, *args)


def test_a_follow_up_is_closed_on_its_page(
    client: Client, sari: User, kampung: KampungKB, field_post: Post, today: date
) -> None:
    followup = make_followup(make_visit(kampung, field_post))
    chair = make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, kampung.village)
    client.force_login(chair)
    url = reverse("coaching:followup", args=[kampung.pk, followup.pk])

    assert client.post(url, {"how": "selesai"}).status_code == 422
    later = (today + timedelta(days=9)).isoformat()
    client.post(url, {"how": "tunda", "words": "Menunggu SK", "due_on": later})
    client.post(url, {"how": "selesai", "words": "Sudah lengkap"})

    assert FollowUp.objects.get().state == "selesai"
    shown = client.get(url).content.decode()
    assert "Menunggu SK" in shown
    client.post(url, {"reason": "Ternyata belum"})
    assert FollowUp.objects.get().is_open
