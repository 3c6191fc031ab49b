"""What a report can be: hard rules refuse, soft rules ask for a second look, in plain words."""

from datetime import date
from typing import Any

import pytest

from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.rules import checks, limits, totals
from naikkelas.registry.rules.answers import CONDITIONS, answers
from naikkelas.registry.rules.checks import Around
from naikkelas.registry.rules.schema import KAMPUNG, KKBPK, PENDUDUK, PROFIL, REPORTS, Form

TODAY = date(2025, 7, 17)
YOUTH = dict.fromkeys(limits.YOUTH_AGES, 7)
PENDUDUK_NOW = {"pus": 137, "keluarga": 211, "keluarga_balita": 41, "remaja": 0} | YOUTH


def found(form: Form, values: dict[str, Any], **around: Any) -> list[str]:
    """The marks of all findings, a hard one with an exclamation mark."""
    given = checks.check(form, values, 2025, 6, Around(TODAY, **around))
    assert all(finding.message and finding.remedy for finding in given)
    assert all("{" not in finding.message for finding in given)
    return [finding.mark + "!" * finding.is_hard for finding in given]


@pytest.mark.parametrize(
    ("form", "values", "expected"),
    [
        (PENDUDUK, {"pus": -1}, ["negatif:pus!"]),
        (PENDUDUK, {"pus": 0}, []),
        (PENDUDUK, {"pus": 100_000}, []),
        (PENDUDUK, {"pus": 100_001}, ["melebihi_batas:pus!"]),
        (PENDUDUK, {"l_00_04": 200_000}, []),
        (PENDUDUK, {"l_00_04": 200_001}, ["melebihi_batas:l_00_04!"]),
        (PENDUDUK, {"remaja": 200_001}, ["melebihi_batas:remaja!"]),
        (PROFIL, {"pokja_anggota": 1_001}, ["melebihi_batas:pokja_anggota!"]),
        (PROFIL, {"pokja_anggota": 7, "pokja_anggota_terlatih": 7}, []),
        (
            PROFIL,
            {"pokja_anggota": 7, "pokja_anggota_terlatih": 8},
            ["terlatih_melebihi_anggota:pokja_anggota_terlatih!"],
        ),
        (PROFIL, {"pokja_anggota": 0, "pokja_anggota_terlatih": 8}, []),
        (PROFIL, {"pokja_anggota": None, "pokja_anggota_terlatih": 8}, []),
        (PENDUDUK, {"pus": 212, "keluarga": 211}, ["pus_melebihi_keluarga:pus"]),
        (PENDUDUK, {"pus": 211, "keluarga": 211}, []),
        (PENDUDUK, {"pus": 211, "keluarga": 0}, []),
        (PENDUDUK, {"keluarga": 8, "l_20_24": 7}, ["keluarga_melebihi_penduduk:keluarga"]),
        (PENDUDUK, {"remaja": 8, "p_15_19": 7}, ["remaja_melebihi_penduduk:remaja"]),
        (PENDUDUK, {"remaja": 8, "p_70_74": 7}, []),
    ],
)
def test_one_report_by_itself(form: Form, values: dict[str, Any], expected: list[str]) -> None:
    assert found(form, values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"peserta_bkb": 41}, []),
        ({"peserta_bkb": 42}, ["peserta_melebihi_sasaran:peserta_bkb!"]),
        ({"peserta_pik_r": 1}, ["peserta_melebihi_sasaran:peserta_pik_r!"]),
        ({"peserta_bkl": 900}, []),  # no target is known
        ({"pengguna_bpjs": 42}, []),
        ({"pengguna_bpjs": 43}, ["bpjs_melebihi_penduduk:pengguna_bpjs"]),
        (dict.fromkeys(limits.COUPLES, 12), ["jumlah_kb_bukan_pus:iud"]),
        (dict.fromkeys(limits.COUPLES, 12) | {"pil": 17}, []),
        ({"iud": 999}, []),  # the others are not filled in: no sum yet
    ],
)
def test_a_kkbpk_report_beside_the_newest_penduduk(
    values: dict[str, Any], expected: list[str]
) -> None:
    assert found(KKBPK, values, penduduk=PENDUDUK_NOW) == expected


def test_the_difference_to_pus_is_said() -> None:
    values = dict.fromkeys(limits.COUPLES, 12)

    (finding,) = checks.check(KKBPK, values, 2025, 6, Around(TODAY, penduduk=PENDUDUK_NOW))

    assert "132" in finding.message
    assert "137" in finding.message
    assert finding.remedy.endswith("Kurang 5.")


@pytest.mark.parametrize(
    ("value", "others", "expected"),
    [
        (301, [30, 30, 30], ["sepuluh_kali_median:pus"]),
        (300, [30, 30, 30], ["berubah_mendadak:pus"]),
        (150, [30, 30, 30], []),
        (151, [30, 30, 30], ["berubah_mendadak:pus"]),
        (19, [1], []),  # small figures swing
        (20, [101], ["berubah_mendadak:pus"]),
        (21, [101], []),
        (0, [137], ["berubah_mendadak:pus"]),
        (900, [], []),
        (900, [None], []),
    ],
)
def test_a_figure_beside_its_own_history(
    value: int, others: list[int | None], expected: list[str]
) -> None:
    history = [{"pus": other} for other in others]

    assert found(PENDUDUK, {"pus": value}, others=history) == expected


def test_the_same_figures_as_last_month_are_doubtful() -> None:
    values = dict.fromkeys(limits.COUPLES, 37)

    assert found(KKBPK, values, others=[values]) == ["sama_dengan_laporan_lalu:iud"]
    assert found(KKBPK, values | {"pil": 38}, others=[values]) == []
    assert found(PROFIL, {"pokja_anggota": 7}, others=[{"pokja_anggota": 7}]) == []


def test_a_month_that_has_not_come_is_refused() -> None:
    future = checks.check(PENDUDUK, {}, 2025, 8, Around(TODAY))
    present = checks.check(PENDUDUK, {}, 2025, 7, Around(TODAY))

    assert [finding.mark for finding in future] == ["bulan_mendatang:bulan"]
    assert "Agustus 2025" in future[0].message
    assert present == []


def test_an_area_may_set_other_caps() -> None:
    caps = {"families": 500, "people": 200_000, "members": 37}

    assert found(PENDUDUK, {"pus": 501}, hard_caps=caps) == ["melebihi_batas:pus!"]
    assert found(PROFIL, {"pokja_anggota": 38}, hard_caps=caps) == ["melebihi_batas:pokja_anggota!"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"tanggal_pencanangan": date(2015, 12, 31)}, ["pencanangan_terlalu_awal"]),
        ({"tanggal_pencanangan": date(2016, 1, 1)}, []),
        ({"tanggal_pencanangan": TODAY}, []),
        ({"tanggal_pencanangan": date(2025, 7, 18)}, ["tanggal_mendatang"]),
        ({"lintang": 114.9, "bujur": -3.8}, ["di_luar_indonesia", "di_luar_indonesia"]),
        ({"lintang": -3.8, "bujur": 114.9}, []),
        ({}, []),
    ],
)
def test_a_kampung(values: dict[str, Any], expected: list[str]) -> None:
    assert [finding.rule for finding in checks.check_kampung(values, TODAY)] == expected


def test_marks_are_kept_whole() -> None:
    findings = checks.check(PENDUDUK, {"pus": -1, "keluarga": -1}, 2025, 6, Around(TODAY))

    assert checks.marks(findings) == "negatif:pus|negatif:keluarga"
    assert checks.marks(findings, longest=20) == "negatif:pus"


# Answers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", REPORTS)
def test_every_column_has_a_value_even_when_nothing_is_given(form: Form) -> None:
    given = answers(form, {})

    assert set(given) == set(form.by_name)
    assert set(given.values()) <= {None, ""}


def test_what_hangs_on_a_pokja_goes_with_it() -> None:
    given = answers(
        PROFIL,
        {
            "pokja_ada": False,
            "pokja_sk": True,
            "pokja_anggota": 7,
            "pokja_terlatih": True,
            "pokja_anggota_terlatih": 3,
            "plkb_ada": True,
            "pengarah": "kader",
            "plkb_nama": "Sari",
            "rapat_perencanaan": False,
            "frekuensi_rapat_perencanaan": "bulanan",
        },
    )

    assert [given[name] for name in ("pokja_sk", "pokja_anggota", "pokja_terlatih")] == [None] * 3
    assert given["pokja_anggota_terlatih"] is None  # hangs on what hangs on the Pokja
    assert (given["pengarah"], given["plkb_nama"]) == ("", "Sari")
    assert given["frekuensi_rapat_perencanaan"] == ""


def test_conditions_name_columns_of_the_profile_parents_first() -> None:
    order = list(CONDITIONS)
    for column, condition in CONDITIONS.items():
        assert {column, condition.parent} <= set(PROFIL.by_name)
        if condition.parent in order:
            assert order.index(condition.parent) < order.index(column)


def test_several_choices_are_kept_once_each_in_the_order_of_the_list() -> None:
    given = answers(PROFIL, {"sumber_dana": ["csr", "apbn", "csr"]})

    assert given["sumber_dana"] == "apbn|csr"


@pytest.mark.parametrize(
    ("form", "values", "column"),
    [
        (PROFIL, {"pokja_ada": "ya"}, "pokja_ada"),
        (PENDUDUK, {"pus": "37"}, "pus"),
        (PENDUDUK, {"pus": True}, "pus"),
        (PENDUDUK, {"pus": 2**31}, "pus"),
        (PROFIL, {"sumber_dana": ["lotre"]}, "sumber_dana"),
        (PROFIL, {"plkb_ada": False, "pengarah": "raja"}, "pengarah"),
        (PROFIL, {"pokja_ketua": "x"}, "pokja_ketua"),
        (PROFIL, {"plkb_nama": "x" * 121}, "plkb_nama"),
        (PROFIL, {"plkb_ada": True, "plkb_nip": "6301011203900001"}, "plkb_nip"),
        (PROFIL, {"plkb_ada": True, "plkb_nip": "1990"}, "plkb_nip"),
        (KAMPUNG, {"tanggal_pencanangan": "kemarin"}, "tanggal_pencanangan"),
        (KAMPUNG, {"lintang": "selatan"}, "lintang"),
    ],
)
def test_an_answer_of_another_kind_is_refused(
    form: Form, values: dict[str, Any], column: str
) -> None:
    with pytest.raises(UnfitAnswer) as refused:
        answers(form, values)

    assert refused.value.column == column


def test_a_nip_is_kept_without_spaces() -> None:
    given = answers(PROFIL, {"plkb_ada": True, "plkb_nip": "19900312 201503 1 007"})

    assert given["plkb_nip"] == "199003122015031007"


@pytest.mark.parametrize("name", ["O'Neil", "Ma'ruf", "=1+1", "<script>", "Siti\u00a0Aminah", "山"])
def test_names_are_kept_as_they_are(name: str) -> None:
    assert answers(PROFIL, {"plkb_nama": name})["plkb_nama"] == name


# Totals -----------------------------------------------------------------------------------------


def test_users_and_non_users_are_held_to_pus() -> None:
    *_, both = totals.shown("PUS bukan peserta KB", {"iud": 37, "hamil": 5}, {"pus": 40})

    assert (both.value, both.expected, both.difference) == (42, 40, 2)


def test_without_a_penduduk_report_there_is_nothing_to_compare() -> None:
    *_, both = totals.shown("PUS bukan peserta KB", {"iud": 37}, {})

    assert both.difference is None
