"""What cadres write, labelled by hand: half to develop on, half that nothing was fitted to."""

import csv
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("inpres_berlabel.csv")
DEVELOPMENT, TEST = "kembang", "uji"


class Labelled(NamedTuple):
    """The text of a report, and the activity of the Inpres that it is."""

    text: str
    code: str


def labelled(part: str) -> list[Labelled]:
    """The reports of one half of the set."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Labelled(f"{row['judul']}. {row['uraian']}", row["kode"])
        for row in rows
        if row["bagian"] == part
    ]
