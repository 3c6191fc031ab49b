"""The declared and the verified class stand side by side, with the reasons for a difference."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area, AreaSetting
from naikkelas.classification import actions
from naikkelas.classification.models import Basis
from naikkelas.insights.queries.kampung import kampung_page
from naikkelas.insights.queries.listing import Listing, Wanted
from naikkelas.insights.queries.overview import overview
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.registry.models import Evidence, KampungKB, State
from tests.insights.conftest import CUTOFF, GOOD_PROFIL, fill
from tests.people import make_area, make_kampung, make_report, make_user

Browser = Callable[[User], Client]
PORTAL, CORRECTED = "kampung-kb-2023", "kampung-kb-2023-terkoreksi"


def words_of(browser: Client, url: str, **parameters: str) -> str:
    """What the page says, in one line."""
    return " ".join(browser.get(url, parameters).content.decode().split())


def back(kampung: KampungKB, until: date, columns: str = "pokja_ada|sumber_dana") -> Evidence:
    """A decree that backs figures of the profile until a day."""
    return Evidence.objects.create(
        kampung=kampung,
        kabupaten_code=kampung.kabupaten_code,
        form="profil",
        columns=columns,
        kind=Evidence.Kind.DECREE,
        title="SK Pokja 7/2023",
        stored_name="a.pdf",
        valid_until=until,
        added_by=7,
        added_at=datetime(2025, 1, 3, tzinfo=UTC),
    )


@pytest.fixture
def rising(kampung: KampungKB) -> KampungKB:
    """Beside Sukamaju one that stands at the top by reports that the kabupaten has to endorse."""
    village = make_area("91.37.01.2007", "Tirta Jaya")
    return fill(make_kampung(village), state=State.DISTRICT_VERIFIED)


def test_the_dashboard_counts_both_classes_and_looks_at_the_one_for_the_target(
    rising: KampungKB,
) -> None:
    page = overview(viewpoint("91.37", {}))
    other = overview(viewpoint("91.37", {"dasar": "dilaporkan"}))

    assert page.view.basis == Basis.VERIFIED
    assert (page.counts.levels["dasar"], page.counts.levels["berkelanjutan"]) == (1, 0)
    assert (page.across.levels["dasar"], page.across.levels["berkelanjutan"]) == (0, 1)
    assert other.counts.levels == page.across.levels
    assert other.across.levels == page.counts.levels
    assert page.different == other.different == 1


def test_the_target_counts_the_class_that_the_setting_names(rising: KampungKB) -> None:
    verified = overview(viewpoint("91.37", {"dasar": "dilaporkan"})).target
    AreaSetting.objects.create(area_code="91.37", key="target_basis", value="dilaporkan")
    declared = overview(viewpoint("91.37", {})).target

    assert verified is not None
    assert declared is not None
    assert (len(verified.progress.reached), len(verified.across.reached)) == (0, 1)
    assert (len(declared.progress.reached), len(declared.across.reached)) == (1, 0)
    # Then the kampung whose reports wait is near by one class only, and is told from others
    assert [(one.nama, one.waits) for one in verified.nearest] == [
        ("Sukamaju", False),
        ("Tirta Jaya", True),
    ]
    assert [one.nama for one in declared.nearest] == ["Sukamaju"]


def test_beranda_says_near_every_figure_which_class_it_is(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    shown = words_of(as_user(darma), "/")

    assert "menurut Aturan portal nasional 2023, terverifikasi</p>" in shown
    assert "Klasifikasi Kampung KB, terverifikasi" in shown
    assert "Klasifikasi Kampung KB, dilaporkan" in shown
    assert "menurut kelas terverifikasi" in shown
    assert "Menurut kelas dilaporkan: 1 dari 1 kampung" in shown
    assert '<a href="/kampung/?wilayah=91.37&amp;beda=ya">1 kampung</a> berbeda kelas' in shown
    assert '<a class="tap" href="/?dasar=dilaporkan">Pakai yang dilaporkan</a>' in shown
    assert "sudah Paripurna: tinggal diperiksa dan disahkan" in shown


def test_the_basis_goes_along_to_other_pages_when_it_was_chosen(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    browser = as_user(darma)

    chosen = words_of(browser, "/", dasar="dilaporkan")
    unknown = words_of(browser, "/", dasar="dugaan")

    assert f'href="/kampung/{rising.pk}/?dasar=dilaporkan"' in chosen
    assert "menurut Aturan portal nasional 2023, dilaporkan</p>" in chosen
    assert f'href="/kampung/{rising.pk}/"' in unknown


def test_reports_that_wait_are_told_with_whose_turn_it_is(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    make_report("profil", rising, date(2025, 7, 7), state=State.SENT)
    # A newer version of the month takes the place of the older, which then waits for nobody
    make_report("kkbpk", rising, date(2025, 6, 30), state=State.SENT, bulan=6)

    decisions = overview(viewpoint("91.37", {})).decisions

    assert decisions is not None
    assert decisions.waiting == {"diverifikasi_kecamatan": 2, "dikirim": 2}
    shown = words_of(as_user(darma), "/")
    assert '<strong class="num">2</strong> laporan menunggu pengesahan kabupaten' in shown
    assert "laporan menunggu verifikasi PKB" in shown


def test_evidence_that_ends_within_sixty_days_threatens_the_class(
    as_user: Browser, darma: User, kabupaten: dict[str, KampungKB]
) -> None:
    back(kabupaten["paripurna"], date(2025, 9, 29), "|".join(GOOD_PROFIL))
    back(kabupaten["naik"], date(2025, 9, 30))

    decisions = overview(viewpoint("91.37", {})).decisions

    assert decisions is not None
    (threat,) = decisions.threats
    assert (threat.nama, threat.ends, threat.level) == (
        "Bukit Raya",
        date(2025, 9, 29),
        "berkelanjutan",
    )
    assert threat.falls_to == "dasar"
    assert (
        "Bukit Raya: bukti berakhir 29 September 2025, kelas terverifikasi terancam turun"
        in words_of(as_user(darma), "/")
    )


def test_the_page_of_a_kampung_shows_both_classes_and_what_waits_for_whom(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    page = kampung_page(rising, viewpoint(rising.village_id, {}))
    shown = words_of(as_user(darma), f"/kampung/{rising.pk}/")

    assert (page.declared.level, page.verified.level) == ("berkelanjutan", "dasar")
    assert page.card.level == "dasar"  # the class for the target is the one in view
    assert [(one.name, one.accepted) for one in page.unaccepted] == [
        ("Profil", None),
        ("Penduduk", None),
        ("KKBPK", None),
    ]
    assert page.activities_waiting == 1
    assert page.goals == ()  # what is done already is not advised again
    assert "Mengapa dua kelas ini berbeda" in shown
    assert "menunggu pengesahan kabupaten. Belum ada laporan Profil yang disahkan." in shown
    assert "1 kegiatan belum disahkan" in shown
    assert "halaman ini: <strong>terverifikasi</strong> (dihitung untuk target)" in shown
    assert 'href="/kampung/' in shown
    assert "?dasar=dilaporkan" in shown


def test_a_switch_shows_the_scores_of_the_declared_class(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    page = kampung_page(rising, viewpoint(rising.village_id, {"dasar": "dilaporkan"}))
    shown = words_of(as_user(darma), f"/kampung/{rising.pk}/", dasar="dilaporkan")

    assert page.card.level == "berkelanjutan"
    assert page.history[-1].level == "berkelanjutan"
    assert '<h2 id="indikator">12 indikator, dilaporkan</h2>' in shown
    assert "?dasar=terverifikasi" in shown


def test_a_returned_correction_names_the_version_that_stands_until_then(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    make_report("profil", kampung, date(2025, 7, 7), state=State.RETURNED)

    shown = words_of(as_user(darma), f"/kampung/{kampung.pk}/")

    assert "dikembalikan, menunggu perbaikan. Terverifikasi memakai laporan 5 Jun 2025." in shown


def test_evidence_that_ran_out_is_named_with_the_figures_that_dropped_out(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    back(kampung, date(2025, 7, 30))

    page = kampung_page(kampung, viewpoint(kampung.village_id, {}))

    (lapse,) = page.lapses
    assert (lapse.evidence, lapse.until) == ("SK Pokja 7/2023", date(2025, 7, 30))
    assert page.verified.scorecard.score("sumber_dana").score == 1
    assert page.declared.scorecard.score("sumber_dana").score == 3
    shown = words_of(as_user(darma), f"/kampung/{kampung.pk}/")
    assert "SK Pokja 7/2023, yang disahkan bersama laporannya, berlaku sampai 30 Juli 2025" in shown


def test_when_all_is_accepted_no_reason_is_given(
    as_user: Browser, darma: User, kampung: KampungKB
) -> None:
    shown = words_of(as_user(darma), f"/kampung/{kampung.pk}/")

    assert "Mengapa dua kelas ini berbeda" not in shown
    assert "belum semuanya terverifikasi" not in shown


def test_the_list_finds_the_kampung_whose_classes_differ(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    rows = Listing(viewpoint("91.37", {}), Wanted(only_different=True), ("91.37",))

    assert [(row.nama, row.level, row.across) for row in rows] == [
        ("Tirta Jaya", "dasar", "berkelanjutan")
    ]
    shown = words_of(as_user(darma), "/kampung/", beda="ya")
    assert '<strong class="num">1</strong> dari 2 kampung' in shown
    assert '<td data-label="Dilaporkan">' in shown


def test_a_province_shows_both_classes_from_the_cube(as_user: Browser, rising: KampungKB) -> None:
    actions.take_snapshots("91.37", [CUTOFF], [PORTAL, CORRECTED], by=system_user())
    province = make_user("prov", "Bu Prov", Role.PROVINCE, Area.objects.get(pk="91"))

    page = overview(viewpoint("91", {}))
    rows = Listing(viewpoint("91", {}), Wanted(only_different=True), ("91",))

    assert page.counts.levels["dasar"] == page.across.levels["berkelanjutan"] == 1
    assert [(row.nama, row.across) for row in rows] == [("Tirta Jaya", "berkelanjutan")]
    assert "Klasifikasi Kampung KB, dilaporkan" in words_of(as_user(province), "/")


def test_a_trial_starts_from_what_was_declared(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    shown = words_of(as_user(darma), f"/kampung/{rising.pk}/coba/")

    assert "dari angka yang dilaporkan per 31 Juli 2025" in shown
    assert "Ini kelas tertinggi." in shown


def test_the_press_release_names_both_classes(
    as_user: Browser, darma: User, rising: KampungKB
) -> None:
    shown = words_of(as_user(darma), "/")

    assert "dari laporan yang sudah disahkan (terverifikasi); menurut yang dilaporkan:" in shown
