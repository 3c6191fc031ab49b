"""The page of a kampung gives every reason, and its figures are those of the engine."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.classification.queries import card
from naikkelas.insights.queries.kampung import KampungPage, kampung_page
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import KampungKB, Profil
from tests.insights.conftest import (
    CUTOFF,
    GOOD_PENDUDUK,
    GOOD_PROFIL,
    add_activity,
    budget,
    fill,
)
from tests.people import make_kampung, make_report

Browser = Callable[[User], Client]
PORTAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"


def page_of(kampung: KampungKB, **asked: str) -> KampungPage:
    return kampung_page(kampung, viewpoint(kampung.village_id, asked))


def test_the_twelve_scores_are_those_of_the_card(kampung: KampungKB) -> None:
    page = page_of(kampung)

    for which, found in ((PORTAL, page.card), (CORRECTED, page.other)):
        assert found.scorecard == card(kampung, cutoff=CUTOFF, instrument=which).scorecard
    scores = [reason.score for index in page.indexes for reason in index.scores]
    assert scores == list(page.card.scorecard.scores)
    assert [index.missing_points for index in page.indexes] == [0, 0, 1]


def test_each_score_tells_its_figure_and_its_report(kampung: KampungKB) -> None:
    page = page_of(kampung)

    reasons = {one.score.code: one for index in page.indexes for one in index.scores}
    assert reasons["cpr"].figure == "85 dari 211 = 40%"
    assert reasons["partisipasi_poktan"].figure == "jumlah rasio 214 dibagi 5 = 43%"
    assert reasons["poktan"].figure == "5 dari 5 poktan"
    assert {origin.form for origin in reasons["cpr"].origins} == {"penduduk", "kkbpk"}
    (profil,) = reasons["pokja"].origins
    assert profil.report is not None
    assert profil.report.pk == Profil.objects.get(kampung=kampung).pk
    assert [origin.form for origin in reasons["lintas_sektor"].origins] == ["kegiatan"]


def test_the_version_of_the_day_counts_not_a_later_one(kampung: KampungKB) -> None:
    # Given a later profile without Pokja
    make_report("profil", kampung, date(2025, 7, 20), pokja_ada=False)

    june = page_of(kampung, per="2025-06-30")
    july = page_of(kampung, dasar="dilaporkan")

    assert june.card.scorecard.score("pokja").score == 4
    assert july.card.scorecard.score("pokja").score == 1


def test_the_page_shows_class_way_and_links(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    shown = as_user(darma).get(f"/kampung/{kampung.pk}/").content.decode()

    for text in (
        "Berkembang",
        "kurang 1 poin",
        "Sedikitnya Paripurna: kurang 1 poin",
        "memenuhi kedua aturan",
        f"/kampung/{kampung.pk}/coba/?",
        f"/kampung/{kampung.pk}/laporan/profil/",
        "Lokakarya mini",
        "24 bulan terakhir",
        "85 dari 211 = 40%",
        "menurut Aturan portal nasional 2023",
    ):
        assert text in shown, text


def test_the_first_way_up_tried_out_reaches_its_class(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    # Given the page's first option
    browser = as_user(darma)
    shown = browser.get(f"/kampung/{kampung.pk}/").content.decode()
    url = shown.split('class="tap above" href="')[1].split('"')[0].replace("&amp;", "&")

    # When its address is opened
    tried = browser.get(url).content.decode()

    # Then both rules come out at the highest class
    assert tried.count("Paripurna") >= 2
    assert "Ini kelas tertinggi" in tried


def test_belum_lapor_is_a_badge_within_dasar(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    silent = make_kampung("91.37.01.2044")

    shown = as_user(darma).get(f"/kampung/{silent.pk}/").content.decode()

    assert "Belum lapor: di dalam Dasar menurut portal" in shown
    assert "Kelas rapuh" not in shown
    assert "belum dilaporkan, jadi dihitung misalnya" in shown


def test_a_report_that_was_never_sent_is_asked_for_before_any_advice(
    as_user: Browser, darma: User, head: User, kampung: KampungKB
) -> None:
    # Given a kampung without its monthly report
    half = make_kampung("91.37.01.2045")
    make_report("profil", half, date(2025, 6, 5), **GOOD_PROFIL)
    make_report("penduduk", half, date(2025, 6, 5), **GOOD_PENDUDUK)
    browser = as_user(darma)

    for page in ("", "coba/"):
        shown = browser.get(f"/kampung/{half.pk}/{page}").content.decode()

        # Then it comes first, with the way to its form
        notice = shown.index("Laporan KKBPK belum ada.")
        assert f'href="/kampung/{half.pk}/lapor/kkbpk/">Isi laporan KKBPK' in shown
        assert notice < shown.index('id="jalan"' if not page else 'id="hasil"')
        assert "belum ada." not in browser.get(f"/kampung/{kampung.pk}/{page}").content.decode()

    # And who only reads is not sent to a form
    seen = as_user(head).get(f"/kampung/{half.pk}/").content.decode()
    assert "Laporan KKBPK belum ada." in seen
    assert "Isi laporan KKBPK" not in seen


def test_several_missing_reports_are_said_in_one_sentence(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    silent = make_kampung("91.37.01.2046")

    shown = as_user(darma).get(f"/kampung/{silent.pk}/").content.decode()

    assert "Laporan Profil, Penduduk, dan KKBPK belum ada." in shown


def test_who_may_write_is_led_to_the_information_of_the_kampung(
    as_user: Browser, sari: User, head: User, kampung: KampungKB
) -> None:
    link, page = f'href="/kampung/{kampung.pk}/ubah/"', f"/kampung/{kampung.pk}/"

    assert link in as_user(sari).get(page).content.decode()
    assert link not in as_user(head).get(page).content.decode()


def test_the_difference_between_the_rules_is_explained(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    shown = as_user(darma).get(f"/kampung/{kabupaten['rapuh'].pk}/").content.decode()

    assert "Kelas rapuh" in shown
    assert "hanya instansi dari kegiatan 12 bulan terakhir" in shown


def test_the_page_costs_the_same_for_one_report_and_for_thirty(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    browser, url = as_user(darma), f"/kampung/{kampung.pk}/"
    browser.get(url)
    with budget("insights:kampung"):
        browser.get(url)

    for day in range(1, 30):
        fill(kampung, date(2025, 5, day))
        add_activity(kampung, date(2025, 4, day))

    with budget("insights:kampung"):
        browser.get(url)
