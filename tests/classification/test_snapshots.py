"""Snapshots keep what was known; the cube adds up the tree."""

from datetime import UTC, date, datetime

import pytest

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.models import Event
from naikkelas.classification import queries
from naikkelas.classification.actions import take_snapshots
from naikkelas.classification.models import AreaSummary, Basis, Result, Snapshot
from naikkelas.lib.refusals import NotYours
from tests.people import make_kampung, make_report

PORTAL = "kampung-kb-2023"
CORRECTED = "kampung-kb-2023-terkoreksi"
CUTOFF = date(2025, 7, 31)
BEFORE = date(2025, 6, 30)
FULL_PROFILE = {
    "pokja_ada": True,
    "pokja_anggota": 11,
    "pokja_terlatih": True,
    "plkb_ada": True,
    "regulasi_ada": True,
    "sumber_dana": "apbn|apbd|dana_desa|csr|swadaya_masyarakat",
    "penggunaan_data": "pk_pemutakhiran|data_rutin_bkkbn|potensi_desa|data_sektoral",
    **dict.fromkeys(("bkb", "bkr", "bkl", "uppka", "pik_r", "sekretariat", "rumah_dataku"), True),
    **dict.fromkeys(
        ("rapat_perencanaan", "rapat_koordinasi", "sosialisasi", "monev", "penyusunan_laporan"),
        True,
    ),
}

pytestmark = pytest.mark.django_db


def test_a_later_report_leaves_the_snapshot_as_it_was(darma: User) -> None:
    kampung = make_kampung()
    make_report("profil", kampung, date(2025, 7, 1), **FULL_PROFILE)
    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)
    declared = Result.objects.filter(snapshot__basis=Basis.DECLARED)
    before = list(declared.values_list("scores", "level", "index_input"))

    make_report("profil", kampung, date(2025, 7, 2), recorded_at=datetime.now(UTC))
    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)

    first, second = Snapshot.objects.filter(basis=Basis.DECLARED).order_by("known_at")
    assert list(first.results.values_list("scores", "level", "index_input")) == before
    assert before == [("444334411111", "berkembang", 360)]
    assert second.results.get().index_input == 100
    assert queries.classify("91.37", cutoff=CUTOFF, instrument=PORTAL, known_at=first.known_at)[
        "indeks_input"
    ].to_list() == [3.6]


def test_the_cube_counts_every_level_of_the_tree_and_who_moved(darma: User) -> None:
    riser, silent = make_kampung("91.37.01.2001"), make_kampung("91.37.02.2003")
    make_report("profil", riser, date(2025, 7, 1), **FULL_PROFILE)

    take_snapshots("91.37", [BEFORE, CUTOFF], [PORTAL, CORRECTED], by=darma)

    corrected = queries.summary("91.37", CUTOFF, CORRECTED)
    assert corrected is not None
    assert (corrected.kampung, corrected.belum_lapor, corrected.berkembang) == (2, 1, 1)
    assert (corrected.rose, corrected.fell, corrected.fresh) == (1, 0, 1)
    portal = queries.summary("91.37", CUTOFF, PORTAL)
    assert portal is not None
    assert (portal.dasar, portal.berkembang) == (1, 1)
    assert (portal.belum_lapor, portal.never_reported) == (0, 1)
    cells = AreaSummary.objects.filter(cutoff=CUTOFF, instrument=PORTAL, basis=Basis.DECLARED)
    codes = cells.values_list("area_code")
    assert sorted(code for (code,) in codes) == ["", "91", "91.37", "91.37.01", "91.37.02"]
    children = queries.children_summaries("91.37", CUTOFF, PORTAL)
    assert [child.area_code for child in children] == ["91.37.01", "91.37.02"]
    assert silent.village.code.startswith(children[1].area_code)


def test_the_nation_is_the_sum_of_its_kabupaten(darma: User, wayan: User) -> None:
    make_kampung("91.37.01.2001")
    make_kampung("92.41.03.2007")

    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)
    take_snapshots("92.41", [CUTOFF], [PORTAL], by=system_user())

    nation = queries.summary("", CUTOFF, PORTAL)
    assert nation is not None
    assert (nation.kampung, nation.dasar) == (2, 2)
    assert [row.area_code for row in queries.children_summaries("", CUTOFF, PORTAL)] == ["91", "92"]
    stored = queries.standings("", cutoff=CUTOFF, instrument=PORTAL)
    live = queries.classify("", cutoff=CUTOFF, instrument=PORTAL)
    assert stored["klasifikasi"].to_list() == live["klasifikasi"].to_list()
    assert stored["unmet_need"].to_list() == live["unmet_need"].to_list()


def test_taking_a_snapshot_leaves_its_line_in_the_trail(darma: User) -> None:
    make_kampung()

    take_snapshots("91.37", [CUTOFF], [PORTAL], by=darma)

    event = Event.objects.get(verb="classification.snapshot")
    assert (event.actor_id, event.kabupaten_code, event.data["stored"]) == (darma.pk, "91.37", 2)


def test_nobody_stores_the_classification_of_another_kabupaten(wayan: User, darma: User) -> None:
    make_kampung()

    with pytest.raises(NotYours):
        take_snapshots("91.37", [CUTOFF], [PORTAL], by=wayan)
    with pytest.raises(NotYours):
        take_snapshots("92.41", [CUTOFF], [PORTAL], by=darma)

    assert not Snapshot.objects.exists()
