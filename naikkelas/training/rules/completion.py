"""Whether a participant has completed a training: came often enough and passed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from naikkelas.training.rules.curricula import Curriculum


@dataclass(frozen=True, slots=True)
class Completion:
    """What is known of a participant against what the curriculum asks.

    `score` is that of the best last test in hundredths, rounded down: 69.9 is no 70.
    """

    days_present: int
    days: int
    score: int | None
    came: bool
    passed: bool

    @property
    def is_complete(self) -> bool:
        """Whether a certificate may be given."""
        return self.came and self.passed

    @property
    def in_words(self) -> str:
        """What is still missing, or that nothing is."""
        if self.is_complete:
            return "Lulus"
        if not self.came:
            return "Kehadiran belum cukup"
        return "Belum tes akhir" if self.score is None else "Nilai tes akhir belum cukup"


def completion(
    curriculum: Curriculum, days: int, days_present: int, scores: Sequence[tuple[int, int]]
) -> Completion:
    """From the days of a session, those on which somebody was there, and (right, asked) of each
    last test.
    """
    best = max((100 * right // asked for right, asked in scores), default=None)
    return Completion(
        days_present=days_present,
        days=days,
        score=best,
        came=days_present > 0 and 100 * days_present >= curriculum.attendance * days,
        passed=best is not None and best >= curriculum.passing,
    )


def initials(name: str) -> str:
    """A name as the public page shows it: `Siti Aminah` → `S. A.`; no more than three letters."""
    letters = [part[0].upper() for part in name.split() if part[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters[:3]) or "–"
