"""F40: a village changes its code in mid-year; history keeps the old one and sums still agree."""

from datetime import date

import pytest

from naikkelas.accounts.models import Role, User
from naikkelas.areas import actions as areas
from naikkelas.areas.models import Area
from naikkelas.classification import actions as classification
from naikkelas.classification.models import AreaSummary, Basis, Result
from naikkelas.classification.queries import children_summaries, summary
from naikkelas.registry.models import KampungKB, Penduduk
from tests.exchange.hostile.conftest import Office, kampung, report, told
from tests.people import make_area, make_user

pytestmark = pytest.mark.django_db
RULE = "kampung-kb-2023"
BEFORE, AFTER = date(2025, 7, 31), date(2025, 8, 31)
OLD, NEW = "91.37.01.2001", "91.37.02.2001"
CHANGES = (
    "kode_lama,kode_baru,berlaku,nama\n"
    ",91.37.02,2025-08-15,Tanjung Baru\n"
    f"{OLD},{NEW},2025-08-15,Sukamaju Baru\n"
)


@pytest.fixture
def tuti(office: Office) -> User:
    """Operator of the province, who changes codes."""
    return make_user("tuti", "Bu Tuti", Role.OPERATOR, Area.objects.get(pk="91"))


@pytest.fixture
def changed(office: Office, tuti: User) -> Office:
    """The office after the first of its three kampung has got a new code in August."""
    office.load(
        kampung=[kampung(n) for n in (1, 2, 3)],
        penduduk=[report(1, 1, pus=137), report(2, 2, pus=139)],
    )
    classification.take_snapshots("91.37", [BEFORE], [RULE], by=office.by)
    areas.replace_codes(CHANGES, by=tuti)
    return office


def test_importing_the_old_code_says_which_code_took_its_place(changed: Office) -> None:
    done = changed.load(kampung=[kampung(1, nama="Nama lain"), kampung(4)])

    assert told(done) == [
        (
            "kampung.csv",
            2,
            "kode_desa",
            f"Kode desa/kelurahan {OLD} tidak berlaku lagi. Penggantinya {NEW} (Sukamaju Baru).",
        )
    ]
    assert done.findings.to_dicts()[0]["remedy"] == "Pakai kode yang berlaku sekarang."
    assert done.tables["kampung"]["new"] == 1


def test_a_history_as_reported_keeps_the_old_code(changed: Office) -> None:
    make_area("91.37.01.2009", "Lama", valid_until=date(2020, 12, 31))

    done = changed.load(kampung=[kampung(9)], as_reported=True)

    assert told(done) == []
    assert KampungKB.objects.get(source_id=109).village_id == "91.37.01.2009"


def test_reports_of_a_kampung_that_keeps_its_old_code_still_arrive(changed: Office) -> None:
    by_code = {"id": 7, "kode_desa": OLD, "tanggal_isi": "2025-08-20", "pus": 141}

    done = changed.load(penduduk=[by_code, report(8, 1, "2025-08-21", pus=143)])

    assert told(done) == []
    assert Penduduk.objects.filter(kampung__source_id=101).count() == 3


def test_reports_under_the_new_code_reach_the_kampung_that_still_has_the_old_one(
    changed: Office,
) -> None:
    by_code = {"id": 7, "kode_desa": NEW, "tanggal_isi": "2025-08-20", "pus": 141}

    done = changed.load(penduduk=[by_code])

    assert told(done) == []
    assert Penduduk.objects.get(source_id=7).kampung.source_id == 101


@pytest.mark.parametrize("identifier", [101, ""], ids=["by-id", "without-id"])
def test_the_new_code_moves_the_kampung_and_makes_no_second_one(
    identifier: object, changed: Office
) -> None:
    done = changed.load(kampung=[kampung(1, id=identifier, kode_desa=NEW)])

    assert told(done) == []
    assert done.tables["kampung"] | {"soft": 0} == {
        "read": 1, "new": 0, "changed": 1, "same": 0, "refused": 0, "soft": 0,
    }  # fmt: skip
    moved = KampungKB.objects.get(source_id=101)
    assert (moved.village_id, KampungKB.objects.count()) == (NEW, 3)
    assert Penduduk.objects.get(kampung=moved).pus == 137


def test_the_snapshot_of_july_keeps_the_old_code_and_its_kecamatan(changed: Office) -> None:
    changed.load(kampung=[kampung(1, kode_desa=NEW)])

    declared = Result.objects.filter(snapshot__cutoff=BEFORE, snapshot__basis=Basis.DECLARED)
    codes = declared.values_list("village_code", flat=True)

    assert sorted(codes) == [OLD, "91.37.01.2002", "91.37.01.2003"]


@pytest.mark.parametrize("moves", [False, True], ids=["kept", "moved"])
def test_the_parts_still_add_up_to_the_whole(moves: bool, changed: Office) -> None:
    if moves:
        changed.load(kampung=[kampung(1, kode_desa=NEW)])
    classification.take_snapshots("91.37", [AFTER], [RULE], by=changed.by)

    for cutoff in (BEFORE, AFTER):
        whole = summary("91.37", cutoff, RULE)
        parts = children_summaries("91.37", cutoff, RULE)
        assert whole is not None
        assert (whole.kampung, whole.never_reported) == (3, 1)
        assert sum(part.kampung for part in parts) == whole.kampung
        assert sum(part.never_reported for part in parts) == whole.never_reported
    kecamatan = AreaSummary.objects.filter(cutoff=AFTER, instrument=RULE, depth=3)
    found = dict(kecamatan.values_list("area_code", "kampung"))
    assert found == ({"91.37.01": 2, "91.37.02": 1} if moves else {"91.37.01": 3})
