"""Score a CSV file by an instrument, without a database and in bounded memory."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np

from naikkelas.instruments.rules.banding import NO_SCORE
from naikkelas.instruments.rules.instrument import Dimension, Indicator, Instrument, Measure
from naikkelas.instruments.rules.reading import (
    Floats,
    Reading,
    needed_columns,
    raw_columns,
    read_measures,
)
from naikkelas.instruments.rules.scoring import NO_LEVEL, Scores, score_columns

ROWS_AT_ONCE = 20_000
MOST_PROBLEMS = 1_000  # told one by one; the rest is only counted, each row has its own note


@dataclass(slots=True)
class ScoreFileResult:
    """What became of a file."""

    rows: int = 0
    scored: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows without a result; each says why in its `catatan`."""
        return self.rows - self.scored

    @property
    def exit_code(self) -> int:
        """0 all scored, 3 some, 1 none."""
        if not self.scored:
            return 1
        return 3 if self.refused else 0

    def tell(self, problem: str) -> None:
        """Remember a problem, up to a limit."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def score_csv(instrument: Instrument, source: Path, target: TextIO) -> ScoreFileResult:
    """Score each row of `source` (UTF-8, comma) and write it to `target`.

    Measures are consumed; other columns pass through in their order; the results follow (a column
    of an earlier result is replaced). A row that can't be scored keeps its columns and gets a
    `catatan`. Where the file as a whole is refused, nothing is written and `problems` says why.
    """
    result = ScoreFileResult()
    if fault := _encoding_fault(source):
        result.tell(fault)
        return result
    with source.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        try:
            header = [name.strip() for name in next(reader, [])]
            if fault := _header_fault(instrument, header):
                result.tell(fault)
                return result
            _Scorer(instrument, header, target, result).run(reader)
        except csv.Error as error:
            result.rows += 1
            result.tell(f"Baris {reader.line_num}: CSV tidak dapat dibaca ({error}).")
    if not result.rows:
        result.tell("Berkas tidak berisi baris data.")
    return result


def output_columns(instrument: Instrument) -> tuple[str, ...]:
    """The result's columns: scores, indexes, level and note; with a composite no scores."""
    if instrument.composite is not None:
        results = [dimension.code for dimension in instrument.dimensions]
        results.append(instrument.composite.code)
    else:
        results = [indicator.code for indicator in instrument.indicators]
        results += [f"indeks_{dimension.code}" for dimension in instrument.dimensions]
    return (*results, "klasifikasi", "catatan")


def rounded_index(dimension: Dimension, index: float) -> str:
    """An index as shown: half away from zero, with the dimension's decimals; decides nothing."""
    step = Decimal(1).scaleb(-dimension.decimals)
    return str(Decimal(repr(float(index))).quantize(step, ROUND_HALF_UP))


def _encoding_fault(source: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    with source.open("rb") as file:
        while chunk := file.read(1 << 20):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                line += chunk[: error.start].count(b"\n")
                return f"Baris {line} bukan UTF-8. Simpan ulang berkas sebagai CSV UTF-8."
            line += chunk.count(b"\n")
    return ""


def _header_fault(instrument: Instrument, header: Sequence[str]) -> str:
    if not header:
        return "Berkas kosong. Baris pertama harus berisi nama kolom."
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        return f"Kolom {', '.join(twice)} ada dua kali. Sisakan satu."
    missing = [column for column in needed_columns(instrument) if column not in header]
    if missing and len(header) == 1 and ";" in header[0]:
        return "Kolom dipisah titik koma. Simpan ulang sebagai CSV dengan pemisah koma."
    if missing:
        return f"Kolom belum ada: {', '.join(missing)}. Tambahkan, isinya boleh kosong."
    return ""


class _Scorer:
    """Reads, scores and writes a file part by part."""

    def __init__(
        self, instrument: Instrument, header: list[str], target: TextIO, result: ScoreFileResult
    ) -> None:
        self.instrument, self.header, self.result = instrument, header, result
        outputs = output_columns(instrument)
        dropped = {*raw_columns(instrument), *outputs}
        self.kept = [place for place, name in enumerate(header) if name not in dropped]
        self.blanks = [""] * (len(outputs) - 1)
        self.writer = csv.writer(target, lineterminator="\n")
        self.writer.writerow([*(header[place] for place in self.kept), *outputs])

    def run(self, reader: Iterator[list[str]]) -> None:
        rows = (row for row in reader if row)
        while part := list(islice(rows, ROWS_AT_ONCE)):
            self._score(part)
            self.result.rows += len(part)

    def _score(self, part: list[list[str]]) -> None:
        width, first = len(self.header), self.result.rows + 1
        crooked = {number for number, row in enumerate(part) if len(row) != width}
        rows = [(row + [""] * width)[:width] if len(row) != width else row for row in part]
        reading = read_measures(self.instrument, self.header, rows, first)
        scores = score_columns(self.instrument, reading.columns)
        faults: dict[int, list[str]] = {
            number: [f"jumlah kolom {len(part[number])}, seharusnya {width}"] for number in crooked
        }
        for error in reading.errors:
            faults.setdefault(error.row - first, []).append(str(error))
        notes = _notes(self.instrument, reading, scores, first)
        lines = _result_lines(self.instrument, scores)
        for number, (row, line) in enumerate(zip(rows, lines, strict=True)):
            kept = [row[place] for place in self.kept]
            if number in faults or line is None:
                note = "; ".join(faults.get(number) or notes.get(number, []))
                self.result.tell(f"Baris {first + number}: {note}.")
                self.writer.writerow([*kept, *self.blanks, f"{note}."])
                continue
            self.result.scored += 1
            note = "; ".join(notes.get(number, []))
            self.writer.writerow([*kept, *line, f"{note}." if note else ""])


def _result_lines(instrument: Instrument, scores: Scores) -> Iterator[list[str] | None]:
    """The result's cells up to the level, row by row; None where there is no result."""
    indexes = scores.indexes.tolist()
    levels = scores.level_codes()
    if instrument.composite is not None:
        composites = scores.composite.tolist()
        for row, composite, level in zip(indexes, composites, levels, strict=True):
            complete = level is not None
            yield [*map(repr, row), repr(composite), str(level)] if complete else None
        return
    for counted, row, level in zip(scores.scores.tolist(), indexes, levels, strict=True):
        shown = ["" if score == NO_SCORE else str(score) for score in counted]
        shown += [
            "" if index != index else rounded_index(dimension, index)
            for dimension, index in zip(instrument.dimensions, row, strict=True)
        ]
        yield [*shown, level or ""]


def _notes(
    instrument: Instrument, reading: Reading, scores: Scores, first: int
) -> dict[int, list[str]]:
    """What a reader of the result should know, by row."""
    notes: dict[int, list[str]] = {}
    for ignored in reading.ignored:
        notes.setdefault(ignored.row - first, []).append(str(ignored))
    for measure in instrument.measures:
        if measure.is_checked and measure.code in reading.columns:
            for number, note in _broken(measure, reading.columns):
                notes.setdefault(number, []).append(note)
    in_absent_level = np.zeros(len(scores.level), dtype=bool)
    if instrument.absent_level is not None:
        in_absent_level = scores.level == instrument.level_position[instrument.absent_level]
    for position, indicator in enumerate(instrument.indicators):
        lacking = (scores.scores[:, position] == NO_SCORE) & ~in_absent_level
        for number in np.flatnonzero(lacking).tolist():
            notes.setdefault(number, []).append(_lacking_note(indicator))
    if instrument.composite is None:
        for number in np.flatnonzero(scores.level == NO_LEVEL).tolist():
            notes.setdefault(number, []).append("tanpa klasifikasi menurut aturan ini")
    return notes


def _broken(measure: Measure, columns: Mapping[str, Floats]) -> Iterator[tuple[int, str]]:
    """Filled figures that break a limit of their own and so count as absent."""
    value = columns[measure.code]
    limits: list[tuple[Floats | float, str]] = []
    if measure.least is not None:
        limits.append((np.full(len(value), measure.least), "di bawah"))
    if measure.most is not None:
        limits.append((np.full(len(value), measure.most), "di atas"))
    if measure.not_above is not None and measure.not_above in columns:
        limits.append((columns[measure.not_above], f"di atas {measure.not_above}"))
    for limit, words in limits:
        bound = np.asarray(limit)
        broken = value < bound if words == "di bawah" else value > bound
        for number in np.flatnonzero(broken).tolist():
            shown = f"{measure.code} {value[number]:.15g} {words} {bound[number]:.15g}"
            yield number, f"{shown}: dianggap tidak diisi"


def _lacking_note(indicator: Indicator) -> str:
    if indicator.no_score_if is not None:
        return f"{indicator.code} tanpa skor: tidak dapat dinilai"
    if indicator.score_if_absent is None:
        return f"{indicator.code} belum diisi"
    lacking = next(band for band in indicator.bands if band.score is None)
    return f"{indicator.code} tanpa skor: {lacking.rule[:1].lower()}{lacking.rule[1:]}"
