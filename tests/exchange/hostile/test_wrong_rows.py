"""A wrong row is refused in plain words, with its children; the rest of the batch is kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from naikkelas.activities.models import Kegiatan
from naikkelas.exchange import actions
from naikkelas.exchange.models import ImportBatch
from naikkelas.registry.models import KKBPK, KampungKB, Penduduk, Profil
from tests.exchange.hostile.conftest import Office, activity, kampung, report, told

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return list(KampungKB.objects.order_by("village_id").values_list("nama", flat=True))


# --- kampung ----------------------------------------------------------------------------------


def test_a_kampung_given_twice_counts_once(office: Office) -> None:
    done = office.load(kampung=[kampung(1), kampung(2), kampung(1, nama="Sama ID")])

    assert names() == ["Kampung 1", "Kampung 2"]
    assert told(done) == [
        ("kampung.csv", 4, "id", "Kampung dengan ID 101 ada dua kali; yang pertama dipakai.")
    ]


def test_of_two_live_kampung_in_one_village_the_smaller_id_stays(office: Office) -> None:
    second = kampung(1, id=7, nama="Lebih dulu")

    done = office.load(
        kampung=[kampung(1), second, kampung(2)],
        penduduk=[report(1, 1), report(2, 1, kampung_id=7), report(3, 2)],
    )

    assert names() == ["Lebih dulu", "Kampung 2"]
    assert told(done) == [
        (
            "kampung.csv",
            2,
            "kode_desa",
            "Desa 91.37.01.2001 sudah mempunyai Kampung KB aktif (ID 7).",
        ),
        (
            "penduduk.csv",
            2,
            "kampung_id",
            "Kampung 101 ditolak, jadi laporannya ikut ditolak.",
        ),
    ]
    assert Penduduk.objects.count() == 2


def test_taken_as_reported_both_live_kampung_of_a_village_stay_one_marked_double(
    office: Office,
) -> None:
    second = kampung(1, id=7, nama="Lebih dulu")

    done = office.load(
        kampung=[kampung(1), second],
        penduduk=[report(1, 1), report(2, 1, kampung_id=7)],
        as_reported=True,
    )

    doubles = KampungKB.objects.values_list("source_id", "is_double").order_by("source_id")
    assert list(doubles) == [(7, False), (101, True)]
    assert Penduduk.objects.count() == 2
    assert [message for *_, message in told(done, "periksa")] == [
        "Kampung kedua yang aktif di desa 91.37.01.2001; disimpan sebagai “ganda menurut sumber”."
    ]


def test_a_second_kampung_that_is_not_live_is_welcome(office: Office) -> None:
    done = office.load(kampung=[kampung(1), kampung(1, id=7, nama="Dulu", aktif="tidak")])

    assert told(done) == []
    assert KampungKB.objects.filter(village_id="91.37.01.2001").count() == 2


def test_an_unknown_village_is_refused_with_all_that_hangs_on_it(office: Office) -> None:
    lost = kampung(3, kode_desa="91.37.01.2999")

    done = office.load(
        kampung=[kampung(1), lost],
        profil=[report(1, 1), report(2, 3)],
        kkbpk=[report(1, 3), report(2, 1)],
        intervensi=[activity(1, 3), activity(2, 1)],
    )

    refused = "Kampung 103 ditolak, jadi laporannya ikut ditolak."
    assert told(done) == [
        (
            "kampung.csv",
            3,
            "kode_desa",
            "Kode desa/kelurahan “91.37.01.2999” tidak dikenal.",
        ),
        ("profil.csv", 3, "kampung_id", refused),
        ("kkbpk.csv", 2, "kampung_id", refused),
        ("intervensi.csv", 2, "kampung_id", refused),
    ]
    assert names() == ["Kampung 1"]
    assert [model.objects.count() for model in (Profil, KKBPK, Kegiatan)] == [1, 1, 1]


@pytest.mark.parametrize("code", ["", "desa", "91.37.01", "9137012999", "91.37.01.2001; --"])
def test_a_village_code_of_any_other_shape_is_unknown(code: str, office: Office) -> None:
    done = office.load(kampung=[kampung(1, kode_desa=code), kampung(2)])

    assert names() == ["Kampung 2"]
    assert {told_of[:3] for told_of in told(done)} == {("kampung.csv", 2, "kode_desa")}


def test_a_village_of_another_kabupaten_is_not_ours_to_load(office: Office) -> None:
    done = office.load(kampung=[kampung(1), kampung(2, kode_desa="92.41.03.2007")])

    assert told(done) == [
        (
            "kampung.csv",
            3,
            "kode_desa",
            "Desa/kelurahan 92.41.03.2007 di luar wilayah Anda.",
        )
    ]


def test_a_report_of_a_kampung_that_nobody_knows_is_refused(office: Office) -> None:
    done = office.load(kampung=[kampung(1)], penduduk=[report(1, 1), report(2, 5)])

    assert told(done) == [("penduduk.csv", 3, "kampung_id", "Kampung 105 tidak dikenal.")]


# --- reports ----------------------------------------------------------------------------------


def refused_report(office: Office, form: str, **figures: Any) -> tuple[str, str]:
    """Column and message of the one refusal; the good report beside it is stored."""
    rows = [report(1, 1, **figures), report(2, 2)]
    done = office.load(kampung=[kampung(1), kampung(2)], **{form: rows})
    ((file, row, column, message),) = told(done)
    assert (file, row) == (f"{form}.csv", 2)
    assert done.tables[form]["new"] == 1
    assert {"profil": Profil, "penduduk": Penduduk, "kkbpk": KKBPK}[form].objects.count() == 1
    return column, message


def test_a_report_for_a_month_in_the_future_is_refused(office: Office) -> None:
    later = timezone.now().date() + timedelta(days=62)

    column, message = refused_report(office, "profil", tahun=later.year, bulan=later.month)

    shown = f"{later.year}-{later.month:02}"
    assert (column, message) == ("bulan", f"Laporan untuk bulan yang belum tiba: {shown}.")


def test_a_day_of_entry_in_the_future_is_refused(office: Office) -> None:
    later = (timezone.now().date() + timedelta(days=3)).isoformat()

    column, message = refused_report(office, "penduduk", tanggal_isi=later)

    assert (column, message) == ("tanggal_isi", f"Tanggal isi belum tiba: {later}.")


PUS, AGES = "Pasangan Usia Subur", "0–4 tahun (laki-laki)"
NIP, HELPER = "NIP PKB/PLKB", "Nama pendamping"
BKB, MEMBERS = "BKB (Bina Keluarga Balita)", "Jumlah anggota Pokja"
LOST = "sudah kehilangan angka karena ditulis sebagai bilangan."


@pytest.mark.parametrize(
    ("form", "column", "value", "message"),
    [
        ("penduduk", "pus", "3000000000", f"{PUS} terlalu besar untuk disimpan: “3000000000”."),
        ("penduduk", "pus", "-1", f"{PUS} tidak boleh negatif (-1)."),
        ("penduduk", "pus", "100001", f"{PUS} terlalu besar: 100001, paling banyak 100.000."),
        ("penduduk", "l_00_04", "200001", f"{AGES} terlalu besar: 200001, paling banyak 200.000."),
        ("penduduk", "pus", "1.234", f"{PUS} memakai tanda ribuan: “1.234”."),
        ("penduduk", "pus", "1.234.567", f"{PUS} memakai tanda ribuan: “1.234.567”."),
        ("penduduk", "pus", "12,5", f"{PUS} harus angka, bukan “12,5”."),
        ("penduduk", "pus", "banyak", f"{PUS} harus angka, bukan “banyak”."),
        ("penduduk", "pus", "=1+1", f"{PUS} harus angka, bukan “=1+1”."),
        ("penduduk", "pus", "١٢", f"{PUS} harus angka, bukan “١٢”."),
        ("penduduk", "pus", "1e3", f"{PUS} harus angka, bukan “1e3”."),
        *(
            ("penduduk", "tanggal_isi", day, f"Tanggal isi bukan tanggal yang ada: “{day}”.")
            for day in ("31/02/2025", "45000", "05-06-25", "0005-06-25", "kemarin")
        ),
        ("penduduk", "tanggal_isi", "", "Tanggal isi belum diisi."),
        ("profil", "bulan", "13", "Bulan harus 1 sampai 12, bukan “13”."),
        ("profil", "tahun", "25", "Tahun harus empat angka, bukan “25”."),
        ("profil", "bkb", "mungkin", f"{BKB} harus ya atau tidak, bukan “mungkin”."),
        ("profil", "sumber_dana", "apbd|x", "Sumber dana: pilihan “apbd|x” tidak dikenal."),
        ("profil", "pokja_anggota", "1001", f"{MEMBERS} terlalu besar: 1001, paling banyak 1.000."),
        ("profil", "plkb_nama", "A" * 121, f"{HELPER} terlalu panjang: paling banyak 120 huruf."),
        ("profil", "plkb_nip", "1.99E+17", f"{NIP} “1.99E+17” {LOST}"),
        ("profil", "plkb_nip", "1,99001E+17", f"{NIP} “1,99001E+17” {LOST}"),
    ],
)
def test_a_figure_that_cannot_be_is_refused_in_plain_words(
    form: str, column: str, value: str, message: str, office: Office
) -> None:
    assert refused_report(office, form, **{column: value}) == (column, message)


def test_more_trained_than_members_is_refused(office: Office) -> None:
    column, message = refused_report(office, "profil", pokja_anggota=7, pokja_anggota_terlatih=9)

    assert message == "Anggota terlatih (9) lebih banyak daripada anggota Pokja (7)."
    assert column == "pokja_anggota_terlatih"


def test_a_proclamation_before_the_programme_is_refused(office: Office) -> None:
    done = office.load(
        kampung=[kampung(1, tanggal_pencanangan="2015-12-31"), kampung(2)],
        penduduk=[report(1, 1), report(2, 2)],
    )

    assert told(done)[0] == (
        "kampung.csv",
        2,
        "tanggal_pencanangan",
        "Pencanangan 2015-12-31 terlalu awal; program dimulai Januari 2016.",
    )
    assert names() == ["Kampung 2"]
    assert Penduduk.objects.count() == 1


def test_a_nip_of_18_digits_is_kept_to_the_letter(office: Office) -> None:
    office.load(kampung=[kampung(1)], profil=[report(1, 1, plkb_nip="199001012015031002")])

    assert Profil.objects.get().plkb_nip == "199001012015031002"


def test_more_participants_than_families_is_stored_and_flagged(office: Office) -> None:
    done = office.load(
        kampung=[kampung(1)],
        penduduk=[report(1, 1, keluarga_balita=7)],
        kkbpk=[report(1, 1, peserta_bkb=9)],
    )

    assert told(done) == []
    assert told(done, "periksa") == [
        (
            "kkbpk.csv",
            2,
            "peserta_bkb",
            "Peserta BKB (9) lebih banyak daripada sasarannya (Keluarga yang Memiliki Balita: 7).",
        )
    ]
    stored = KKBPK.objects.get()
    assert (stored.peserta_bkb, stored.broken_rules) == (9, "")
    assert stored.doubts == "peserta_melebihi_sasaran:peserta_bkb"


def test_rows_of_a_wrong_length_count_as_refused(office: Office) -> None:
    folder = office.write(kampung=[kampung(1), kampung(2), kampung(3)])
    path = folder / "kampung.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[2] + ",lebih", lines[3]]))

    done = actions.import_folder(folder, area_code="91.37", by=office.by)

    assert names() == ["Kampung 1", "Kampung 3"]
    assert done.refused == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(office: Office) -> None:
    folder = office.write(kampung=[kampung(1)])
    (folder / "profil.csv").write_bytes(b"")

    done = actions.import_folder(folder, area_code="91.37", by=office.by)

    assert names() == ["Kampung 1"]
    assert told(done, "berkas") == [("profil.csv", None, "", "Berkas kosong (0 byte).")]


def test_where_no_file_can_be_read_nothing_is_stored_and_it_is_said(office: Office) -> None:
    folder = office.write(kampung=[])
    (folder / "kampung.csv").write_bytes(b"\0\0\0")

    done = actions.import_folder(folder, area_code="91.37", by=office.by)

    assert not done.is_readable
    assert "NUL" in ImportBatch.objects.get().problem
    assert names() == []


def test_a_day_of_entry_of_today_is_no_future(office: Office) -> None:
    today = timezone.now().date()

    done = office.load(kampung=[kampung(1)], penduduk=[report(1, 1, today.isoformat())])

    assert told(done) == []
    assert Penduduk.objects.get().tanggal_isi == date(today.year, today.month, today.day)
