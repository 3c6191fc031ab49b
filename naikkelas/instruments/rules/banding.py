"""From an indicator's formula and bands to one function that writes a column of scores.

A figure takes eight bytes and a score one. So what can be decided about scores is not computed
with figures: a choice at the top of a formula becomes a choice between scores, and a rounding or
a scaling at the top is done to the band edges, once, instead of to every row.
"""

import math
import struct
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from naikkelas.instruments.rules.formula import (
    COLUMNS,
    SCALARS,
    LookUp,
    Node,
    Program,
    compile_for,
    names_in,
)
from naikkelas.instruments.rules.instrument import Indicator

NO_SCORE = -1
MOST_SPREAD = 4  # choices in one sum; each doubles the sums
INFINITY = 0x7FF0_0000_0000_0000  # the bits of the double: how many are not below +0.0

Bytes = NDArray[np.int8]
Writer = Callable[[LookUp, Bytes], None]


def compile_scores(indicator: Indicator, derived: Mapping[str, Node]) -> Writer:
    """The function that writes the scores of a block of rows into a column of bytes.

    `derived` has the formulas of the names that are not measures.
    """
    return _writer(_without_idle_guard(indicator, derived), _Bands.of(indicator))


def add_where(out: Bytes, truth: Any, difference: int) -> None:
    """Add a small number where true; truths are the bytes 0 and 1."""
    np.add(out, _bytes(truth) * np.int8(difference), out=out)


@dataclass(frozen=True, slots=True)
class Steps:
    """A first small number, and a difference for each of several truths, added up by column."""

    first: int
    differences: Bytes | None  # one a row; None where all are 1

    @classmethod
    def of(cls, first: int, differences: Sequence[int]) -> "Steps":
        if all(difference == 1 for difference in differences):
            return cls(first, None)
        return cls(first, np.array(differences, np.int8).reshape(-1, 1))

    def add_up(self, truths: NDArray[np.bool_], out: Bytes) -> None:
        """The sums of (differences, rows) truths, which are the bytes 0 and 1."""
        parts = truths.view(np.int8)
        if self.differences is not None:
            np.multiply(parts, self.differences, out=parts)
        np.add.reduce(parts, axis=0, dtype=np.int8, out=out, initial=self.first)


def _bytes(truth: Any) -> Bytes:
    return np.asarray(truth).view(np.int8)


@dataclass(frozen=True, slots=True)
class _Bands:
    """The scores of all possible values, -1 where there is none."""

    lowest: int
    edges: tuple[tuple[float, int], ...]  # from this value on: this score; ascending
    absent: int

    @classmethod
    def of(cls, indicator: Indicator) -> "_Bands":
        lowest, *others = indicator.bands
        edges = tuple((band.start, _code(band.score)) for band in others)
        return cls(_code(lowest.score), edges, _code(indicator.score_if_absent))

    @property
    def scores(self) -> list[int]:
        return [self.lowest, *(score for _, score in self.edges)]

    def score_of(self, value: float) -> int:
        """The score of one value, which may be absent."""
        if value != value:
            return self.absent
        return self.scores[sum(value >= edge for edge, _ in self.edges)]

    def before(self, function: Callable[[float], float]) -> "_Bands":
        """These bands for x, where they now stand for a never falling function of x."""
        edges = tuple((_first_reaching(function, edge), score) for edge, score in self.edges)
        return replace(self, edges=edges)

    @property
    def rises(self) -> list[int]:
        """The difference at each edge, upwards."""
        return [above - below for below, above in pairwise(self.scores)]


def _code(score: int | None) -> int:
    return NO_SCORE if score is None else score


def _first_reaching(function: Callable[[float], float], edge: float) -> float:
    """The smallest double for which a never falling function is not below the edge."""
    start = -INFINITY if function(0.0) >= edge else 0
    ranks = range(start, start + INFINITY + 1)
    return _double(start + bisect_left(ranks, True, key=lambda at: function(_double(at)) >= edge))


def _double(rank: int) -> float:
    """The doubles in ascending order; 0.0 has the rank 0, the infinities the first and last."""
    (size,) = struct.unpack("<d", struct.pack("<q", abs(rank)))
    return math.copysign(size, rank)


# ---- formulas taken apart from the top


def _writer(node: Node, bands: _Bands) -> Writer:
    node = _spread(node)
    if (value := _constant(node)) is not None:
        score = bands.score_of(value)
        return lambda look_up, out: out.fill(score)
    match node:
        case Node("when", (truth, then, otherwise)):
            return _choice(truth, then, otherwise, bands)
        case Node("round", (inner,)):
            return _writer(inner, bands.before(SCALARS.round))
        case Node("divide", (inner,), divisor):
            return _writer(inner, bands.before(lambda value: value / divisor))
        case Node("percent", (part, whole)):
            return _share(part, whole, bands.before(lambda value: SCALARS.percent(value, 1.0)))
    return _compared(compile_for(COLUMNS, node), bands)


def _without_idle_guard(indicator: Indicator, derived: Mapping[str, Node]) -> Node:
    """The formula without `when(any_filled(…), …, absent)`, if that changes no score.

    So it is where the inner formula, with all these figures absent, scores as absence does.
    """

    def all_absent(name: str) -> float:
        if name in asked:
            return math.nan
        value: float = compile_for(SCALARS, derived[name])(all_absent)
        return value

    match indicator.value:
        case Node("when", (Node("any_filled", parts), inner, Node("absent"))):
            asked = {name for part in parts for name in names_in(part) if part.kind == "name"}
            with suppress(KeyError):  # where the inner formula reads another measure
                bands = _Bands.of(indicator)
                value = compile_for(SCALARS, inner)(all_absent)
                return inner if bands.score_of(value) == bands.absent else indicator.value
    return indicator.value


def _constant(node: Node) -> float | None:
    """The value of a formula that reads no figure."""
    if any(names_in(node)):
        return None
    value: float = compile_for(SCALARS, node)(_nothing)
    return value


def _nothing(name: str) -> float:
    raise LookupError(name)


def _spread(node: Node) -> Node:
    """A sum of choices between constants as a choice between constants; else the same node."""
    if not _is_sum_of_choices(node) or sum(_choices_in(node)) > MOST_SPREAD:
        return node
    for place, part in enumerate(node.parts):
        if (choice := _spread(part)).kind == "when":
            truth, *ways = choice.parts
            before, after = node.parts[:place], node.parts[place + 1 :]
            then, otherwise = (_spread(replace(node, parts=(*before, way, *after))) for way in ways)
            return Node("when", (truth, then, otherwise))
    return node


def _is_sum_of_choices(node: Node) -> bool:
    return node.kind in ("add", "subtract") and all(map(_has_constant_ends, node.parts))


def _has_constant_ends(node: Node) -> bool:
    if node.kind == "when":
        return all(map(_has_constant_ends, node.parts[1:]))
    return node.kind in ("number", "absent") or _is_sum_of_choices(node)


def _choices_in(node: Node) -> "list[int]":
    own = [1] if node.kind == "when" else []
    return own + [one for part in node.parts for one in _choices_in(part)]


# ---- writers


def _choice(truth: Node, then: Node, otherwise: Node, bands: _Bands) -> Writer:
    if _constant(then) is not None and _constant(otherwise) is None:
        truth, then, otherwise = Node("negate", (truth,), is_truth=True), otherwise, then
    asked = compile_for(COLUMNS, truth)
    write, instead = _writer(then, bands), _writer(otherwise, bands)
    value = _constant(otherwise)
    if value is None:
        return _either(asked, write, instead)
    return _guarded(asked, write, bands.score_of(value))


def _share(part: Node, whole: Node, bands: _Bands) -> Writer:
    """Bands of a share; nothing of an empty whole is 0, whose score may be that of absence."""
    if bands.score_of(0.0) != bands.absent:
        return _compared(compile_for(COLUMNS, Node("ratio", (part, whole))), bands)
    parts, wholes = compile_for(COLUMNS, part), compile_for(COLUMNS, whole)
    write = _compared(lambda look_up: np.divide(parts(look_up), wholes(look_up)), bands)
    return _guarded(lambda look_up: wholes(look_up) > 0, write, bands.absent)


def _guarded(asked: Program, write: Writer, otherwise: int) -> Writer:
    """Written where true, else the same score for all."""
    score = np.int8(otherwise)

    def guarded(look_up: LookUp, out: Bytes) -> None:
        write(look_up, out)
        _keep_where(asked(look_up), score, out)

    return guarded


def _either(asked: Program, write: Writer, instead: Writer) -> Writer:
    """Written by one where true, by the other elsewhere."""

    def either(look_up: LookUp, out: Bytes) -> None:
        write(look_up, out)
        other = np.empty_like(out)
        instead(look_up, other)
        _keep_where(asked(look_up), other, out)

    return either


def _keep_where(truth: Any, other: Any, out: Bytes) -> None:
    """Keep what is written where true: a branch per row would cost more than arithmetic.

    Bytes that overflow come back at the last addition.
    """
    np.subtract(out, other, out=out)
    np.multiply(out, _bytes(truth), out=out)
    np.add(out, other, out=out)


def _compared(program: Program, bands: _Bands) -> Writer:
    """A first score, and a difference at every edge passed; no branch per row.

    An absent value fails every comparison, so it keeps the first score. Where the lowest band
    scores as an absent value does, edges are taken upwards from it; else downwards from the top.
    """
    edges = np.array([[edge] for edge, _ in bands.edges]).reshape(-1, 1)
    if bands.lowest == bands.absent:
        return _stepped(program, np.greater_equal, edges, Steps.of(bands.lowest, bands.rises))
    top = bands.scores[-1]
    write = _stepped(program, np.less, edges, Steps.of(top, [-rise for rise in bands.rises]))
    if top == bands.absent:
        return write
    return _guarded(lambda look_up: COLUMNS.filled(program(look_up)), write, bands.absent)


def _stepped(program: Program, passes: np.ufunc, edges: Any, steps: Steps) -> Writer:
    def stepped(look_up: LookUp, out: Bytes) -> None:
        value = program(look_up)
        if not isinstance(value, np.ndarray):
            value = np.broadcast_to(value, out.shape)
        steps.add_up(passes(value, edges), out)

    return stepped
