"""A person fills in a month: prefilled, saved by itself, checked, sent, looked back at."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil, ReportDraft
from tests.people import make_kampung, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    """It is 17 July 2025, 10.42 in Makassar."""
    with time_machine.travel(datetime(2025, 7, 17, 2, 42, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def signed_in(client: Client, sari: User) -> Client:
    client.force_login(sari)
    return client


def url(kampung: KampungKB, form: str, step: str = "", month: str = "") -> str:
    query = f"?bulan={month}" if month else ""
    return f"/kampung/{kampung.pk}/lapor/{form}/{step}{query}"


def text(answer: Any) -> str:
    page: str = answer.content.decode()
    return page


def chosen_month(answer: Any) -> str:
    found = re.search(r'<option value="([\d-]+)" selected>', text(answer))
    assert found
    return found[1]


# Which month, and what stands in it -------------------------------------------------------------


def test_last_month_is_offered_until_it_is_reported(kampung: KampungKB, signed_in: Client) -> None:
    assert chosen_month(signed_in.get(url(kampung, "profil"))) == "2025-06"

    make_report("profil", kampung, date(2025, 7, 3), bulan=6)

    answer = signed_in.get(url(kampung, "profil"))
    assert chosen_month(answer) == "2025-07"
    assert "Juni 2025 (sudah dilaporkan)" in text(answer)


def test_the_values_of_the_last_report_are_ready_and_said_to_be(
    kampung: KampungKB, signed_in: Client
) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), pus=1370, keluarga=None)
    make_report("profil", kampung, date(2025, 5, 7), pokja_ada=True, sumber_dana="apbd|csr")

    penduduk = text(signed_in.get(url(kampung, "penduduk")))
    profil = text(signed_in.get(url(kampung, "profil")))

    assert "Isian laporan Mei 2025 sudah disiapkan" in penduduk
    assert 'value="1.370"' in penduduk
    assert re.search(r'name="pokja_ada" value="ya"[^>]* checked', profil)
    assert re.search(r'name="sumber_dana" value="csr"[^>]* checked', profil)
    assert not re.search(r'name="sumber_dana" value="apbn"[^>]* checked', profil)


def test_a_month_that_was_sent_opens_as_a_correction(kampung: KampungKB, signed_in: Client) -> None:
    make_report("penduduk", kampung, date(2025, 4, 7), pus=137)
    make_report("penduduk", kampung, date(2025, 5, 7), pus=139)

    page = text(signed_in.get(url(kampung, "penduduk", month="2025-04")))

    assert "Kiriman baru menjadi perbaikannya" in page
    assert 'value="137"' in page


@pytest.mark.parametrize("month", ["2025-08", "2015-12", "2023-07", "besok", "2025-13"])
def test_other_months_are_not_there(month: str, kampung: KampungKB, signed_in: Client) -> None:
    assert signed_in.get(url(kampung, "profil", month=month)).status_code == 404


# Saving by itself -------------------------------------------------------------------------------


def test_what_is_typed_is_kept_right_or_wrong(kampung: KampungKB, signed_in: Client) -> None:
    answer = signed_in.post(
        url(kampung, "kkbpk", "draf/", "2025-06"), {"iud": "tiga", "pil": "1.204"}
    )

    assert text(answer).strip() == "Tersimpan 10.42"
    page = text(signed_in.get(url(kampung, "kkbpk", month="2025-06")))
    assert "Ini draf Anda, disimpan 17 Juli 2025 pukul 10.42" in page
    assert 'value="tiga"' in page
    assert 'value="1.204"' in page


def test_saving_by_hand_stays_on_the_page(kampung: KampungKB, signed_in: Client) -> None:
    answer = signed_in.post(
        url(kampung, "profil", month="2025-06"),
        {"sumber_dana": ["apbd", "csr"], "draf": "1"},
        follow=True,
    )

    assert "Draf disimpan pukul 10.42" in text(answer)
    assert ReportDraft.objects.get().values["sumber_dana"] == ["apbd", "csr"]


# Checking and sending ---------------------------------------------------------------------------


def send(client: Client, kampung: KampungKB, form: str, values: dict[str, Any]) -> Any:
    """Type, check and send; the answer of the last step."""
    checked = client.post(url(kampung, form, month="2025-06"), values, follow=True)
    assert checked.status_code == 200, text(checked)
    found = re.search(r'name="id" value="([\w-]+)"', text(checked))
    assert found
    return client.post(url(kampung, form, "periksa/", "2025-06"), {"id": found[1]}, follow=True)


def test_a_report_goes_from_paper_to_thanks(
    kampung: KampungKB, signed_in: Client, sari: User
) -> None:
    answer = send(
        signed_in,
        kampung,
        "profil",
        {
            "pokja_ada": "ya",
            "pokja_anggota": "14",
            "pokja_terlatih": "ya",
            "pokja_anggota_terlatih": "7",
            "sumber_dana": ["dana_desa", "apbd"],
            "plkb_ada": "ya",
            "plkb_nama": "Ma'ruf <b>",
        },
    )

    report = Profil.objects.get()
    assert (report.pokja_ada, report.pokja_anggota, report.bulan) == (True, 14, 6)
    assert (report.sumber_dana, report.plkb_nama) == ("apbd|dana_desa", "Ma'ruf <b>")
    assert (report.tanggal_isi, report.recorded_by) == (date(2025, 7, 17), sari.pk)
    assert report.pokja_sk is None
    page = text(answer)
    assert "Laporan terkirim" in page
    assert re.search(r"LP-[0-9A-F]{4}-[0-9A-F]{4}", page)
    assert "Isi laporan Penduduk Juni 2025" in page
    assert not ReportDraft.objects.exists()


def test_the_check_shows_totals_doubts_and_what_changed(
    kampung: KampungKB, signed_in: Client
) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), pus=137)
    make_report("kkbpk", kampung, date(2025, 5, 7), bulan=5, iud=11, pil=4)
    methods = ["iud", "mow", "mop", "kondom", "implan", "suntik", "pil"]
    others = ["hamil", "ingin_anak_segera", "ingin_anak_tunda", "tidak_ingin_anak_lagi"]

    answer = signed_in.post(
        url(kampung, "kkbpk", month="2025-06"),
        dict.fromkeys([*methods, *others], "12"),
        follow=True,
    )

    page = text(answer)
    assert "berjumlah 132, sedangkan PUS 137" in page
    assert "Kurang 5." in page
    assert "Jumlah peserta KB" in page
    assert ">84<" in page
    assert "sebelumnya 11" in page
    assert KKBPK.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "values", "sentence"),
    [
        ("kkbpk", {"peserta_bkb": "42"}, "lebih banyak daripada sasarannya"),
        ("kkbpk", {"iud": "-3"}, "tidak boleh negatif"),
        ("kkbpk", {"iud": "1,5"}, "bilangan bulat tanpa koma"),
        ("kkbpk", {"iud": "1.5"}, "Isi bilangan bulat"),
        ("kkbpk", {"iud": "banyak"}, "Isi bilangan bulat"),
        ("kkbpk", {"iud": "9" * 30}, "terlalu besar"),
        ("penduduk", {"l_00_04": "200.001"}, "terlalu besar"),
        (
            "profil",
            {
                "pokja_ada": "ya",
                "pokja_terlatih": "ya",
                "pokja_anggota": "7",
                "pokja_anggota_terlatih": "8",
            },
            "lebih banyak daripada anggota Pokja",
        ),
        ("profil", {"plkb_ada": "ya", "plkb_nip": "6301011203900001"}, "tampaknya NIK"),
        ("profil", {"sumber_dana": ["lotre"]}, "lotre"),
        ("kkbpk", {"iud": "12,000"}, "12.000 atau 12000"),
    ],
)
def test_what_cannot_be_true_is_said_beside_its_figure_and_kept_as_a_draft(
    form: str, values: dict[str, Any], sentence: str, kampung: KampungKB, signed_in: Client
) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), keluarga_balita=41)
    before = Penduduk.objects.count()

    answer = signed_in.post(url(kampung, form, month="2025-06"), values)

    page = text(answer)
    assert answer.status_code == 422
    assert sentence in page
    assert "perlu diperbaiki" in page
    assert "error-summary" in page
    assert ReportDraft.objects.exists()
    assert (Profil.objects.count(), KKBPK.objects.count()) == (0, 0)
    assert Penduduk.objects.count() == before


def test_sending_twice_thanks_twice_and_stores_once(kampung: KampungKB, signed_in: Client) -> None:
    signed_in.post(url(kampung, "penduduk", month="2025-06"), {"pus": "137"})
    check = url(kampung, "penduduk", "periksa/", "2025-06")
    found = re.search(r'name="id" value="([\w-]+)"', text(signed_in.get(check)))
    assert found

    first = signed_in.post(check, {"id": found[1]})
    second = signed_in.post(check, {"id": found[1]})

    assert first["Location"] == second["Location"]
    assert Penduduk.objects.count() == 1


def test_the_check_without_a_draft_goes_back_to_the_form(
    kampung: KampungKB, signed_in: Client
) -> None:
    answer = signed_in.get(url(kampung, "penduduk", "periksa/", "2025-06"))

    assert answer.status_code == 302
    assert "/lapor/penduduk/?bulan=2025-06" in answer["Location"]


def test_figures_that_became_impossible_meanwhile_are_told_at_sending(
    kampung: KampungKB, signed_in: Client
) -> None:
    signed_in.post(url(kampung, "kkbpk", month="2025-06"), {"peserta_bkb": "42"})
    make_report("penduduk", kampung, date(2025, 7, 10), keluarga_balita=41)

    answer = signed_in.post(url(kampung, "kkbpk", "periksa/", "2025-06"), {"id": ""})

    assert answer.status_code == 422
    assert not KKBPK.objects.exists()


# The form itself --------------------------------------------------------------------------------


def test_targets_and_pus_stand_beside_the_figures(kampung: KampungKB, signed_in: Client) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), pus=137, keluarga_balita=41)

    page = text(signed_in.get(url(kampung, "kkbpk")))

    assert "Sasaran: 41" in page
    assert 'data-against="137"' in page


def test_ages_are_a_table_of_men_and_women_with_sums(kampung: KampungKB, signed_in: Client) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), l_00_04=20, p_00_04=17, p_75_plus=1200)

    page = text(signed_in.get(url(kampung, "penduduk")))

    assert page.count('inputmode="numeric"') == 32 + 6
    assert ">1.237</output>" in page
    assert "0–4 tahun (laki-laki)" in page  # the label of each cell, for screen readers


def test_questions_that_hang_on_an_answer_say_so_without_javascript(
    kampung: KampungKB, signed_in: Client
) -> None:
    page = text(signed_in.get(url(kampung, "profil")))

    assert "Isi bila “Ada PKB/PLKB pendamping” dijawab tidak." in page
    assert 'data-parent="pokja_terlatih" data-answer="ya"' in page


# Looking back -----------------------------------------------------------------------------------


def test_a_version_shows_what_changed_and_who_sent_it(
    kampung: KampungKB, signed_in: Client, sari: User
) -> None:
    make_report("penduduk", kampung, date(2025, 5, 7), pus=1370)
    new = make_report(
        "penduduk",
        kampung,
        date(2025, 6, 7),
        pus=1390,
        recorded_by=sari.pk,
        doubts="pus_melebihi_keluarga:pus",
    )

    page = text(signed_in.get(f"/kampung/{kampung.pk}/laporan/penduduk/{new.pk}/"))

    assert "1.390" in page
    assert "sebelumnya 1.370" in page
    assert page.count("report-changed") == 1
    assert "Sari" in page
    assert "Pasangan Usia Subur: lebih banyak daripada keluarga" in page


def test_the_list_shows_all_versions_newest_first(
    kampung: KampungKB, signed_in: Client, sari: User
) -> None:
    make_report("kkbpk", kampung, date(2025, 5, 7), recorded_by=sari.pk)
    make_report("kkbpk", kampung, date(2025, 6, 7), broken_rules="negatif:iud")

    page = text(signed_in.get(f"/kampung/{kampung.pk}/laporan/?formulir=kkbpk"))

    assert page.index("Juni 2025") < page.index("Mei 2025")
    assert "melanggar aturan" in page


def test_the_list_costs_the_same_for_one_row_and_for_thirty(
    kampung: KampungKB, signed_in: Client, sari: User
) -> None:
    address = f"/kampung/{kampung.pk}/laporan/"
    make_report("profil", kampung, date(2025, 1, 1), recorded_by=sari.pk)
    with CaptureQueriesContext(connection) as one:
        signed_in.get(address)

    for day in range(2, 31):
        make_report("profil", kampung, date(2025, 1, day), recorded_by=sari.pk)
    with CaptureQueriesContext(connection) as thirty:
        answer = signed_in.get(address)

    assert text(answer).count("row-link") == 30
    assert len(one) == len(thirty)


# Not theirs -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["lapor/profil/", "lapor/profil/periksa/", "laporan/", "lapor/kampung/", "lapor/lain/"],
)
def test_another_area_and_another_form_are_not_there(
    path: str, kampung: KampungKB, client: Client, wayan: User
) -> None:
    client.force_login(wayan)

    assert client.get(f"/kampung/{kampung.pk}/{path}").status_code == 404


def test_a_version_of_another_kampung_is_not_there(kampung: KampungKB, signed_in: Client) -> None:
    other = make_report("profil", make_kampung("92.41.03.2007"), date(2025, 5, 7))

    assert signed_in.get(f"/kampung/{kampung.pk}/laporan/profil/{other.pk}/").status_code == 404


def test_a_head_of_office_reads_and_does_not_write(
    kampung: KampungKB, client: Client, head: User
) -> None:
    client.force_login(head)

    assert client.get(f"/kampung/{kampung.pk}/laporan/").status_code == 200
    assert client.get(url(kampung, "profil")).status_code == 404
    assert client.post(url(kampung, "profil", "draf/"), {}).status_code == 404
    assert not ReportDraft.objects.exists()


def test_a_visitor_signs_in_first(kampung: KampungKB, client: Client) -> None:
    assert client.get(url(kampung, "profil")).status_code == 302


def test_saving_by_itself_is_a_post(kampung: KampungKB, signed_in: Client) -> None:
    assert signed_in.get(url(kampung, "profil", "draf/")).status_code == 405


def test_the_tabs_of_the_forms_have_names_that_fit_a_phone(
    client: Client, darma: User, sukamaju: Area
) -> None:
    kampung = make_kampung(sukamaju)
    client.force_login(darma)

    for page in ("lapor/profil/", "laporan/"):
        shown = client.get(f"/kampung/{kampung.pk}/{page}").content.decode()
        tabs = shown.split('<nav class="tabs"')[1].split("</nav>")[0]
        assert ">KKBPK</a>" in tabs
