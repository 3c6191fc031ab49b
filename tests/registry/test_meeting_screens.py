"""The pages of meetings: planning to minutes without JavaScript, and nothing for strangers."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts.models import User
from naikkelas.areas.queries import local_now
from naikkelas.registry.models import Decision, KampungKB, Meeting, MeetingAttendance, Minutes
from naikkelas.registry.queries.meetings import (
    code_token,
    meeting_of_code,
    minutes_of,
    on_the_list,
)
from tests.insights.conftest import budget
from tests.people import (
    make_decision,
    make_kader,
    make_kampung,
    make_meeting,
    make_pokja,
    make_seat,
)
from tests.registry import qr_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(kampung: KampungKB) -> Meeting:
    """A meeting of today whose door stands open."""
    today = local_now(kampung.village_id).date()
    return make_meeting(kampung, today, starts=time(0, 0), ends=time(23, 59))


def to(name: str, meeting: Meeting, *more: str) -> str:
    return reverse(f"registry:{name}", args=[meeting.kampung_id, meeting.pk, *more])


def test_a_meeting_from_the_plan_to_the_minutes(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    ratna = make_kader(kampung)
    make_seat(make_pokja(kampung), ratna)
    client.force_login(ani)
    new = reverse("registry:meeting_new", args=[kampung.pk])
    page = client.get(new).content.decode()
    assert re.search(rf'value="{ratna.pk}"[^>]*checked', page)

    told = {
        "nomor": re.findall(r'name="nomor" value="([^"]+)"', page)[0],
        "kind": "rapat_perencanaan",
        "held_on": "2025-06-11",
        "starts": "09.30",
        "agenda": "1. Pembukaan\n- Rencana",
        "kader": [str(ratna.pk)],
        "guests": "Kepala desa",
    }
    first, second = client.post(new, told), client.post(new, told)

    assert first.headers["Location"] == second.headers["Location"]
    meeting = Meeting.objects.get()
    assert meeting.points == ("Pembukaan", "Rencana")
    place = on_the_list(meeting).get(kader=ratna)
    client.post(to("meeting_tick", meeting), {"present": [str(place.pk)], "guests": "Bidan desa"})
    client.post(to("minutes_write", meeting), {"text": "Membahas posyandu", "base": ""})
    client.post(
        to("decision_new", meeting),
        {"what": "Mendata RT 03", "kader": str(ratna.pk), "due_on": "2025-06-25"},
    )
    page = client.get(to("meeting", meeting)).content.decode()
    for words in ("2 orang", "Membahas posyandu", "Mendata RT 03", "terlambat", "Bidan desa"):
        assert words in page
    task = Decision.objects.get()
    client.post(reverse("registry:task", args=[kampung.pk, task.pk]), {"outcome": "37 keluarga"})
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("selesai", "37 keluarga")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"held_on": ""}, "Isi tanggalnya."),
        ({"starts": "pagi"}, "Isi jam, misalnya 09.30."),
        ({"ends": "08:00"}, "Jam selesai harus sesudah jam mulai."),
        ({"kader": ["37"]}, "37"),
    ],
)
def test_a_wrong_plan_comes_back_with_words(
    client: Client, kampung: KampungKB, ani: User, told: dict[str, Any], words: str
) -> None:
    client.force_login(ani)
    start = {"kind": "monev", "held_on": "2025-06-11", "starts": "09:00"}

    answer = client.post(reverse("registry:meeting_new", args=[kampung.pk]), start | told)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Meeting.objects.exists()


def test_names_minutes_and_tasks_are_not_for_every_reader(
    client: Client, meeting: Meeting, rina: User
) -> None:
    from naikkelas.accounts.models import Role
    from tests.people import make_area, make_user

    reader = make_user("prov", "Bu Provinsi", Role.PROVINCE, make_area("91", "Provinsi Uji"))
    row = MeetingAttendance.objects.create(
        meeting=meeting,
        kabupaten_code="91.37",
        guest_name="Pak Rahasia",
        guest_key="pakrahasia",
        state="hadir",
        way="centang",
        added_at=meeting.planned_at,
    )
    Minutes.objects.create(
        meeting=meeting,
        kabupaten_code="91.37",
        version=1,
        text="Soal keluarga",
        written_by=0,
        written_at=meeting.planned_at,
    )
    task = make_decision(meeting)
    client.force_login(reader)

    page = client.get(to("meeting", meeting)).content.decode()

    assert "1 orang" in page
    for secret in (row.guest_name, "Soal keluarga", task.what):
        assert secret not in page
    assert client.get(to("meeting_paper", meeting, "undangan")).status_code == 200
    for url in (
        to("meeting_paper", meeting, "notulen"),
        to("meeting_paper", meeting, "daftar-hadir"),
        reverse("registry:task_list", args=[meeting.kampung_id]),
        reverse("registry:task", args=[meeting.kampung_id, task.pk]),
    ):
        assert client.get(url).status_code == 404
    client.force_login(rina)
    assert "Pak Rahasia" in client.get(to("meeting", meeting)).content.decode()


def test_a_meeting_is_not_found_under_another_kampung(
    client: Client, meeting: Meeting, ani: User
) -> None:
    other = make_meeting(make_kampung("91.37.01.2002"))
    client.force_login(ani)

    for name in ("meeting", "meeting_tick", "meeting_code", "minutes_write"):
        url = reverse(f"registry:{name}", args=[meeting.kampung_id, other.pk])
        assert client.get(url).status_code == 404


def test_a_correction_that_was_overtaken_shows_both_and_can_be_sent_again(
    client: Client, meeting: Meeting, ani: User
) -> None:
    client.force_login(ani)
    url = to("minutes_write", meeting)
    client.post(url, {"text": "Pertama", "base": ""})
    first = minutes_of(meeting)
    assert first
    client.post(url, {"text": "Kedua", "base": str(first.pk), "reason": "Keliru"})

    answer = client.post(url, {"text": "Ketiga", "base": str(first.pk), "reason": "Keliru"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kedua" in page
    assert "Ketiga" in page
    base = re.findall(r'name="base" value="([^"]+)"', page)[0]
    client.post(url, {"text": "Ketiga", "base": base, "reason": "Keliru"})
    standing = minutes_of(meeting)
    assert standing
    assert (standing.text, standing.version) == ("Ketiga", 3)


# The code ----------------------------------------------------------------------------------------


def drawn(page: str) -> str:
    """The one drawing of a code on a page."""
    (found,) = re.findall(r"<svg [^>]*meeting-code.*?</svg>", page, re.DOTALL)
    return str(found)


def test_the_code_is_a_drawing_of_the_address_and_nothing_from_elsewhere(
    client: Client, meeting: Meeting, ani: User
) -> None:
    client.force_login(ani)

    with time_machine.travel(timezone.now(), tick=False):
        answer = client.get(to("meeting_code", meeting))
        part = client.get(to("meeting_code", meeting), headers={"HX-Request": "true"})
        address = reverse("registry:check_in", args=[code_token(meeting)])

    page = answer.content.decode()
    assert qr_codes.read(drawn(page)) == f"http://testserver{address}"
    assert drawn(part.content.decode()) == drawn(page)
    assert "Nama Anda" in Client().get(address).content.decode()
    assert "style=" not in drawn(page)
    assert "href=" not in drawn(page)
    assert answer["Cache-Control"] == "private, no-store"
    assert "<html" not in part.content.decode()


def test_the_code_of_each_meeting_and_of_each_moment_is_another(
    client: Client, meeting: Meeting, ani: User
) -> None:
    client.force_login(ani)
    other = make_meeting(
        meeting.kampung, meeting.held_on, title="Rapat lain", starts=time(0, 0), ends=time(23, 59)
    )

    read = []
    for which, later in ((meeting, 0), (meeting, 37), (other, 0)):
        with time_machine.travel(timezone.now() + timedelta(seconds=later), tick=False):
            page = client.get(to("meeting_code", which)).content.decode()
            token = qr_codes.read(drawn(page)).rstrip("/").rpartition("/")[2]
            read.append((token, meeting_of_code(token)))

    assert len({token for token, _ in read}) == 3
    assert [found for _, found in read] == [meeting, meeting, other]


def test_no_code_is_drawn_far_from_the_meeting(
    client: Client, kampung: KampungKB, ani: User
) -> None:
    past = make_meeting(kampung, date(2025, 6, 11))
    client.force_login(ani)

    page = client.get(to("meeting_code", past)).content.decode()

    assert "meeting-code-panel" not in page
    assert "satu jam sebelum rapat" in page


def test_a_guest_types_a_name_and_the_secretary_confirms(meeting: Meeting, ani: User) -> None:
    url = reverse("registry:check_in", args=[code_token(meeting)])
    guest, secretary = Client(), Client()
    secretary.force_login(ani)
    assert "Nama Anda" in guest.get(url).content.decode()
    assert not MeetingAttendance.objects.exists()  # looking notes nothing

    assert guest.post(url, {"name": ""}).status_code == 422
    assert "sudah masuk" in guest.post(url, {"name": "Pak Lurah"}).content.decode()
    assert "Sudah tercatat" in guest.post(url, {"name": "pak lurah"}).content.decode()

    row = on_the_list(meeting).get()
    assert "Pak Lurah" in secretary.get(to("meeting_tick", meeting)).content.decode()
    secretary.post(to("meeting_confirm", meeting), {"kenal": str(row.pk)})
    row.refresh_from_db()
    assert row.state == "hadir"
    answer = secretary.post(to("meeting_confirm", meeting), {"kenal": "37"}, follow=True)
    assert "Pilih satu nama" in answer.content.decode()


def test_a_member_presses_once(client: Client, meeting: Meeting, budi: User) -> None:
    make_kader(meeting.kampung, "Pak Budi", account=budi)
    client.force_login(budi)
    url = reverse("registry:check_in", args=[code_token(meeting)])
    assert "Saya hadir" in client.get(url).content.decode()

    assert "Anda tercatat hadir" in client.post(url).content.decode()

    assert "Sudah tercatat" in client.post(url).content.decode()
    assert on_the_list(meeting).get().way == "kode"


def test_an_old_or_false_code_says_what_to_do(client: Client, meeting: Meeting) -> None:
    for token in ("37", code_token(make_meeting(meeting.kampung))):
        answer = client.get(reverse("registry:check_in", args=[token]))

        assert answer.status_code == 410
        assert "Minta sekretaris" in answer.content.decode()


# Papers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("undangan", "kami mengharap kehadiran"),
        ("daftar-hadir", "Tanda tangan"),
        ("daftar-hadir-kosong", "<td>15</td>"),
        ("notulen", "Pembahasan"),
    ],
)
def test_papers_are_ready_to_print(
    client: Client, meeting: Meeting, ani: User, paper: str, words: str
) -> None:
    client.force_login(ani)

    page = client.get(to("meeting_paper", meeting, paper)).content.decode()

    assert words in page
    assert "Balai desa" in page
    assert client.get(to("meeting_paper", meeting, "surat")).status_code == 404


# Costs -------------------------------------------------------------------------------------------


def test_one_meeting_costs_as_much_as_thirty(client: Client, meeting: Meeting, ani: User) -> None:
    client.force_login(ani)
    kader = make_kader(meeting.kampung)
    pages = {
        "registry:meeting_list": reverse("registry:meeting_list", args=[meeting.kampung_id]),
        "registry:meeting": to("meeting", meeting),
        "registry:meeting_tick": to("meeting_tick", meeting),
        "registry:task_list": reverse("registry:task_list", args=[meeting.kampung_id]),
    }
    before = make_meeting(meeting.kampung, date(2025, 6, 11))

    def grow(count: int) -> None:
        for number in range(count):
            make_meeting(meeting.kampung, date(2025, 5, 1 + number % 28))
            make_decision(before, f"Tugas {number}", kader=kader)
            MeetingAttendance.objects.create(
                meeting=meeting,
                kabupaten_code="91.37",
                kader=make_kader(meeting.kampung, f"Kader {number}"),
                state="diundang",
                added_at=meeting.planned_at,
            )

    for count in (1, 29):
        grow(count)
        for name, url in pages.items():
            with budget(name):
                client.get(url)
