"""What the screens say about scores: fragile classes and their reasons. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# Why the corrected rule scores an indicator otherwise; the seven points of the corrected rule.
REASONS: Mapping[str, str] = {
    "lintas_sektor": "hanya instansi dari kegiatan 12 bulan terakhir yang dihitung, "
    "tanpa OPD PPKB dan Perwakilan BKKBN",
    "unmet_need": "PUS belum diketahui, jadi unmet need tidak dapat dinilai",
    "poktan": "yang dihitung macam poktan, bukan barisnya",
    "sarana": "yang dihitung macam sarana, bukan barisnya",
    "partisipasi_poktan": "angka peserta yang melebihi sasarannya dianggap tidak diisi",
}
OTHER_REASON = "angka yang melanggar batas wajar dianggap tidak diisi"
# Short names of the reports, for a cell of a table.
FORM_NAMES: Mapping[str, str] = {
    "profil": "Profil",
    "penduduk": "Penduduk",
    "kkbpk": "KKBPK",
}


# States of a version that is on its way, with whose turn it is; the first step first.
WAITING: Mapping[str, str] = {
    "dikirim": "menunggu verifikasi PKB",
    "diverifikasi_pkb": "menunggu verifikasi kecamatan",
    "diverifikasi_kecamatan": "menunggu pengesahan kabupaten",
}
RETURNED = "dikembalikan, menunggu perbaikan"


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator that two rules score differently."""

    code: str
    name: str
    score: int | None
    other: int | None
    reason: str


def differences(
    names: Mapping[str, str], one: Mapping[str, int | None], other: Mapping[str, int | None]
) -> Iterator[Difference]:
    """Indicators (code → name) whose scores differ between two rules, with the reason."""
    for code, name in names.items():
        if one.get(code) != other.get(code):
            reason = REASONS.get(code, OTHER_REASON)
            yield Difference(code, name, one.get(code), other.get(code), reason)


def is_fragile(level: str | None, other: str | None) -> bool:
    """Whether the class differs under the other rule, Belum Lapor apart (decision 4)."""
    return level != other and "belum_lapor" not in (level, other)
