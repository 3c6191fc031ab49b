"""What is refused, what is flagged, and in which words (decisions 7 and 8)."""

from datetime import date
from typing import Any

import pytest

from naikkelas.accounts.models import User
from naikkelas.activities.models import Kegiatan
from naikkelas.areas.models import Area
from naikkelas.exchange import actions
from naikkelas.lib.refusals import NotYours
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.exchange.conftest import (
    KAMPUNG,
    KEGIATAN,
    PENDUDUK,
    PROFIL,
    Import,
    Write,
    codes,
    only,
)
from tests.exchange.conftest import (
    KKBPK as KKBPK_ROW,
)
from tests.people import make_area

FUTURE_YEAR = date.today().year + 1  # noqa: DTZ011  (a year ahead in every zone)


def test_what_is_in_order_is_stored_exactly(load: Import) -> None:
    outcome = load(
        kampung=[KAMPUNG],
        penduduk=[PENDUDUK],
        profil=[PROFIL],
        kkbpk=[KKBPK_ROW],
        intervensi=[KEGIATAN | {"instansi": "dinas_pmd|dinas_pmd", "jumlah_foto": 3}],
    )

    kampung = KampungKB.objects.get()
    assert (outcome.stored, outcome.refused) == (5, 0)
    assert (kampung.village_id, kampung.source_id, kampung.is_active) == ("91.37.01.2001", 7, True)
    assert (Penduduk.objects.get().pus, Penduduk.objects.get().bulan) == (137, 3)
    assert Profil.objects.get().pokja_ada is True
    assert Profil.objects.get().pokja_terlatih is None
    assert KKBPK.objects.get().peserta_bkb == 17
    assert KKBPK.objects.get().iud is None
    assert Kegiatan.objects.get().instansi == "dinas_pmd|dinas_pmd"
    assert Kegiatan.objects.get().kampung == kampung


@pytest.mark.parametrize(
    "name",
    [
        "O'Neil",
        "Ma'ruf Ma'ruf's",
        "X",
        "N" * 120,
        "Drs. H. Suka, M.Si.",
        "<script>alert(1)</script>",
        "Kampung 🌾 Jaya",
        "\u202eمرحبا",
        "Suka\u00a0Maju",
        "=SUM(A1)",
        "+62",
        "@kota",
        " depan",
    ],
)
def test_names_are_stored_exactly_as_they_stand(load: Import, name: str) -> None:
    load(kampung=[KAMPUNG | {"nama": name}])

    assert KampungKB.objects.get().nama == name


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"pokja_anggota": "-3"}, "negatif", "tidak boleh negatif (-3)"),
        ({"pokja_anggota": "1001"}, "melebihi_batas", "paling banyak 1.000"),
        ({"pokja_anggota_terlatih": "14"}, "terlatih_melebihi_anggota", "(14)"),
        ({"tahun": FUTURE_YEAR}, "bulan_mendatang", "belum tiba"),
        ({"tanggal_isi": f"{FUTURE_YEAR}-03-04"}, "tanggal_mendatang", "belum tiba"),
    ],
)
def test_a_broken_hard_rule_refuses_the_row_and_is_kept_as_reported(
    load: Import, change: dict[str, Any], code: str, words: str
) -> None:
    outcome = load(kampung=[KAMPUNG], profil=[PROFIL | change, PROFIL | {"id": 42}])

    found = only(outcome, code)
    assert (found["file"], found["row"], found["severity"]) == ("profil.csv", 2, "ditolak")
    assert words in found["message"]
    assert found["remedy"]
    assert [profil.source_id for profil in Profil.objects.all()] == [42]

    load(kampung=[KAMPUNG], profil=[PROFIL | change, PROFIL | {"id": 42}], as_reported=True)

    kept = Profil.objects.get(source_id=41)
    assert kept.broken_rules.startswith(f"{code}:")


def test_a_kampung_declared_before_the_programme_is_refused(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG | {"tanggal_pencanangan": "2015-12-31"}], profil=[PROFIL])

    assert only(outcome, "pencanangan_terlalu_awal")["row"] == 2
    assert only(outcome, "kampung_ditolak")["file"] == "profil.csv"
    assert not KampungKB.objects.exists()


def test_participants_above_the_target_are_stored_and_flagged(load: Import) -> None:
    outcome = load(
        kampung=[KAMPUNG],
        penduduk=[PENDUDUK | {"keluarga_balita": 11}],
        kkbpk=[KKBPK_ROW | {"peserta_bkb": 12}],
    )

    found = only(outcome, "peserta_melebihi_sasaran")
    assert (found["severity"], found["column"]) == ("periksa", "peserta_bkb")
    assert "Keluarga yang Memiliki Balita: 11" in found["message"]
    assert KKBPK.objects.get().doubts == "peserta_melebihi_sasaran:peserta_bkb"


def five_usual_months() -> list[dict[str, object]]:
    """Penduduk reports of 141 to 145 couples."""
    return [
        PENDUDUK | {"id": n, "tanggal_isi": f"2024-0{n}-03", "pus": 140 + n} for n in range(1, 6)
    ]


def test_doubts_compare_a_version_with_the_others_of_its_kampung(load: Import) -> None:
    usual = [
        PENDUDUK | {"id": n, "tanggal_isi": f"2024-0{n}-03", "pus": 140 + n} for n in range(1, 6)
    ]

    outcome = load(kampung=[KAMPUNG], penduduk=[*usual, PENDUDUK | {"id": 9, "pus": 1431}])

    assert only(outcome, "sepuluh_kali_median")["value"] == "1431"
    assert "sepuluh_kali_median:pus" in Penduduk.objects.get(source_id=9).doubts


def test_doubts_also_know_what_was_imported_before(load: Import) -> None:
    usual = [
        PENDUDUK | {"id": n, "tanggal_isi": f"2024-0{n}-03", "pus": 140 + n} for n in range(1, 6)
    ]
    load(kampung=[KAMPUNG], penduduk=usual)

    outcome = load(penduduk=[PENDUDUK | {"id": 9, "pus": 1431}])

    assert "sepuluh_kali_median" in codes(outcome)


def test_a_copy_of_the_last_report_is_flagged(load: Import) -> None:
    outcome = load(
        kampung=[KAMPUNG], kkbpk=[KKBPK_ROW, KKBPK_ROW | {"id": 52, "tanggal_isi": "2025-04-05"}]
    )

    assert only(outcome, "sama_dengan_laporan_lalu")["row"] == 3


@pytest.mark.parametrize(
    ("table", "change", "code", "words"),
    [
        ("profil", {"pokja_ada": "mungkin"}, "bukan_ya_tidak", "mungkin"),
        ("profil", {"pokja_anggota": "1.234"}, "titik_ribuan", "1.234"),
        ("profil", {"pokja_anggota": "dua belas"}, "bukan_angka", "dua belas"),
        ("profil", {"pokja_anggota": "12,5"}, "bukan_angka", "12,5"),
        ("profil", {"pokja_anggota": "3000000000"}, "di_luar_32_bit", "3000000000"),
        ("profil", {"bulan": "13"}, "bukan_bulan", "13"),
        ("profil", {"tahun": "25"}, "bukan_tahun", "25"),
        ("profil", {"tanggal_isi": "2025-02-31"}, "bukan_tanggal", "2025-02-31"),
        ("profil", {"tanggal_isi": "45000"}, "bukan_tanggal", "45000"),
        ("profil", {"tanggal_isi": ""}, "wajib_diisi", "Tanggal isi"),
        ("profil", {"plkb_nip": "1,99001E+17"}, "nip_ilmiah", "1,99001E+17"),
        ("profil", {"frekuensi_monev": "sering"}, "pilihan_tidak_dikenal", "sering"),
        ("profil", {"sumber_dana": "apbn|koperasi"}, "pilihan_tidak_dikenal", "koperasi"),
        ("profil", {"kampung_id": "8"}, "kampung_tidak_dikenal", "8"),
        ("kampung", {"nama": "N" * 121}, "terlalu_panjang", "120"),
        ("kampung", {"lintang": "114.77"}, "bukan_lintang", "-90 sampai 90"),
        ("kampung", {"bujur": "200"}, "bukan_bujur", "-180 sampai 180"),
    ],
)
def test_what_cannot_be_read_is_refused_also_as_reported(
    load: Import, table: str, change: dict[str, Any], code: str, words: str
) -> None:
    tables: dict[str, Any] = {"kampung": [KAMPUNG], "profil": [PROFIL]}
    tables[table] = [tables[table][0] | change]

    outcome = load(**tables, as_reported=True)

    found = outcome.findings.filter(outcome.findings["code"] == code).to_dicts()[0]
    assert (found["row"], found["severity"]) == (2, "ditolak")
    assert words in found["message"]
    assert not Profil.objects.exists()


@pytest.mark.parametrize("written", ["2025-03-04", "04-03-2025", "4/3/2025", "2025-03-04 00:00:00"])
def test_dates_are_read_as_indonesian_offices_write_them(load: Import, written: str) -> None:
    load(kampung=[KAMPUNG], profil=[PROFIL | {"tanggal_isi": written}])

    assert Profil.objects.get().tanggal_isi == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("written", "code"), [("BULANAN", "bulanan"), ("bulanan", "bulanan"), ("Triwulan ", "triwulan")]
)
def test_choices_are_known_by_code_and_by_name(load: Import, written: str, code: str) -> None:
    load(kampung=[KAMPUNG], profil=[PROFIL | {"frekuensi_monev": written}])

    assert Profil.objects.get().frekuensi_monev == code


def test_agencies_are_known_by_the_spelling_of_the_portal(load: Import) -> None:
    load(kampung=[KAMPUNG], intervensi=[KEGIATAN | {"instansi": "Dinas Perhubungan; dinas_pmd"}])

    assert Kegiatan.objects.get().instansi == "dinas_perhubungan|dinas_pmd"


def test_a_kampung_given_twice_is_kept_once(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG, KAMPUNG | {"nama": "Sukamaju Dua"}], profil=[PROFIL])

    assert only(outcome, "id_ganda")["row"] == 3
    assert KampungKB.objects.get().nama == "Sukamaju"
    assert Profil.objects.count() == 1


def test_of_two_live_kampung_in_a_village_the_smaller_id_is_kept(load: Import) -> None:
    second = KAMPUNG | {"id": 5, "nama": "Lebih Dulu"}

    outcome = load(kampung=[KAMPUNG, second], profil=[PROFIL, PROFIL | {"id": 42, "kampung_id": 5}])

    assert "ID 5" in only(outcome, "desa_ganda")["message"]
    assert only(outcome, "kampung_ditolak")["row"] == 2
    assert [kampung.source_id for kampung in KampungKB.objects.all()] == [5]
    assert [profil.source_id for profil in Profil.objects.all()] == [42]


def test_as_reported_both_live_kampung_are_kept_the_second_as_a_double(load: Import) -> None:
    load(kampung=[KAMPUNG, KAMPUNG | {"id": 5}], profil=[PROFIL], as_reported=True)

    doubles = {kampung.source_id: kampung.is_double for kampung in KampungKB.objects.all()}
    assert doubles == {5: False, 7: True}
    assert Profil.objects.get().kampung.source_id == 7


def test_a_second_live_kampung_is_refused_where_one_is_stored(load: Import) -> None:
    load(kampung=[KAMPUNG])

    outcome = load(kampung=[KAMPUNG | {"id": 3}])

    assert only(outcome, "desa_ganda")["row"] == 2
    assert KampungKB.objects.get().source_id == 7


def test_an_unknown_village_is_refused_also_as_reported(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG | {"kode_desa": "91.37.01.2999"}], as_reported=True)

    assert "91.37.01.2999" in only(outcome, "desa_tidak_dikenal")["message"]


def test_a_retired_village_code_names_its_heir_and_stays_as_reported(load: Import) -> None:
    heir = Area.objects.get(pk="91.37.01.2002")
    make_area("91.37.01.2009", "Lama", valid_until=date(2024, 12, 31), replaced_by=heir)
    old = KAMPUNG | {"kode_desa": "91.37.01.2009"}

    found = only(load(kampung=[old]), "desa_sudah_diganti")
    load(kampung=[old], as_reported=True)

    assert "Penggantinya 91.37.01.2002 (Desa 2002)." in found["message"]
    assert KampungKB.objects.get().village_id == "91.37.01.2009"


def test_rows_of_another_kabupaten_are_refused(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG | {"kode_desa": "92.41.03.2007"}], as_reported=True)

    assert "di luar wilayah Anda" in only(outcome, "di_luar_wilayah")["message"]


def test_a_village_code_of_ten_digits_is_the_dotted_one(load: Import) -> None:
    load(kampung=[KAMPUNG | {"kode_desa": "9137012001"}])

    assert KampungKB.objects.get().village_id == "91.37.01.2001"


def test_a_report_given_twice_is_kept_once(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG], kkbpk=[KKBPK_ROW, KKBPK_ROW | {"peserta_bkb": 19}])

    assert only(outcome, "id_ganda")["row"] == 3
    assert KKBPK.objects.get().peserta_bkb == 17


def test_of_two_marked_versions_only_the_newest_keeps_its_mark(load: Import) -> None:
    later = PROFIL | {"id": 42, "tanggal_isi": "2025-03-09", "aktif": "ya"}

    outcome = load(kampung=[KAMPUNG], profil=[PROFIL | {"aktif": "ya"}, later], as_reported=True)

    assert only(outcome, "tanda_aktif_ganda")["row"] == 2
    marks = {profil.source_id: profil.marked for profil in Profil.objects.all()}
    assert marks == {41: False, 42: True}


def test_the_broken_on_purpose_column_is_never_read(load: Import) -> None:
    outcome = load(kampung=[KAMPUNG | {"cacat": "jumlah_negatif"}])

    assert outcome.stored == 1
    assert codes(outcome) == []


def test_a_person_of_another_kabupaten_may_not_import_here(
    uji: Area, wayan: User, rina: User, write: Write
) -> None:
    folder = write(kampung=[KAMPUNG])
    for person in (wayan, rina):
        with pytest.raises(NotYours):
            actions.import_folder(folder, area_code="91.37", by=person)

    assert not KampungKB.objects.exists()
