"""How themes overlap in kampung, and which criteria most of them lack. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


def by_number(carried: Iterable[int]) -> list[tuple[int, int]]:
    """How many kampung carry 0, 1, 2 … themes, without a hole in between."""
    found = Counter(carried)
    return [(number, found[number]) for number in range(max(found, default=0) + 1)]


def together(carried: Iterable[Sequence[str]]) -> list[tuple[str, str, int]]:
    """Pairs of themes that the same kampung carries, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for themes in carried:
        own = sorted(set(themes))
        found.update((one, other) for at, one in enumerate(own) for other in own[at + 1 :])
    return [(*pair, number) for pair, number in sorted(found.items(), key=lambda one: -one[1])]


@dataclass(frozen=True, slots=True)
class Lack:
    """A criterion over the kampung that are asked it: how many lack it, and do not know."""

    criterion: str
    asked: int
    met: int
    unmet: int

    @property
    def unknown(self) -> int:
        return self.asked - self.met - self.unmet

    @property
    def is_lacking_in_most(self) -> bool:
        """More than half of those asked say no; silence is no gap."""
        return 2 * self.unmet > self.asked


def lacks(asked: Iterable[tuple[str, float | None]]) -> list[Lack]:
    """Criteria from (criterion, answer) per kampung asked, what most lack first."""
    total: Counter[str] = Counter()
    answers: dict[float, Counter[str]] = {0.0: Counter(), 1.0: Counter()}
    for criterion, value in asked:
        total[criterion] += 1
        if value is not None and value in answers:
            answers[value][criterion] += 1
    found = [
        Lack(code, number, answers[1.0][code], answers[0.0][code]) for code, number in total.items()
    ]
    return sorted(found, key=lambda one: (-one.unmet, one.criterion))


@dataclass(frozen=True, slots=True)
class Benefit:
    """What an action of the roadmap would bring to the themes of one kampung at once."""

    action: str
    criteria: tuple[str, ...]
    themes: tuple[str, ...]
    pairs: int

    @property
    def is_joint(self) -> bool:
        """Whether it serves more than one theme."""
        return len(self.themes) > 1


def benefits(
    served: Mapping[str, Iterable[str]],
    asking: Mapping[str, Sequence[str]],
    met: Iterable[str],
) -> list[Benefit]:
    """Actions that meet criteria which carried themes still miss, the widest first.

    `served`: action → criteria; `asking`: criterion → the carried themes that ask it; `met`: the
    criteria that are met already. `pairs` counts (criterion, theme).
    """
    done = set(met)
    found = []
    for action, criteria in served.items():
        missing = sorted(one for one in criteria if asking.get(one) and one not in done)
        themes = sorted({theme for one in missing for theme in asking[one]})
        if missing:
            pairs = sum(len(set(asking[one])) for one in missing)
            found.append(Benefit(action, tuple(missing), tuple(themes), pairs))
    return sorted(found, key=lambda one: (-len(one.themes), -one.pairs, one.action))
