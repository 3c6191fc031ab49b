"""Plan and spending by source, kampung and kegiatan, with nothing counted twice.

No accounting: figures come from the RKM, the steps of the roadmap and the commitments of partners.
What is the same money stands on one line: a step that became an RKM item, an item or a step that a
commitment pays. Its plan is that of the RKM item (or step); its spending is what the RKM noted,
else what was delivered. What nobody priced is counted, never taken for zero.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
UNKNOWN = ""
RKM, STEP, SUPPORT = "RKM", "Langkah peta jalan", "Komitmen mitra"


@dataclass(frozen=True, slots=True)
class Line:
    """One planned thing in one kampung. Rupiah; None where nobody said.

    `key` is its own, `same_as` that of the line with which it is the same money, if any.
    """

    key: Hashable
    kampung: Hashable
    kegiatan: str
    source: str
    planned: int | None
    real: int | None
    origin: str
    title: str = ""
    same_as: Hashable = None
    also: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """What lines come to; `unpriced` of them have no plan in rupiah."""

    planned: int
    real: int
    lines: int
    unpriced: int


def counted_once(lines: Sequence[Line]) -> list[Line]:
    """Lines that are the same money as another are folded into it, in the order given."""
    known = {line.key for line in lines}
    heads = [line for line in lines if line.same_as is None or line.same_as not in known]
    folded: dict[Hashable, list[Line]] = {}
    for line in lines:
        if line.same_as is not None and line.same_as in known:
            folded.setdefault(line.same_as, []).append(line)
    return [_with(head, _all_below(head, folded)) for head in heads]


def _all_below(head: Line, folded: dict[Hashable, list[Line]]) -> list[Line]:
    """What is folded into a line, and into what is folded into it."""
    found: list[Line] = []
    waiting = list(folded.get(head.key, []))
    while waiting:
        one = waiting.pop(0)
        found.append(one)
        waiting += folded.get(one.key, [])
    return found


def _with(head: Line, others: Sequence[Line]) -> Line:
    """The head's own figures where it has them, else the sum of what is known of the others."""
    if not others:
        return head
    return replace(
        head,
        planned=head.planned if head.planned is not None else _known(o.planned for o in others),
        real=head.real if head.real is not None else _known(o.real for o in others),
        source=head.source or next((o.source for o in others if o.source), UNKNOWN),
        kegiatan=head.kegiatan or next((o.kegiatan for o in others if o.kegiatan), ""),
        also=", ".join(dict.fromkeys(o.origin for o in others)),
    )


def _known(amounts: Iterable[int | None]) -> int | None:
    found = [amount for amount in amounts if amount is not None]
    return sum(found) if found else None


def total(lines: Iterable[Line]) -> Sum:
    """What lines come to."""
    rows = list(lines)
    return Sum(
        planned=sum(line.planned or 0 for line in rows),
        real=sum(line.real or 0 for line in rows),
        lines=len(rows),
        unpriced=sum(line.planned is None for line in rows),
    )


def sums(lines: Iterable[Line], by: Callable[[Line], K]) -> dict[K, Sum]:
    """The sums of groups of lines."""
    groups: dict[K, list[Line]] = {}
    for line in lines:
        groups.setdefault(by(line), []).append(line)
    return {key: total(rows) for key, rows in groups.items()}
