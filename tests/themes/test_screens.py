"""The screens of themes, from the hand to the database and back."""

from collections.abc import Callable

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.registry.models import KampungKB
from naikkelas.themes.models import AnswerCheck, CriterionAnswer, ThemeAward, ThemeMembership
from naikkelas.themes.queries.pages import themes_of
from tests.people import make_kampung, make_user
from tests.themes.making import make_answer, make_membership

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


@pytest.fixture
def kampung(sukamaju: object) -> KampungKB:
    return make_kampung("91.37.01.2001", nama="Sukamaju")


@pytest.fixture
def as_user(client: Client) -> Browser:
    def signed_in(user: User) -> Client:
        client.force_login(user)
        return client

    return signed_in


def test_an_operator_notes_a_theme_a_pokja_answers_and_the_page_counts(
    kampung: KampungKB, darma: User, as_user: Browser
) -> None:
    page = f"/kampung/{kampung.pk}/tema/"
    operator = as_user(darma)
    entry = {"theme": "drppa", "since": "2024-03-07", "decree_number": "140/37", "evidence": ""}
    answer = operator.post(f"{page}catat/", entry | {"decree_date": ""})
    assert answer.headers["Location"] == page
    assert operator.post(f"{page}catat/", entry).status_code == 422, "it is offered no more"

    pokja = as_user(make_user("pokja", "Bu Pokja", Role.POKJA_CHAIR, kampung.village))
    given = {
        code.indicator.code: "tidak_tahu"
        for one in themes_of(kampung).carried
        for code in one.lines
    }
    given |= {"perdes_drppa": "ya", "tanpa_kekerasan": "tidak", "bukti": "", "catatan": ""}
    assert pokja.post(f"{page}jawab/", given).headers["Location"] == page

    shown = pokja.get(page).content.decode()
    assert "1 dari 10 terpenuhi" in shown
    assert "8 belum dijawab" in shown
    assert "140/37" in shown
    again = pokja.post(f"{page}jawab/", given)
    assert again.status_code == 422
    assert "Belum ada jawaban yang berubah" in again.content.decode()


def test_a_pkb_checks_answers_on_one_page(kampung: KampungKB, sari: User, as_user: Browser) -> None:
    rows = [make_answer(kampung, code) for code in ("perdes_drppa", "tanpa_kekerasan")]
    browser, url = as_user(sari), f"/kampung/{kampung.pk}/tema/periksa/"
    assert "peraturan desa tentang DRPPA" in browser.get(url).content.decode()
    nothing = browser.post(url, {"hasil": "sesuai"})
    assert nothing.status_code == 422

    browser.post(url, {"jawaban": [str(rows[0].pk)], "hasil": "sesuai"})
    browser.post(url, {"jawaban": [str(rows[1].pk)], "hasil": "perbaiki", "alasan": "cek lagi"})

    make_answer(kampung, "tanpa_pekerja_anak", 0.0, replaced_at=rows[0].recorded_at)
    shown = browser.get(url).content.decode().partition("Riwayat jawaban")[2]
    assert "Tidak ada pekerja anak, <strong>tidak</strong> (sudah diganti)" in shown
    found = AnswerCheck.objects.order_by("checked_at").values_list("is_right", "reason")
    assert list(found) == [(True, ""), (False, "cek lagi")]


def test_letting_go_and_levels(kampung: KampungKB, darma: User, as_user: Browser) -> None:
    row = make_membership(kampung)
    browser, page = as_user(darma), f"/kampung/{kampung.pk}/tema/"
    level = {"level": "Utama", "awarded_on": "2024-09-01", "decree_number": ""}
    assert browser.post(f"{page}{row.pk}/tingkat/", level).headers["Location"] == page
    assert ThemeAward.objects.get().level == "Utama"
    wrong = browser.post(f"{page}{row.pk}/berhenti/", {"how": "berhenti", "until": "2025-01-01"})
    assert wrong.status_code == 422

    browser.post(
        f"{page}{row.pk}/berhenti/", {"how": "berhenti", "until": "2025-01-01", "reason": "Selesai"}
    )
    former = browser.get(page).content.decode().partition("Pernah disandang")[2]
    assert "(ProKlim): sampai 1 Januari 2025" in former
    browser.post(f"{page}{row.pk}/berhenti/", {"how": "keliru"})

    assert "ProKlim" not in browser.get(page).content.decode().partition("Pernah disandang")[2]
    row.refresh_from_db()
    assert (str(row.until), row.until_reason) == ("2025-01-01", "Selesai")
    browser.post(f"{page}{row.pk}/kembalikan/")
    assert not ThemeMembership.objects.filter(withdrawn_at__isnull=False).exists()


def test_who_sees_several_kabupaten_chooses_one(kampung: KampungKB, as_user: Browser) -> None:
    browser = as_user(make_user("nasional", "Pak Nasional", Role.NATION, None))

    page = browser.get("/tema/").content.decode()

    assert "?wilayah=91.37" in page
    assert "DRPPA" in browser.get("/tema/?wilayah=91.37").content.decode()
    assert browser.get("/tema/?wilayah=bukan-kode").status_code == 404


def test_an_area_elsewhere_and_an_unknown_theme_are_not_found(
    kampung: KampungKB, sari: User, as_user: Browser
) -> None:
    browser = as_user(sari)

    assert browser.get("/tema/?wilayah=92.41").status_code == 404
    assert browser.get("/tema/tidak-ada/").status_code == 404
    assert browser.get("/tema/drppa/").status_code == 200


def test_a_question_of_a_theme_that_is_not_carried_may_be_answered(
    kampung: KampungKB, sari: User, as_user: Browser
) -> None:
    url = f"/kampung/{kampung.pk}/tema/jawab/?tema=proklim"
    codes = ("iklim_adaptasi", "iklim_mitigasi", "iklim_kelembagaan", "proklim_trofi")
    given = dict.fromkeys((*codes, "proklim_membina"), "tidak_tahu") | {"proklim_nilai": "84"}

    as_user(sari).post(url, given | {"bukti": "", "catatan": "Nilai dari dinas"})

    row = CriterionAnswer.objects.get()
    assert (row.criterion, row.value, row.note) == ("proklim_nilai", 84.0, "Nilai dari dinas")
    found = [one for one in themes_of(kampung).offered if one.theme.code == "proklim"]
    assert found[0].tally.level == "Utama"


def test_the_matrix_counts_overlaps_and_gaps_and_goes_out_as_files(
    kampung: KampungKB, darma: User, as_user: Browser
) -> None:
    other = make_kampung("91.37.01.2002", nama="=Mekarsari")
    for theme in ("drppa", "layak-anak"):
        make_membership(kampung, theme)
    make_membership(other, "drppa")
    make_answer(kampung, "tanpa_pekerja_anak", 0.0)
    make_answer(other, "tanpa_pekerja_anak", 0.0)
    browser = as_user(darma)

    page = browser.get("/tema/matriks/").content.decode()
    assert "kurang di kebanyakan kampung" in page
    for text in ("0/10", "Disandang bersama"):
        assert text in page
    narrowed = browser.get("/tema/matriks/?sedikitnya=2").content.decode()
    assert "Mekarsari" not in narrowed

    rows = browser.get("/tema/matriks.csv").content.decode().splitlines()
    assert len(rows) == 4
    assert "'=Mekarsari" in rows[-1]
    assert browser.get("/tema/matriks.xlsx").content[:2] == b"PK"
    assert browser.get("/tema/matriks.pdf").status_code == 404


def test_the_page_of_a_kampung_names_actions_that_serve_several_themes(
    kampung: KampungKB, darma: User, as_user: Browser
) -> None:
    for theme in ("drppa", "bersinar"):
        make_membership(kampung, theme)

    page = as_user(darma).get(f"/kampung/{kampung.pk}/tema/").content.decode()

    assert "Terbitkan regulasi Kampung KB" in page
    assert "2 tema" in page
