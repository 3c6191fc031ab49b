"""What Satu Data Indonesia asks of each indicator (Perpres 39/2019, Standar Data and Metadata).

Concept, definition and reading stand in `reference/konsep.toml`; classification, measure, unit and
formula are read from the instrument, so that they are those by which the figures were computed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from naikkelas.instruments.rules import Instrument


@dataclass(frozen=True, slots=True)
class Metadata:
    """One indicator; the names of the fields are those of the Standar Data."""

    kode: str
    nama: str
    konsep: str
    definisi: str
    tafsir: str
    klasifikasi: tuple[str, ...]
    ukuran: str
    satuan: str
    rumus: str
    sumber: str
    aturan: str
    produsen_data: str


_MEASURES: Mapping[bool, str] = {True: "Persentase", False: "Jumlah"}


def metadata_of(instrument: Instrument, producer: str) -> tuple[Metadata, ...]:
    """Every indicator of an instrument, in its order; KeyError where no concept is written."""
    words = concepts()
    return tuple(
        Metadata(
            kode=one.code,
            nama=one.name,
            **words[one.code],
            klasifikasi=tuple(
                f"{'tanpa skor' if band.score is None else f'skor {band.score}'}: "
                + (band.rule or band.text)
                for band in one.bands
            ),
            ukuran=_MEASURES["%" in one.unit or "persen" in one.unit],
            satuan=one.unit,
            rumus=one.value_text,
            sumber=one.source,
            aturan=f"{instrument.id} versi {instrument.version}",
            produsen_data=producer,
        )
        for one in instrument.indicators
    )


@cache
def concepts() -> Mapping[str, Mapping[str, str]]:
    """Indicator → konsep, definisi, tafsir."""
    file = resources.files("naikkelas.opendata") / "reference" / "konsep.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
