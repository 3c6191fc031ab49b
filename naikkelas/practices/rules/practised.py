"""What a good example tells, and what of it cannot be."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from naikkelas.practices.errors import UnfitPractice

LONGEST_TITLE = 160
LONGEST_PROBLEM = 1000
LONGEST_STEP = 300
MOST_STEPS = 15
EARLIEST = date(2000, 1, 1)
MOST_RUPIAH = 10_000_000_000
SOURCES = {
    "dana_desa": "Dana desa",
    "apbd": "APBD",
    "apbn": "APBN",
    "swadaya": "Swadaya masyarakat",
    "csr": "CSR perusahaan",
    "lainnya": "Sumber lain",
    "tanpa_biaya": "Tanpa biaya",
}
_NUMBER_OF_A_PERSON = re.compile(r"(?:\+?62|\b0)8[\d .-]{7,}\d|\b\d{16}\b")


@dataclass(frozen=True, slots=True)
class Practised:
    """A practice in the words of who did it; what came of it is never among them.

    `cost` is in rupiah, None where nobody told it. `contact` is a post of the Pokja, not a person.
    Without `until_on` it still goes on.
    """

    title: str
    problem: str
    steps: tuple[str, ...]
    indicators: tuple[str, ...]
    contact: str
    from_on: date
    until_on: date | None = None
    cost: int | None = None
    cost_source: str = ""


def lines_of(text: str) -> tuple[str, ...]:
    """The steps of a text, one for each line that says something."""
    return tuple(kept for line in text.splitlines() if (kept := " ".join(line.split())))


def holds_a_number_of_a_person(texts: Iterable[str]) -> bool:
    """Whether a text names a telephone or a NIK, which has no place in a library."""
    return any(_NUMBER_OF_A_PERSON.search(text) for text in texts)


def insist(told: Practised, *, indicators: Collection[str], today: date) -> None:
    """Refuse what cannot be, beside the field that it is about."""
    _insist_on_words(told)
    _insist_on_days(told, today)
    _insist_on_cost(told)
    if not told.indicators or not set(told.indicators) <= set(indicators):
        raise UnfitPractice("indicators", "Pilih indikator yang dijawab contoh ini.")


def _insist_on_words(told: Practised) -> None:
    if not told.title or len(told.title) > LONGEST_TITLE:
        raise UnfitPractice("title", "Tulis judulnya, paling panjang 160 huruf.")
    if not told.problem or len(told.problem) > LONGEST_PROBLEM:
        raise UnfitPractice("problem", "Tulis masalahnya, paling panjang 1.000 huruf.")
    if not 1 <= len(told.steps) <= MOST_STEPS:
        raise UnfitPractice("steps", "Tulis 1 sampai 15 langkah, satu baris satu langkah.")
    if any(len(step) > LONGEST_STEP for step in told.steps):
        raise UnfitPractice("steps", "Ada langkah yang terlalu panjang. Bagi menjadi dua baris.")
    for name, texts in (
        ("title", (told.title,)),
        ("problem", (told.problem,)),
        ("steps", told.steps),
    ):
        if holds_a_number_of_a_person(texts):
            raise UnfitPractice(name, "Hapus nomor telepon atau NIK. Cukup sebut jabatannya.")


def _insist_on_days(told: Practised, today: date) -> None:
    if not EARLIEST <= told.from_on <= today:
        raise UnfitPractice("from_on", "Tanggal mulai tidak boleh sebelum 2000 atau belum tiba.")
    if told.until_on and not told.from_on <= told.until_on <= today:
        raise UnfitPractice("until_on", "Tanggal selesai di antara tanggal mulai dan hari ini.")


def _insist_on_cost(told: Practised) -> None:
    if told.cost is not None and not 0 <= told.cost <= MOST_RUPIAH:
        raise UnfitPractice("cost", "Biayanya terlalu besar. Periksa kelebihan angka.")
    if told.cost_source and told.cost_source not in SOURCES:
        raise UnfitPractice("cost_source", "Pilih sumber biayanya.")
    if told.cost and not told.cost_source:
        raise UnfitPractice("cost_source", "Pilih dari mana biayanya.")
    if told.cost and told.cost_source == "tanpa_biaya":
        raise UnfitPractice("cost_source", "Ada biayanya, jadi pilih sumbernya.")
