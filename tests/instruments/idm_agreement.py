"""How far our IDM agrees with the published one, and every village-year where it does not.

python -m tests.instruments.idm_agreement FOLDER    (with nilai.csv and resmi.csv)
"""

import csv
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from naikkelas.instruments.rules import builtin
from naikkelas.instruments.rules.score_file import score_csv

INDEXES = ("iks", "ike", "ikl", "idm")
TOLERANCE = 1e-6  # the published figures have 14 decimals
_DIVISORS = {"iks": 175, "ike": 60, "ikl": 15}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A published index that differs from the sum of the scores published with it."""

    village: str
    year: str
    index: str
    own_sum: int  # of the published scores
    published_sum: float  # that the published index stands for
    mean_holds: bool  # the published IDM is the mean of the published indexes

    def __str__(self) -> str:
        name = self.index.upper()
        return (
            f"{self.village} {self.year}: published {name} stands for {self.published_sum:.0f} "
            f"points, its own scores add up to {self.own_sum}"
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """The comparison of all village-years."""

    rows: int
    same: int
    same_level: int
    disagreements: list[Disagreement]


def compare(folder: Path) -> Agreement:
    """Score `nilai.csv` by idm-2021 and hold it against `resmi.csv`."""
    target = io.StringIO(newline="")
    score_csv(builtin("idm-2021"), folder / "nilai.csv", target)
    ours = list(csv.DictReader(io.StringIO(target.getvalue(), newline="")))
    found: list[Disagreement] = []
    same = same_level = 0
    for mine, scores, theirs in zip(
        ours, _read(folder / "nilai.csv"), _read(folder / "resmi.csv"), strict=True
    ):
        assert (mine["kode_desa"], mine["tahun"]) == (theirs["kode_desa"], theirs["tahun"])
        if all(abs(float(mine[one]) - float(theirs[one])) <= TOLERANCE for one in INDEXES):
            same += 1
            same_level += mine["klasifikasi"] == theirs["status"].lower().replace(" ", "_")
        else:
            found += _contradictions(scores, theirs)
    return Agreement(len(ours), same, same_level, found)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _contradictions(scores: dict[str, str], official: dict[str, str]) -> list[Disagreement]:
    mean = sum(float(official[index]) for index in _DIVISORS) / 3
    found = []
    for index, divisor in _DIVISORS.items():
        own = sum(int(value) for code, value in scores.items() if code[:3].lower() == index)
        published = float(official[index]) * divisor
        if abs(own - published) > TOLERANCE * divisor:
            mean_holds = abs(mean - float(official["idm"])) <= TOLERANCE
            found.append(
                Disagreement(
                    scores["kode_desa"], scores["tahun"], index, own, published, mean_holds
                )
            )
    return found


def main() -> None:
    """Print the figure of agreement and the list."""
    agreement = compare(Path(sys.argv[1]))
    lines = [
        f"{agreement.same} of {agreement.rows} village-years agree in all four figures",
        f"{agreement.same_level} of these agree in the class",
        *map(str, agreement.disagreements),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
