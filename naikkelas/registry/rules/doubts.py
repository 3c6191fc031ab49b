"""The marks of broken and doubtful figures, in words for people."""

from naikkelas.registry.rules.limits import Hard, Soft
from naikkelas.registry.rules.schema import Form

DOUBTS: dict[str, str] = {
    Hard.NEGATIVE: "angka negatif",
    Hard.ABOVE_CAP: "di atas batas yang dapat diterima",
    Hard.TRAINED_ABOVE_MEMBERS: "lebih banyak daripada anggota Pokja",
    Hard.FUTURE_MONTH: "bulan yang belum tiba",
    Hard.FUTURE_DATE: "tanggal yang belum tiba",
    Hard.BEFORE_PROGRAMME: "sebelum program dimulai",
    Hard.ABOVE_TARGET: "lebih banyak daripada sasaran",
    Soft.SUM_IS_NOT_PUS: "jumlah peserta dan bukan peserta KB tidak sama dengan PUS",
    Soft.PUS_ABOVE_FAMILIES: "lebih banyak daripada keluarga",
    Soft.FAMILIES_ABOVE_PEOPLE: "lebih banyak daripada penduduk",
    Soft.YOUTH_ABOVE_AGES: "lebih banyak daripada penduduk umur 10–24 tahun",
    Soft.BPJS_ABOVE_PEOPLE: "lebih banyak daripada penduduk",
    Soft.TEN_TIMES_MEDIAN: "lebih dari sepuluh kali angka yang biasa",
    Soft.SUDDEN_CHANGE: "berubah mendadak dari laporan sebelumnya",
    Soft.COPY_OF_LAST: "semua angka sama dengan laporan sebelumnya",
    Soft.OUTSIDE_INDONESIA: "di luar Indonesia",
    Soft.UNLIKE_RECORDS: "berbeda dari catatan kelompok dan Pokja di kampung ini",
}
"""Rule of a mark to the words after the label of its figure."""

OF_SEVERAL = frozenset({Soft.SUM_IS_NOT_PUS, Soft.COPY_OF_LAST})
"""Rules about several figures at once; the figure of their mark is only the first of them."""


def doubt_in_words(mark: str, form: Form) -> str:
    """A stored mark (`rule:column`) as a remark: "Peserta BKB: lebih banyak daripada sasaran"."""
    rule, _, column = mark.partition(":")
    if rule in OF_SEVERAL:
        words = DOUBTS[rule]
        return words[0].upper() + words[1:]
    field = form.by_name.get(column)
    return f"{field.label if field else column}: {DOUBTS.get(rule, rule)}"
