"""`score`: one CSV in, one CSV out, and every row accounted for."""

import csv
import io
from pathlib import Path

import pytest

from naikkelas.instruments.rules import Instrument, builtin
from naikkelas.instruments.rules import score_file as score_file_module
from naikkelas.instruments.rules.reading import needed_columns, raw_columns
from naikkelas.instruments.rules.score_file import ScoreFileResult, score_csv

GOOD = {
    "profil_ada": "true", "penduduk_ada": "true", "kkbpk_ada": "true", "pokja_ada": "true",
    "pokja_anggota": "11", "pokja_terlatih": "true", "sumber_dana": "apbn|apbd|csr",
    "poktan": "bkb|bkr|bkl", "sarana": "sekretariat|rumah_dataku", "plkb_pendamping": "true",
    "regulasi": "true", "penggunaan_data": "potensi_desa|data_sektoral",
    "mekanisme_operasional": "sosialisasi|monitoring_evaluasi|penyusunan_laporan",
    "instansi_tahun_pelaporan": "bps|swasta|puskesmas|tni_polri",
    "pus": "500", "keluarga": "100", "remaja": "100", "keluarga_balita": "100",
    "keluarga_remaja": "100", "keluarga_lansia": "100", "peserta_bkb": "25", "peserta_bkr": "25",
    "peserta_bkl": "25", "peserta_uppka": "25", "peserta_pik_r": "25", "iud": "55", "pil": "170",
    "ingin_anak_tunda": "40",
}  # fmt: skip


def _file(folder: Path, rows: list[dict[str, str]], columns: list[str]) -> Path:
    path = folder / "masukan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _score(
    instrument: Instrument, folder: Path, *rows: dict[str, str], extra: tuple[str, ...] = ("kode",)
) -> tuple[ScoreFileResult, list[dict[str, str]]]:
    path = _file(folder, list(rows), [*extra, *raw_columns(instrument)])
    target = io.StringIO(newline="")
    result = score_csv(instrument, path, target)
    return result, list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))


def test_all_rows_scored(portal: Instrument, tmp_path: Path) -> None:
    result, lines = _score(portal, tmp_path, GOOD | {"kode": "a"}, {"kode": "b"})

    assert (result.rows, result.scored, result.exit_code, result.problems) == (2, 2, 0, [])
    assert [line["klasifikasi"] for line in lines] == ["berkelanjutan", "dasar"]
    assert [line["catatan"] for line in lines] == ["", ""]


def test_a_bad_cell_leaves_its_row_without_a_result_and_the_others_with_one(
    portal: Instrument, tmp_path: Path
) -> None:
    bad = GOOD | {"kode": "b", "pus": "lima ratus", "sumber_dana": "apdb"}

    result, lines = _score(portal, tmp_path, GOOD | {"kode": "a"}, bad)

    assert (result.rows, result.scored, result.refused, result.exit_code) == (2, 1, 1, 3)
    assert lines[0]["klasifikasi"] == "berkelanjutan"
    assert (lines[1]["kode"], lines[1]["klasifikasi"], lines[1]["cpr"]) == ("b", "", "")
    assert "pus “lima ratus”: tulis bilangan bulat" in lines[1]["catatan"]
    assert "kode apdb tidak dikenal" in lines[1]["catatan"]
    assert result.problems == [f"Baris 2: {lines[1]['catatan']}"]


def test_nothing_scored_is_told_by_the_exit_code(portal: Instrument, tmp_path: Path) -> None:
    result, _ = _score(portal, tmp_path, {"pus": "x"})

    assert (result.scored, result.exit_code) == (0, 1)


def test_a_file_without_rows_is_told(portal: Instrument, tmp_path: Path) -> None:
    result, lines = _score(portal, tmp_path)

    assert lines == []
    assert result.exit_code == 1
    assert result.problems == ["Berkas tidak berisi baris data."]


def test_missing_columns_are_named_and_nothing_is_written(
    portal: Instrument, tmp_path: Path
) -> None:
    columns = [name for name in needed_columns(portal) if name not in {"pus", "pil"}]
    target = io.StringIO()

    result = score_csv(portal, _file(tmp_path, [], columns), target)

    assert result.problems == ["Kolom belum ada: pus, pil. Tambahkan, isinya boleh kosong."]
    assert (target.getvalue(), result.exit_code) == ("", 1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Berkas kosong"),
        (b"kode;pus;iud\n", "titik koma"),
        (b"kode,pus,pus\n", "Kolom pus ada dua kali"),
        (b"kode,nama\na,b\nc,\xff\n", "Baris 3 bukan UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_a_whole(
    portal: Instrument, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "rusak.csv"
    path.write_bytes(content)
    target = io.StringIO()

    result = score_csv(portal, path, target)

    assert told in result.problems[0]
    assert (result.rows, result.exit_code, target.getvalue()) == (0, 1, "")


def test_a_mark_at_the_start_crlf_and_quoted_cells_are_understood(
    portal: Instrument, tmp_path: Path
) -> None:
    names = list(raw_columns(portal))
    cells = [GOOD.get(name, "") for name in names]
    text = "\r\n".join([",".join(["nama", *names]), ",".join(['"A, ""B""\nC"', *cells]), ""])
    path = tmp_path / "windows.csv"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    target = io.StringIO(newline="")

    result = score_csv(portal, path, target)

    assert result.exit_code == 0
    assert next(csv.DictReader(io.StringIO(target.getvalue(), newline="")))["nama"] == 'A, "B"\nC'


def test_a_row_with_too_many_or_too_few_cells_is_refused(
    portal: Instrument, tmp_path: Path
) -> None:
    names = list(raw_columns(portal))
    path = tmp_path / "bengkok.csv"
    path.write_text("\n".join([",".join(names), "true,true", "," * len(names), ""]), "utf-8")
    target = io.StringIO(newline="")

    result = score_csv(portal, path, target)

    assert (result.rows, result.refused) == (2, 2)
    assert "jumlah kolom 2, seharusnya 37" in target.getvalue()
    assert "jumlah kolom 38, seharusnya 37" in target.getvalue()


def test_a_scored_file_can_be_scored_again(portal: Instrument, tmp_path: Path) -> None:
    """Columns of an earlier result are replaced, not doubled."""
    old = {"kode": "a", "klasifikasi": "mandiri", "catatan": "lama", "indeks_input": "1.00"}

    _, lines = _score(
        portal, tmp_path, GOOD | old, extra=("kode", "klasifikasi", "catatan", "indeks_input")
    )

    assert lines[0]["klasifikasi"] == "berkelanjutan"
    assert lines[0]["catatan"] == ""
    assert list(lines[0]).count("indeks_input") == 1


def test_what_was_left_out_of_the_scoring_is_noted(corrected: Instrument, tmp_path: Path) -> None:
    odd = GOOD | {"peserta_bkb": "160", "pokja_anggota": "1500", "pil": "-3", "pus": "0"}

    result, lines = _score(corrected, tmp_path, odd)

    note = lines[0]["catatan"]
    assert result.exit_code == 0
    assert "peserta_bkb 160 di atas keluarga_balita 100: dianggap tidak diisi" in note
    assert "pokja_anggota 1500 di atas 1000" in note
    assert "pil -3 di bawah 0" in note
    assert "unmet_need tanpa skor" in note
    assert lines[0]["unmet_need"] == ""


def test_three_rows_of_sarana_are_scored_without_sarana(portal: Instrument, tmp_path: Path) -> None:
    odd = GOOD | {"sarana": "sekretariat|sekretariat|rumah_dataku"}

    result, lines = _score(portal, tmp_path, odd, odd | {"instansi_tahun_pelaporan": "", "pus": ""})

    assert result.scored == 2
    assert (lines[0]["sarana"], lines[0]["indeks_input"]) == ("", "")
    assert lines[0]["klasifikasi"] == "mandiri"
    assert "sarana tanpa skor" in lines[0]["catatan"]
    assert lines[1]["klasifikasi"] == ""
    assert "tanpa klasifikasi" in lines[1]["catatan"]


def test_belum_lapor_is_a_result_with_empty_scores(corrected: Instrument, tmp_path: Path) -> None:
    result, lines = _score(corrected, tmp_path, {"kode": "a", "profil_ada": "false"})

    assert result.exit_code == 0
    assert lines[0]["klasifikasi"] == "belum_lapor"
    assert {lines[0][one.code] for one in corrected.indicators} == {""}
    assert lines[0]["catatan"] == ""


def test_an_incomplete_village_has_no_idm_and_says_which_score_is_missing(tmp_path: Path) -> None:
    idm = builtin("idm-2021")
    full = dict.fromkeys(raw_columns(idm), "4")

    result, lines = _score(idm, tmp_path, full, full | {"IKE03": ""}, full | {"IKL02": "6"})

    assert (result.scored, result.refused, result.exit_code) == (1, 2, 3)
    assert (lines[0]["idm"], lines[0]["klasifikasi"]) == ("0.8000000000000002", "maju")
    assert (lines[1]["iks"], lines[1]["klasifikasi"]) == ("", "")
    assert "IKE03 belum diisi" in lines[1]["catatan"]
    assert "IKL02 6 di atas 5" in lines[2]["catatan"]


def test_a_long_file_is_scored_part_by_part_with_running_row_numbers(
    portal: Instrument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_file_module, "ROWS_AT_ONCE", 7)
    rows = [GOOD | {"kode": str(n), "pus": "x" if n in {3, 17} else "500"} for n in range(1, 24)]

    result, lines = _score(portal, tmp_path, *rows)

    assert (result.rows, result.refused) == (23, 2)
    assert [problem.split(":")[0] for problem in result.problems] == ["Baris 3", "Baris 17"]
    assert [line["kode"] for line in lines] == [str(n) for n in range(1, 24)]


def test_problems_are_told_up_to_a_limit(
    portal: Instrument, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_file_module, "MOST_PROBLEMS", 4)

    result, lines = _score(portal, tmp_path, *[{"pus": "x"}] * 9)

    assert len(result.problems) == 4
    assert all("pus “x”" in line["catatan"] for line in lines)
