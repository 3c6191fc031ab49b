"""A kampung that scores well everywhere, from which tests change what they are about."""

from collections.abc import Iterable, Mapping

import numpy as np

from naikkelas.instruments.rules import Instrument, Scorecard, Scores, score_columns, score_one
from naikkelas.instruments.rules.instrument import Measure

Value = float | None

GOOD: dict[str, Value] = {
    "profil_ada": 1, "penduduk_ada": 1, "kkbpk_ada": 1,
    "pokja_ada": 1, "pokja_anggota": 11, "pokja_terlatih": 1,
    "sumber_dana": 5, "poktan": 5, "sarana": 2, "plkb_pendamping": 1, "regulasi": 1,
    "penggunaan_data": 4, "mekanisme_operasional": 5, "instansi": 7, "kegiatan": 9,
    "instansi_tahun_sebelumnya": 0,
    "pus": 500, "keluarga": 100, "remaja": 100, "keluarga_balita": 100,
    "keluarga_remaja": 100, "keluarga_lansia": 100,
    "peserta_bkb": 31, "peserta_bkr": 31, "peserta_bkl": 31, "peserta_uppka": 31,
    "peserta_pik_r": 31,
    "iud": 23, "mow": 23, "mop": 22, "kondom": 70, "implan": 22, "suntik": 70, "pil": 70,
    "hamil": 88, "ingin_anak_segera": 87, "ingin_anak_tunda": 13, "tidak_ingin_anak_lagi": 12,
}  # fmt: skip
METHODS = ("iud", "mow", "mop", "kondom", "implan", "suntik", "pil")
LASTING = ("iud", "mow", "mop", "implan")
PARTICIPANTS = ("peserta_bkb", "peserta_bkr", "peserta_bkl", "peserta_uppka", "peserta_pik_r")
OF_PENDUDUK = ("pus", "keluarga", "remaja", "keluarga_balita", "keluarga_remaja", "keluarga_lansia")
OF_KKBPK = (
    *PARTICIPANTS, *METHODS,
    "hamil", "ingin_anak_segera", "ingin_anak_tunda", "tidak_ingin_anak_lagi",
)  # fmt: skip
WITHOUT_PENDUDUK: dict[str, Value] = {"penduduk_ada": 0, **dict.fromkeys(OF_PENDUDUK)}
WITHOUT_KKBPK: dict[str, Value] = {"kkbpk_ada": 0, **dict.fromkeys(OF_KKBPK)}


def each(codes: Iterable[str], value: Value) -> dict[str, Value]:
    """The same figure for several measures."""
    return dict.fromkeys(codes, value)


def card(instrument: Instrument, **changes: Value) -> Scorecard:
    """The scorecard of the good kampung with some figures changed."""
    return score_one(instrument, GOOD | changes)


def scored(instrument: Instrument, indicator: str, **changes: Value) -> int | None:
    """One score of the good kampung with some figures changed."""
    return card(instrument, **changes).score(indicator).score


def valued(instrument: Instrument, indicator: str, **changes: Value) -> float | None:
    """One value (count or percent) of the good kampung with some figures changed."""
    return card(instrument, **changes).score(indicator).value


def in_columns(instrument: Instrument, rows: list[Mapping[str, Value]]) -> Scores:
    """Rows scored by column."""
    return score_columns(
        instrument,
        {
            code: np.array([np.nan if row[code] is None else row[code] for row in rows], float)
            for code in instrument.blank()
        },
    )


def raw_value(measure: Measure, cells: Mapping[str, str]) -> Value:
    """A measure of a row of the worked examples, read by this short way of the tests' own."""
    if measure.kind == "list":
        codes = [code for name in measure.columns for code in cells[name].split("|") if code]
        return float(measure.counted(codes))
    text = cells[measure.code]
    return None if text == "" else float({"true": "1", "false": "0"}.get(text, text))
