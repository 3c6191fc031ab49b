"""The screens of themes, from the hand to the database and back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.models import Event
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.themes.actions.keeping import Told, change
from naikkelas.themes.models import AnswerCheck, CriterionAnswer, ThemeAward, ThemeMembership
from naikkelas.themes.queries.pages import themes_of
from tests.people import make_kampung, make_user
from tests.registry.pictures import PDF
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


def kept(title: str = "SK Camat") -> SimpleUploadedFile:
    """A paper of its own: another title is another file."""
    return SimpleUploadedFile("sk.pdf", PDF + title.encode(), "application/pdf")


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def test_an_sk_is_uploaded_while_a_theme_is_noted(
    kampung: KampungKB, darma: User, as_user: Browser, media: Path
) -> None:
    operator, page = as_user(darma), f"/kampung/{kampung.pk}/tema/"
    entry = {"theme": "drppa", "since": "2024-03-07", "decree_number": "140/37", "evidence": ""}

    asked = operator.get(f"{page}catat/")
    assert (asked.status_code, 'type="file"' in asked.content.decode()) == (200, True)
    operator.post(f"{page}catat/", entry | {"decree_date": "", "unggahan": kept()})

    row = ThemeMembership.objects.get()
    assert row.evidence is not None
    assert (row.evidence.form, row.evidence.kind, row.evidence.columns) == (
        *("tema", Evidence.Kind.DECREE, "sk_tema"),
    )
    shown = operator.get(f"/kampung/{kampung.pk}/bukti/").content.decode()
    assert "Membuktikan: SK tema kampung" in shown
    again = entry | {"theme": "bersinar", "decree_date": "", "unggahan": kept()}
    operator.post(f"{page}catat/", again)
    assert [one.evidence_id for one in ThemeMembership.objects.all()] == [row.evidence_id] * 2


def test_a_refused_entry_leaves_no_file_behind(
    kampung: KampungKB, darma: User, as_user: Browser, media: Path
) -> None:
    operator, url = as_user(darma), f"/kampung/{kampung.pk}/tema/catat/"
    entry = {"theme": "drppa", "decree_number": "", "evidence": "", "decree_date": ""}

    early = operator.post(url, entry | {"since": "1960-01-01", "unggahan": kept()})
    false = SimpleUploadedFile("sk.pdf", b"bukan pdf", "application/pdf")
    broken = operator.post(url, entry | {"since": "", "unggahan": false})

    assert (early.status_code, broken.status_code) == (422, 422)
    assert "terlalu lama" in early.content.decode()
    assert not Evidence.objects.exists()
    assert not ThemeMembership.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]
    assert not Event.objects.filter(verb__startswith="theme.").exists()


def test_answers_carry_a_new_file_or_a_known_one_but_not_both(
    kampung: KampungKB, darma: User, as_user: Browser, media: Path
) -> None:
    make_membership(kampung, "drppa")
    operator, url = as_user(darma), f"/kampung/{kampung.pk}/tema/jawab/"
    given = {one.indicator.code: "tidak_tahu" for one in themes_of(kampung).carried[0].lines}
    given |= {"bukti": "", "catatan": ""}

    assert operator.get(url).status_code == 200
    operator.post(url, given | {"perdes_drppa": "ya", "unggahan": kept("Perdes")})

    answer = CriterionAnswer.objects.get()
    assert answer.evidence is not None
    assert answer.evidence.columns == "kriteria_tema"
    both = given | {"bukti": str(answer.evidence_id), "unggahan": kept("Lain")}
    refused = operator.post(url, both)
    assert refused.status_code == 422
    assert "Pilih satu saja" in refused.content.decode()


def test_a_theme_lists_twenty_kampung_a_page_and_is_narrowed(
    kampung: KampungKB, darma: User, as_user: Browser
) -> None:
    for number in range(2, 24):
        make_kampung(f"91.37.01.2{number:03}", nama=f"Desa {number}")
    make_kampung("91.37.02.2001", nama="Seberang")
    make_membership(kampung, "drppa")
    browser = as_user(darma)

    first = browser.get("/tema/drppa/").content.decode()
    second = browser.get("/tema/drppa/?halaman=2").content.decode()
    found = browser.get("/tema/drppa/?cari=suka+maju").content.decode()
    carried = browser.get("/tema/drppa/?menyandang=ya").content.decode()
    across = browser.get("/tema/drppa/?kecamatan=91.37.02").content.decode()

    assert first.count('class="row-link"') == 20
    assert second.count('class="row-link"') == 4
    for page in (first, second, found):
        assert "24 kampung · 1 menyandang" in page, "the head tells of all"
    assert [one.count('class="row-link"') for one in (found, carried, across)] == [1, 1, 1]
    assert "Seberang" in across
    assert "Tidak ada kampung yang cocok" in browser.get("/tema/drppa/?cari=zz").content.decode()


def test_the_matrix_pages_its_kampung(kampung: KampungKB, darma: User, as_user: Browser) -> None:
    for number in range(2, 24):
        make_membership(make_kampung(f"91.37.01.2{number:03}", nama=f"Desa {number}"), "drppa")

    page = as_user(darma).get("/tema/matriks/").content.decode()

    assert page.count('class="row-link"') == 20
    assert '<strong class="num">22</strong> kampung menyandang tema, 1 tidak' in page


def test_what_was_given_up_is_told(kampung: KampungKB, darma: User, as_user: Browser) -> None:
    gone = make_membership(kampung, "drppa", until=date(2025, 2, 3), until_reason="Digabung")
    make_membership(kampung, "bersinar")
    change("91.37", "bersinar", Told("Desa Bersinar", "Dinas", "Dinas"), is_closed=True, by=darma)
    browser = as_user(darma)

    home = browser.get("/tema/").content.decode().partition("Tidak dipakai lagi")[2]
    theme = browser.get("/tema/drppa/").content.decode().partition("Pernah menyandang")[2]

    assert "1 kampung masih tercatat menyandang" in home
    assert "/tema/bersinar/ubah/" in home
    assert "7 Maret 2024 sampai 3 Februari 2025: Digabung" in theme
    gone.withdrawn_at = gone.recorded_at
    gone.save(update_fields=["withdrawn_at"])
    mistaken = browser.get(f"/kampung/{kampung.pk}/tema/").content.decode()
    assert f"/tema/{gone.pk}/kembalikan/" in mistaken
    reader = as_user(make_user("pembaca", "Pak Baca", Role.HEAD, Area.objects.get(pk="91.37")))
    assert "Digabung" not in reader.get("/tema/drppa/").content.decode()
