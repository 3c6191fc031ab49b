"""The pages of a year plan: what people see, do and are told."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from naikkelas.accounts.models import Role, User
from naikkelas.activities.actions import rkm, rkm_course
from naikkelas.activities.actions.reporting import report
from naikkelas.activities.models import RKM, RKMItem
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from tests.activities.making import YEAR, make_item, make_rkm
from tests.people import make_kampung, make_meeting, make_minutes, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _late_november() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 26, 3, 7, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def chair(sukamaju: Area) -> User:
    return make_user("ketua", "Pak Ketua", Role.POKJA_CHAIR, sukamaju)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(plan: RKM, name: str = "rkm", *more: object) -> str:
    return reverse(f"activities:{name}", args=[plan.kampung_id, plan.year, *more])


def test_a_kampung_without_a_plan_is_told_how_to_begin(kampung: KampungKB, chair: User) -> None:
    client = browser(chair)
    url = reverse("activities:rkm_list", args=[kampung.pk])

    assert "Belum ada RKM" in client.get(url).content.decode()
    answer = client.post(url, {"year": YEAR})

    plan = RKM.objects.get()
    assert answer["Location"] == at(plan)
    assert "Belum ada kegiatan" in client.get(at(plan)).content.decode()


def test_a_year_that_is_not_offered_is_refused_in_words(kampung: KampungKB, chair: User) -> None:
    answer = browser(chair).post(reverse("activities:rkm_list", args=[kampung.pk]), {"year": 2031})

    assert answer.status_code == 422
    assert not RKM.objects.exists()


def test_an_item_is_added_with_what_people_know(kampung: KampungKB, chair: User) -> None:
    plan = make_rkm(kampung)
    client = browser(chair)
    data = {
        "name": "Kelas ibu hamil",
        "months": ["3", "9"],
        "cost": "2.750.000",
        "sumber_dana": "dana_desa",
        "seksi": "fungsi_reproduksi",
        "sasaran": ["pus"],
        "instansi": ["dinas_kesehatan"],
    }

    assert client.post(at(plan, "rkm_item_new"), data)["Location"] == at(plan)

    item = plan.items.get()
    assert (item.months, item.cost, item.seksi) == ("3|9", 2_750_000, "fungsi_reproduksi")
    page = client.get(at(plan)).content.decode()
    assert "Rp2.750.000 dari Dana Desa" in page
    assert "Mar, Sep" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": ""}, "Tulis nama kegiatannya."),
        ({"name": "x", "cost": "dua juta"}, "Isi rupiah tanpa koma"),
        ({"name": "x", "cost": "-5"}, "Isi rupiah tanpa koma"),
    ],
)
def test_what_cannot_be_stored_is_said_beside_the_field(
    kampung: KampungKB, chair: User, data: dict[str, str], words: str
) -> None:
    plan = make_rkm(kampung)

    answer = browser(chair).post(at(plan, "rkm_item_new"), data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not plan.items.exists()


def test_striking_out_offers_to_take_it_back(kampung: KampungKB, chair: User) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, "Lomba tumpeng")
    client = browser(chair)

    page = client.post(at(plan, "rkm_item_strike", item.pk), follow=True).content.decode()

    assert "Urungkan" in page
    client.post(at(plan, "rkm_item_restore", item.pk))
    assert plan.items.standing().get() == item


def test_the_second_of_two_editors_sees_both_answers_and_loses_nothing(
    kampung: KampungKB, chair: User, sari: User
) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, "Kelas ibu hamil", months="3", tempat="Posyandu")
    url = at(plan, "rkm_item_edit", item.pk)
    first = {"name": "Kelas ibu hamil", "months": ["4"], "tempat": "Posyandu", "base": 1}
    browser(sari).post(url, first | {"cost": "700.003"})

    client = browser(chair)
    answer = client.post(url, first | {"months": ["9"], "tempat": "Balai desa"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "menulis “April”, Anda menulis “September”" in page
    item.refresh_from_db()
    assert (item.months, item.tempat, item.cost) == ("4", "Posyandu", 700_003)
    form = answer.context["form"]
    assert form["months"].value() == ["9"]
    assert form["tempat"].value() == "Balai desa"
    assert form["cost"].value() == "700.003"  # what the other filled in stays

    again = first | {"months": ["9"], "tempat": "Balai desa", "cost": "700.003", "base": 2}
    assert client.post(url, again).status_code == 302
    item.refresh_from_db()
    assert (item.months, item.tempat, item.cost) == ("9", "Balai desa", 700_003)


def test_from_meeting_to_approval_to_result(kampung: KampungKB, chair: User, sari: User) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, cost=1_000_003)
    ketua, pkb = browser(chair), browser(sari)

    ketua.post(at(plan, "rkm_agree"), {"on": "2026-11-17", "decision": "Sepakat"})
    assert "Catat persetujuan" not in ketua.get(at(plan)).content.decode()
    assert "Catat persetujuan" in pkb.get(at(plan)).content.decode()
    pkb.post(at(plan, "rkm_approve"), {"on": "2026-11-19"})
    data = {"base": 1, "state": "selesai", "spent": "1.200.003", "result": "37 ibu"}
    ketua.post(at(plan, "rkm_item", item.pk), data)

    plan.refresh_from_db()
    item.refresh_from_db()
    assert plan.is_approved
    assert (item.state, item.spent) == ("selesai", 1_200_003)
    page = ketua.get(at(plan)).content.decode()
    assert "Rp200.000 di atas rencana" in page
    assert "Versi 1" in page


def test_a_meeting_is_chosen_among_those_that_were_held_here(
    kampung: KampungKB, chair: User
) -> None:
    plan = make_rkm(kampung)
    make_item(plan)
    held = make_meeting(kampung, date(2026, 11, 17), title="Rapat RKM")
    make_minutes(held, "RKM 2027 disepakati.")
    planned = make_meeting(kampung, date(2026, 11, 18), title="Rapat tanpa notulen")
    elsewhere = make_meeting(make_kampung("91.37.01.2007"), date(2026, 11, 17))
    make_minutes(elsewhere)
    ketua = browser(chair)

    page = ketua.get(at(plan, "rkm_agree")).content.decode()
    offered = re.findall(r'<option value="([^"]+)"', page)
    refused = [
        ketua.post(at(plan, "rkm_agree"), {"meeting": str(one.pk), "on": "2026-11-17"})
        for one in (planned, elsewhere)
    ]
    plan.refresh_from_db()

    assert offered == [str(held.pk)]
    assert "17/11/2026: Rapat RKM" in page
    assert [one.status_code for one in refused] == [422, 422]
    assert plan.state == "usulan"
    ketua.post(at(plan, "rkm_agree"), {"meeting": str(held.pk), "on": ""})
    plan.refresh_from_db()
    assert (plan.state, plan.meeting, plan.agreed_on) == ("disepakati", held, held.held_on)
    assert "(rapat tercatat)" in ketua.get(at(plan)).content.decode()


def test_what_was_done_closes_its_item_by_one_press(
    kampung: KampungKB, chair: User, sari: User
) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, months="9|10")
    rkm_course.agree(plan, on=date(2026, 11, 17), by=chair)
    rkm_course.approve(plan, on=date(2026, 11, 19), by=sari)
    with time_machine.travel(datetime(2027, 11, 26, 3, 7, tzinfo=UTC), tick=False):
        ketua = browser(chair)
        reported = []
        for day in ("2027-09-03", "2027-10-07"):
            page = ketua.get(at(plan, "rkm_item", item.pk)).content.decode()
            assert "lewat bulannya" in page
            assert "Semua bulan yang direncanakan" not in page
            told = {"tanggal": day, "judul": "Penyuluhan ibu", "rkm_item": str(item.pk)}
            reported.append(report(kampung, told, by=chair))

        page = ketua.get(at(plan, "rkm_item", item.pk)).content.decode()
        assert "lewat bulannya" not in page
        assert "Semua bulan yang direncanakan" in page
        assert all(f"/{one.record}/" in page for one in reported)
        assert re.search(r'value="selesai"[^>]*(checked|selected)', page)
        mine = reverse("activities:show", args=[kampung.pk, reported[0].record])
        assert at(plan, "rkm_item", item.pk) in ketua.get(mine).content.decode()


def test_an_agreement_without_a_day_and_a_future_one_are_refused(
    kampung: KampungKB, chair: User
) -> None:
    plan = make_rkm(kampung)
    make_item(plan)

    for day, words in (("", "Isi tanggalnya."), ("2026-12-24", "tidak boleh di masa depan")):
        answer = browser(chair).post(at(plan, "rkm_agree"), {"on": day})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    plan.refresh_from_db()
    assert plan.is_open


def test_an_old_tab_is_told_that_the_plan_is_closed(kampung: KampungKB, chair: User) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan)
    rkm_course.agree(plan, on=date(2026, 11, 17), by=chair)

    for name, *more in (("rkm_item_new",), ("rkm_item_edit", item.pk), ("rkm_agree",)):
        page = browser(chair).get(at(plan, name, *more), follow=True).content.decode()
        assert "RKM ini sudah disepakati" in page or "sudah berubah" in page
    answer = browser(chair).post(at(plan, "rkm_item_strike", item.pk), follow=True)
    assert "Buka dahulu untuk diubah" in answer.content.decode()


def test_last_years_unfinished_items_are_ticked_and_taken(kampung: KampungKB, chair: User) -> None:
    last = make_rkm(kampung, 2026)
    left = make_item(last, "Kebun gizi")
    make_item(last, "Sudah selesai", state="selesai")
    plan = make_rkm(kampung)
    client = browser(chair)
    url = at(plan, "rkm_carry_over")

    page = client.get(url).content.decode()
    assert "Kebun gizi" in page
    assert "Sudah selesai" not in page
    client.post(url, {"picked": [str(left.pk)]})

    assert plan.items.get().source == RKMItem.Source.LAST_YEAR
    assert "sudah ada di rencana ini" in client.get(url).content.decode()


def test_names_are_for_the_desk_that_plans(kampung: KampungKB, chair: User, rina: User) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, responsible="Siti (contoh)")

    pages = [at(plan, "rkm_item", item.pk), at(plan, "rkm_paper"), at(plan, "rkm_csv")]
    for url in pages:
        assert "Siti" in browser(chair).get(url).content.decode()
        assert "Siti" not in browser(rina).get(url).content.decode()


def test_the_paper_has_heading_table_sum_and_signatures(kampung: KampungKB, chair: User) -> None:
    plan = make_rkm(kampung)
    make_item(plan, "Kelas ibu hamil", cost=1_000_003, sumber_dana="dana_desa")
    make_item(plan, "Jalan sehat")

    page = browser(chair).get(at(plan, "rkm_paper")).content.decode()

    assert "RENCANA KERJA MASYARAKAT (RKM) TAHUN 2027" in page
    assert "DESA SUKAMAJU" in page
    assert "Rp1.000.003" in page
    assert "1 kegiatan belum ada biayanya" in page
    assert "Kepala Desa Sukamaju" in page
    assert "Rancangan, belum disetujui" in page


def test_an_approved_version_stays_as_it_was(kampung: KampungKB, chair: User, sari: User) -> None:
    plan = make_rkm(kampung)
    item = make_item(plan, "Kelas ibu hamil", cost=1_000_003)
    rkm_course.agree(plan, on=date(2026, 11, 17), by=chair)
    rkm_course.approve(plan, on=date(2026, 11, 19), by=sari)
    rkm_course.reopen(plan, reason="Dana turun", by=chair)
    rkm.change_item(item, {"name": item.name, "months": "3", "cost": 7}, base=1, by=chair)

    client = browser(chair)
    assert "Rp1.000.003" in client.get(at(plan, "rkm_paper") + "?versi=1").content.decode()
    assert "Rp7" in client.get(at(plan, "rkm_paper")).content.decode()
    for wrong in ("2", "x", "99999999999", "-1"):
        assert client.get(at(plan, "rkm_paper") + f"?versi={wrong}").status_code == 404


NASTY = ("=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\t=1", " =1", "'=1")


def test_no_cell_of_a_file_becomes_a_formula(kampung: KampungKB, chair: User) -> None:
    plan = make_rkm(kampung)
    for name in NASTY:
        make_item(plan, name, tempat=name)
    client = browser(chair)

    rows = list(csv.reader(io.StringIO(client.get(at(plan, "rkm_csv")).content.decode())))
    assert rows[0][:2] == ["nomor", "kegiatan"]
    assert [row[1] for row in rows[1:]] == [f"'{name}" for name in NASTY]
    assert rows[1][6] == ""  # an absent cost is not zero

    answer = client.get(at(plan, "rkm_workbook"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert f"rkm-2027-{kampung.village_id}.xlsx" in answer["Content-Disposition"]


def test_the_plan_costs_the_same_for_one_item_and_for_thirty(
    kampung: KampungKB, chair: User
) -> None:
    plan = make_rkm(kampung)
    client = browser(chair)
    counts = []
    for many in (1, 30):
        while plan.items.count() < many:
            make_item(plan, seksi="fungsi_ekonomi", cost=3)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(plan)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 26
