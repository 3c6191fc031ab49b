"""A definition with a fault is refused with its line and the reason."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from naikkelas.instruments.rules import InstrumentInvalid, all_ids, builtin, builtin_text, load

SMALL = """\
[instrument]
id = "coba-1"
version = "1"
title = "Instrumen coba"
source = "dikarang untuk uji"
seen = "2026-01-01"

[[measure]]
code = "kader"
kind = "count"

[[measure]]
code = "warga"
kind = "count"

[[derived]]
code = "rasio"
formula = "percent(kader, warga)"

[[indicator]]
code = "kader"
name = "Kader"
dimension = "orang"
order = 1
value = "kader"
least = 0
score_if_absent = 1
bands = [
  { score = 1, from = 0, to = 2 },
  { score = 2, from = 3, to = 5 },
  { score = 3, from = 6 },
]

[[indicator]]
code = "cakupan"
name = "Cakupan"
dimension = "orang"
order = 2
value = "rasio"
score_if_absent = 1
bands = [
  { score = 1, to = 9 },
  { score = 3, from = 10 },
]

[[dimension]]
code = "orang"
name = "Orang"
threshold = 2.5

[[level]]
code = "rendah"
order = 1
label = "Rendah"

[[level]]
code = "tinggi"
order = 2
label = "Tinggi"

[level_table]
rows = [
  { orang = false, level = "rendah" },
  { orang = true, level = "tinggi" },
]

[[step]]
code = "tambah_kader"
indicator = "kader"
words = "tambah {n} kader"
changes = [{ measure = "kader", add = 1 }]
"""


def _line(text: str, fragment: str) -> int:
    """The number of the first line with the fragment."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if fragment in line)


def _refused(old: str, new: str) -> InstrumentInvalid:
    assert SMALL.count(old) >= 1, old
    with pytest.raises(InstrumentInvalid) as refusal:
        load(SMALL.replace(old, new, 1), "coba.toml")
    return refusal.value


def test_the_small_instrument_itself_is_sound() -> None:
    instrument = load(SMALL)

    assert instrument.needed == ("kader", "warga")
    assert [one.text for one in instrument.indicators[0].bands] == ["0–2", "3–5", "≥ 6"]
    assert instrument.steps[0].said(3) == "tambah 3 kader"


@pytest.mark.parametrize("instrument_id", all_ids())
def test_the_builtin_definitions_are_sound(instrument_id: str) -> None:
    instrument = builtin(instrument_id)

    assert instrument.id == instrument_id
    assert instrument.text == builtin_text(instrument_id)
    assert all(indicator.source for indicator in instrument.indicators)
    assert all(band.rule for one in instrument.indicators for band in one.bands), (
        "a score must be able to say its rule"
    )


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        # bands
        ("from = 3, to = 5", "from = 4, to = 5", "from = 4", "Ada celah antara pita skor 0–2 dan"),
        ("from = 3, to = 5", "from = 2, to = 5", "from = 2", "Pita skor tumpang tindih: 0–2 dan"),
        ("from = 3, to = 5", "from = 3, to = 8", "from = 6", "Pita skor tumpang tindih: 3–8 dan"),
        ("from = 0, to = 2", "from = 1, to = 2", "from = 1", "Ada celah di bawah pita skor 1–2"),
        ("from = 6 }", "from = 6, to = 9 }", "to = 9 }", "Ada celah di atas pita skor 6–9"),
        ("from = 3, to = 5", "from = 5, to = 3", "to = 3", "terbalik"),
        ("score = 2, from", "score = 200, from", "score = 200", "Skor harus 0 sampai 100"),
        ("score = 2, from", "score = 'dua', from", "'dua'", "Isi score harus berupa bilangan"),
        ("{ score = 3, from = 6 }", '"x"', "bands = [", "harus berupa baris"),
        # formulas
        ("percent(kader, warga)", "rasio + 1", "rasio + 1", "Rumus berputar: rasio → rasio"),
        ("percent(kader, warga)", "percent(kader, tamu)", "tamu", "Ukuran tamu tidak dikenal"),
        ("percent(kader, warga)", "median(kader)", "median", "Fungsi median tidak dikenal"),
        ("percent(kader, warga)", "kader +", "kader +", "tidak dapat dibaca"),
        ("percent(kader, warga)", "kader > 2", "kader > 2", "perlu angka, bukan syarat"),
        ('value = "kader"', 'value = "kadr"', "kadr", "Ukuran kadr tidak dikenal"),
        # codes
        ('code = "cakupan"', 'code = "kader"', None, "Kode indikator kader dipakai dua kali"),
        ('code = "warga"', 'code = "kader"', None, "Kode ukuran kader dipakai dua kali"),
        ('code = "rasio"', 'code = "kader"', None, "Kode kader dipakai dua kali"),
        ('code = "warga"', 'code = "total"', '"total"', "Kode “total” tidak sah"),
        ('code = "warga"', 'code = "1 warga"', "1 warga", "tidak sah"),
        ('code = "tinggi"\n', 'code = "rendah"\n', None, "Kode tingkat rendah dipakai dua kali"),
        ('id = "coba-1"', 'id = "Coba 1"', "Coba 1", "Isi id harus huruf kecil"),
        # levels
        ('  { orang = true, level = "tinggi" },\n', "", "rows = [", "Kombinasi belum ada: orang"),
        ("orang = true, level", "orang = false, level", None, "Kombinasi ini sudah ada"),
        ("orang = true, level", 'orang = "none", level', '"none"', "harus true atau false"),
        ('level = "tinggi" }', 'level = "puncak" }', "puncak", "Tingkat puncak tidak dikenal"),
        ("threshold = 2.5", "threshold = 3.5", "threshold = 3.5", "Ambang 3.5 di luar jangkauan"),
        ("threshold = 2.5", "threshold = 1", "threshold = 1", "Ambang 1.0 di luar jangkauan"),
        ('dimension = "orang"', 'dimension = "benda"', "benda", "Dimensi benda tidak dikenal"),
        ("order = 2\nlabel", "order = 1\nlabel", None, "Urutan tingkat 1 dipakai dua kali"),
        # keys, types and syntax
        ('name = "Kader"', 'nama = "Kader"', "[[indicator]]", "belum punya name"),
        ('name = "Kader"', 'name = "Kader"\nwarna = 1', "warna = 1", "Kunci warna tidak dikenal"),
        ("to = 2 }", "to = 2, sampai = 2 }", "sampai", "Kunci sampai tidak dikenal"),
        ("order = 1\nvalue", "order = 'satu'\nvalue", "'satu'", "Isi order harus berupa bilangan"),
        ("order = 1\nvalue", "order = true\nvalue", "order = true", "Isi order harus berupa"),
        ('kind = "count"', 'kind = "angka"', "angka", "Jenis angka tidak dikenal"),
        ('kind = "count"', 'kind = "count"\nmin = 5\nmax = 1', "min = 5", "min lebih besar"),
        (
            'kind = "count"',
            'kind = "count"\nnot_above = "x"',
            "not_above",
            "Ukuran x tidak dikenal",
        ),
        ('kind = "count"', 'kind = "count"\nreport = "warga"', "report", "harus ukuran jenis flag"),
        ("[[derived]]", "[[turunan]]", "[[turunan]]", "Bagian [turunan] tidak dikenal"),
        ("[level_table]", "[[level_table]]", "[[level_table]]", "Tulis [level_table], bukan"),
        ("[[dimension]]", "[dimension]", "[dimension]", "Tulis [[dimension]], bukan"),
        ('kind = "count"', "kind = count", "kind = count", "Tulisan TOML tidak dapat dibaca"),
        # steps
        ('measure = "kader", add', 'measure = "bidan", add', "bidan", "Ukuran bidan tidak dikenal"),
        ("add = 1 }", "add = 1, set = 2 }", "set = 2", "tepat satu dari set, add, remove"),
        ('indicator = "kader"', 'indicator = "x"', '"x"', "Indikator x tidak dikenal"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, at: str | None, reason: str) -> None:
    refusal = _refused(old, new)

    assert reason in refusal.reason
    changed = SMALL.replace(old, new, 1)
    changed_line = SMALL[: SMALL.index(old)].count("\n") + 1
    assert refusal.line == (_line(changed, at) if at else changed_line)
    assert str(refusal) == f"coba.toml, baris {refusal.line}: {refusal.reason}"


def test_the_second_of_two_equal_codes_is_the_one_that_is_told() -> None:
    refusal = _refused('code = "cakupan"', 'code = "kader"')

    assert refusal.line == _line(SMALL, 'code = "cakupan"')


def test_a_longer_cycle_is_told_in_full() -> None:
    more = '[[derived]]\ncode = "lain"\nformula = "rasio"\n\n[[indicator]]'
    text = SMALL.replace("[[indicator]]", more, 1).replace("percent(kader, warga)", "lain * 2")

    with pytest.raises(InstrumentInvalid, match="rasio → lain → rasio"):
        load(text)


def test_a_table_or_a_composite_is_needed_and_not_both() -> None:
    start, end = SMALL.index("[level_table]"), SMALL.index("[[step]]")
    without = SMALL[:start] + SMALL[end:]

    with pytest.raises(InstrumentInvalid, match="tepat satu"):
        load(without)


@pytest.mark.parametrize(
    ("low", "high", "fault_in", "reason"),
    [
        ("up_to = 0.5", "above = 0.6", "tinggi", "bercelah"),
        ("up_to = 0.5", "above = 0.4", "tinggi", "tumpang tindih"),
        ("up_to = 0.5", "above = 0.5, up_to = 0.9", "tinggi", "tidak urut"),
        ("up_to = 0.5", "above = 0.5", "", ""),
    ],
)
def test_the_bands_of_a_composite_have_no_hole_and_no_overlap(
    low: str, high: str, fault_in: str, reason: str
) -> None:
    start, end = SMALL.index("[level_table]"), SMALL.index("[[step]]")
    rows = f'  {{ level = "rendah", {low} }},\n  {{ level = "tinggi", {high} }},\n'
    composite = f'[composite]\ncode = "semua"\nname = "Semua"\nbands = [\n{rows}]\n\n'
    text = SMALL[:start] + composite + SMALL[end:]

    if not reason:
        assert load(text).composite is not None
        return
    with pytest.raises(InstrumentInvalid, match=reason) as refusal:
        load(text)
    assert refusal.value.line == _line(text, f'level = "{fault_in}"')


def test_decimal_bands_are_half_open() -> None:
    text = SMALL.replace('value = "kader"\nleast = 0', 'value = "kader / 4"\ninteger = false')
    text = text.replace("from = 0, to = 2", "up_to = 0.5").replace(
        "from = 3, to = 5", "above = 0.5, up_to = 1.25"
    )
    text = text.replace("score = 3, from = 6", "score = 3, above = 1.25")

    indicator = load(text).indicators[0]

    assert [indicator.band_of(v).score for v in (-1, 0.5, 0.51, 1.25, 1.26)] == [1, 1, 2, 2, 3]


def test_lines_are_found_behind_comments_strings_and_long_arrays() -> None:
    text = SMALL.replace(
        'title = "Instrumen coba"',
        'title = """Instrumen\n[[measure]] # bukan tabel\ncoba"""  # komentar "dengan kutip',
    )
    text = text.replace("from = 3, to = 5 },", "from = 4, to = 5 }, # [celah]")

    with pytest.raises(InstrumentInvalid, match="celah") as refusal:
        load(text)

    assert refusal.value.line == _line(text, "from = 4")


@pytest.mark.parametrize("cut", [lambda text: "", lambda text: "\x00", lambda text: text[:200]])
def test_half_a_file_is_refused_too(cut: Callable[[str], str]) -> None:
    with pytest.raises(InstrumentInvalid):
        load(cut(SMALL))


def test_every_prefix_of_a_definition_is_refused_or_sound_but_never_breaks_the_loader() -> None:
    for end in range(0, len(SMALL) - 1, 7):
        with suppress(InstrumentInvalid):
            load(SMALL[:end])
