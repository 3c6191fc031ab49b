"""The public tables hold the numbers of the screens, the columns of the dictionary, no persons."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from naikkelas.areas.models import AreaIdentifier
from naikkelas.classification.models import Basis
from naikkelas.classification.queries import summary
from naikkelas.insights.queries.overview import overview
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.opendata.queries import Place, rows_of
from naikkelas.opendata.rules.tables import TABLES
from naikkelas.registry.models import KampungKB, State
from tests.insights.conftest import add_activity, fill
from tests.opendata.conftest import BEFORE, CORRECTED, CUTOFF, PORTAL, store_month_ends, the
from tests.people import RECORDED, make_area, make_kampung

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", list(TABLES))
def test_each_table_has_the_columns_of_its_definition(code: str, uji: Place) -> None:
    frame = rows_of(uji, code, CUTOFF)

    assert dict(frame.schema) == TABLES[code].schema
    for column in TABLES[code].columns:
        assert column.meaning
        assert column.source
        if column.missing == "Selalu terisi":
            assert frame[column.code].null_count() == 0, column.code


def test_classes_are_those_of_the_dashboard_and_of_the_cube(uji: Place) -> None:
    counted = Counter(rows_of(uji, "kampung", CUTOFF)["kelas"])

    cell = summary("91.37", CUTOFF, PORTAL, Basis.VERIFIED)
    assert cell is not None
    assert sum(counted.values()) == cell.kampung == 5
    assert counted["berkembang"] == cell.berkembang
    assert counted["berkelanjutan"] == cell.berkelanjutan > 0
    page = overview(viewpoint("91.37", {}))
    assert page.view.basis == Basis.VERIFIED
    row = rows_of(uji, "ringkasan", CUTOFF).filter(kode_wilayah="91.37", aturan=PORTAL).row(
        0, named=True
    )  # fmt: skip
    assert (row["kampung"], row["berkelanjutan"]) == (cell.kampung, cell.berkelanjutan)


def test_a_declared_report_changes_nothing_that_is_public(
    uji: Place, kabupaten: dict[str, KampungKB]
) -> None:
    before = rows_of(uji, "kampung", CUTOFF)

    fill(kabupaten["diam"], date(2025, 7, 3), state=State.SENT)

    assert rows_of(uji, "kampung", CUTOFF).equals(before)


def test_both_rules_and_the_words_of_the_area_stand_beside_the_class(uji: Place) -> None:
    frame = rows_of(uji, "kampung", CUTOFF)

    top = frame.filter(nama="Bukit Raya").row(0, named=True)
    assert (top["kelas"], top["sebutan_kelas"]) == ("berkelanjutan", "Paripurna")
    fragile = frame.filter(nama="Rapuh Jaya").row(0, named=True)
    assert (fragile["kelas"], fragile["kelas_terkoreksi"]) == ("berkelanjutan", "mandiri")
    assert rows_of(uji, "ringkasan", CUTOFF)["aturan"].unique().sort().to_list() == [
        PORTAL,
        CORRECTED,
    ]


def test_a_cutoff_before_the_reports_has_other_classes(uji: Place) -> None:
    assert rows_of(uji, "kampung", date(2025, 2, 28))["belum_pernah_lapor"].sum() >= 4
    assert rows_of(uji, "kampung", BEFORE)["kelas"].to_list()


def test_other_systems_codes_stand_where_they_are_known_and_nowhere_else(uji: Place) -> None:
    for scheme, value in (("bps", "9137010001"), ("opensid", "9137012001")):
        AreaIdentifier.objects.create(
            area_id="91.37.01.2001", scheme=scheme, value=value, source="Daftar uji",
            recorded_by=1, recorded_at=RECORDED,
        )  # fmt: skip

    frame = rows_of(uji, "kampung", CUTOFF)

    known = frame.filter(kode_desa="91.37.01.2001").row(0, named=True)
    assert (known["kode_bps"], known["kode_opensid"]) == ("9137010001", "9137012001")
    assert known["kode_openkab"] is None
    assert frame["kode_bps"].null_count() == 4
    areas = rows_of(uji, "wilayah", CUTOFF)
    assert areas.filter(kode_bps="9137010001")["kode_wilayah"].to_list() == ["91.37.01.2001"]


def test_activities_are_endorsed_of_twelve_months_and_without_words(
    uji: Place, kampung: KampungKB
) -> None:
    add_activity(kampung, date(2025, 7, 1), endorsed=False)
    add_activity(kampung, date(2024, 7, 31))
    activity = add_activity(kampung, date(2024, 8, 1))
    activity.judul, activity.tempat = "Kunjungan Bu Ratna", "Rumah Pak Darma"
    activity.peserta_l, activity.peserta_p = 37, 3
    activity.save(update_fields=["judul", "tempat", "peserta_l", "peserta_p"])

    frame = rows_of(uji, "kegiatan", CUTOFF).filter(nama="Sukamaju")

    assert frame["tanggal"].to_list() == [date(2024, 8, 1), date(2025, 6, 5)]
    assert frame["peserta_p"].to_list() == [None, None]
    assert frame["peserta_l"].to_list() == [None, None]  # 40 in all would tell the three
    assert "Ratna" not in str(frame.to_dicts())
    assert "Darma" not in str(frame.to_dicts())


def test_a_province_holds_what_its_kabupaten_hold(
    uji: Place, kabupaten: dict[str, KampungKB]
) -> None:
    province = the("91")

    assert province.cutoffs == uji.cutoffs == [CUTOFF, BEFORE]
    for code in ("kampung", "skor", "laporan", "kegiatan"):
        one, many = rows_of(uji, code, CUTOFF), rows_of(province, code, CUTOFF)
        assert one.drop("sebutan_kelas", strict=False).equals(
            many.drop("sebutan_kelas", strict=False)
        ), code
    assert rows_of(province, "kampung", CUTOFF)["sebutan_kelas"].to_list() != []


def test_example_rows_say_so(uji: Place, kampung: KampungKB) -> None:
    KampungKB.objects.filter(pk=kampung.pk).update(is_example=True)

    frame = rows_of(uji, "kampung", CUTOFF)

    assert frame.filter("contoh")["nama"].to_list() == ["Sukamaju"]
    marked = rows_of(uji, "ringkasan", CUTOFF).filter("contoh")["kode_wilayah"]
    assert set(marked) == {"91.37", "91.37.01"}


def test_an_area_that_has_ended_is_not_in_force_and_was(uji: Place) -> None:
    make_area("91.37.01.2077", "Desa Lama", valid_until=date(2025, 7, 1))

    now, then = rows_of(uji, "wilayah", CUTOFF), rows_of(uji, "wilayah", BEFORE)

    assert "91.37.01.2077" not in now["kode_wilayah"]
    assert "91.37.01.2077" in then["kode_wilayah"]


def test_a_village_with_two_live_kampung_is_counted_once_in_sums(
    uji: Place, kampung: KampungKB
) -> None:
    def families() -> Any:
        frame = rows_of(uji, "laporan", CUTOFF).filter(ukuran="keluarga", kode_wilayah="91.37")
        return frame["jumlah"].to_list()

    before = families()
    fill(make_kampung(kampung.village, nama="Ganda", is_double=True, source_id=77))

    assert families() == before == [4 * 403]
    store_month_ends()
