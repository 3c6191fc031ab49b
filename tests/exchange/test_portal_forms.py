"""A month stands in the order of the portal's forms, with what the portal would refuse."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas.models import Area
from naikkelas.exchange.rules.portal_forms import SECTIONS, refusals
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.schema import REPORTS
from tests.people import make_kampung, make_report


@pytest.fixture
def kampung(sukamaju: Area) -> KampungKB:
    """Sukamaju with three reports of March 2025 that the portal would refuse."""
    found = make_kampung(sukamaju)
    make_report(
        "profil", found, date(2025, 3, 4), pokja_ada=True, pokja_anggota=1300, bkb=False,
        sumber_dana="apbd|dana_desa", plkb_nama="Bu Ani", plkb_nip="198001012005012001",
        rapat_perencanaan=True, frekuensi_rapat_perencanaan="bulanan",
    )  # fmt: skip
    make_report("penduduk", found, date(2025, 2, 4), pus=137, keluarga_balita=16, l_00_04=21)
    make_report("kkbpk", found, date(2025, 3, 5), peserta_bkb=17, iud=40, pil=37, pengguna_bpjs=22)
    return found


def page(client: Client, kampung: KampungKB, month: str = "2025-03") -> str:
    return client.get(
        reverse("exchange:portal", args=[kampung.pk]), {"bulan": month}
    ).content.decode()


def test_every_question_of_the_three_reports_stands_there_once() -> None:
    asked = [(section.form, name) for section in SECTIONS for name in section.columns]

    every = {(form.code, field.name) for form in REPORTS for field in form.fields}
    assert len(asked) == len(set(asked))
    assert set(asked) == every - {
        ("profil", "program_tambahan")
    }  # a note of the source, no question


def test_the_order_is_that_of_the_portal() -> None:
    titles = [section.title for section in SECTIONS if section.form == "profil"]
    assert titles[0] == "Sarana dan poktan"
    ages = next(one for one in SECTIONS if one.title.startswith("Jumlah penduduk")).columns
    assert ages[:3] == ("l_00_04", "p_00_04", "l_05_09")
    methods = next(one for one in SECTIONS if one.title == "Peserta KB").columns
    assert methods == ("iud", "mow", "mop", "kondom", "implan", "suntik", "pil")


@pytest.mark.django_db
def test_answers_are_as_they_are_typed_there(
    client: Client, darma: User, kampung: KampungKB
) -> None:
    client.force_login(darma)

    shown = page(client, kampung)

    assert "<strong>1300</strong>" in shown  # no point between thousands: it is copied
    assert "<strong>APBD, Dana Desa</strong>" in shown
    assert "<strong>Tidak ada</strong>" in shown
    assert "Belum diisi" in shown
    assert "Frekuensi rapat perencanaan kegiatan" in shown
    assert "Februari 2025" in shown  # penduduk has no month there: the newest one counts


@pytest.mark.django_db
def test_names_and_numbers_of_persons_are_not_told(
    client: Client, darma: User, kampung: KampungKB
) -> None:
    client.force_login(darma)
    url = reverse("exchange:portal_workbook", args=[kampung.pk])
    book = b"".join(client.get(url, {"bulan": "2025-03"}).streaming_content)  # type: ignore[attr-defined]

    rows = list(openpyxl.load_workbook(BytesIO(book)).active.values)
    for text in (page(client, kampung), str(rows)):
        assert "Bu Ani" not in text
        assert "198001012005012001" not in text
    assert "Salin dari laporan" in page(client, kampung)


@pytest.mark.django_db
def test_the_workbook_holds_the_lines_of_the_screen(
    client: Client, darma: User, kampung: KampungKB
) -> None:
    client.force_login(darma)
    url = reverse("exchange:portal_workbook", args=[kampung.pk])
    answer = client.get(url, {"bulan": "2025-03"})

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    rows = [row for row in sheet.values if isinstance(row[0], int)]
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == sum(len(section.columns) for section in SECTIONS)
    assert ("Jumlah anggota Pokja", "1300") in {row[1:3] for row in rows}
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_what_the_portal_would_refuse_is_told_before(
    client: Client, darma: User, kampung: KampungKB
) -> None:
    client.force_login(darma)

    shown = page(client, kampung)

    assert "berjumlah 77, PUS 137" in shown
    assert "Peserta BKB 17, lebih dari Keluarga yang Memiliki Balita 16" in shown
    assert "Pengguna BPJS 22, lebih dari jumlah jiwa 21" in shown


def test_figures_that_the_portal_takes_are_not_warned_about() -> None:
    assert refusals({"penduduk": {"pus": 40}, "kkbpk": {"iud": 40}}) == []
    assert refusals({"kkbpk": {"iud": 40}}) == []


@pytest.mark.django_db
def test_a_month_without_reports_leads_to_the_form(
    client: Client, sari: User, kampung: KampungKB
) -> None:
    client.force_login(sari)

    shown = page(client, kampung, "2025-01")

    assert "Belum ada laporan Profil untuk bulan ini" in shown


@pytest.mark.django_db
def test_a_kampung_elsewhere_is_not_found(client: Client, wayan: User, kampung: KampungKB) -> None:
    client.force_login(wayan)

    assert client.get(reverse("exchange:portal", args=[kampung.pk])).status_code == 404
