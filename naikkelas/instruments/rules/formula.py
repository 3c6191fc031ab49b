"""The small, safe language of instrument formulas.

A formula is parsed once (Python's own grammar, nothing evaluated by Python) into a tree. One
interpreter walks the tree with either of two algebras: `SCALARS` (floats, for one kampung) or
`COLUMNS` (float64 arrays, for millions). In both, NaN stands for an absent figure, and the same
IEEE operations are done in the same order, so the two agree to the last bit.
"""

import ast
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

LONGEST = 2_000  # characters; keeps the recursion of parser and interpreter shallow


class FormulaInvalid(ValueError):
    """A formula that the language does not know; the message is an Indonesian sentence."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: `kind` names a method of the algebras; `detail` is its constant, if any."""

    kind: str
    parts: tuple["Node", ...] = ()
    detail: Any = None  # number, name or comparison sign, by kind
    is_truth: bool = False


# Name: (arguments are truths?, fewest, most, result is a truth?)
_FUNCTIONS: dict[str, tuple[tuple[bool, ...], int, int, bool]] = {
    "percent": ((False, False), 2, 2, False),
    "total": ((False,), 1, 99, False),
    "filled": ((False,), 1, 1, True),
    "any_filled": ((False,), 1, 99, True),
    "when": ((True, False, False), 3, 3, False),
    "round": ((False,), 1, 1, False),
}
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
}


def parse(text: str, flags: frozenset[str] = frozenset()) -> Node:
    """The tree of a formula; a name in `flags` may stand where a condition is wanted."""
    if len(text) > LONGEST:
        raise FormulaInvalid(f"Rumus lebih panjang dari {LONGEST} huruf.")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaInvalid(f"Rumus “{text}” tidak dapat dibaca.") from None
    return _Parser(flags).read(tree.body)


def parse_number(text: str, flags: frozenset[str] = frozenset()) -> Node:
    """As `parse`, for a formula whose result must be a number."""
    return _as_number(parse(text, flags))


def parse_truth(text: str, flags: frozenset[str] = frozenset()) -> Node:
    """As `parse`, for a formula whose result must be a condition."""
    return _as_truth(parse(text, flags), flags)


def names_in(node: Node) -> Iterator[str]:
    """Every measure or derived name that the formula reads, repeats included."""
    if node.kind == "name":
        yield node.detail
    for part in node.parts:
        yield from names_in(part)


def _as_number(node: Node) -> Node:
    if node.is_truth:
        raise FormulaInvalid("Di sini perlu angka, bukan syarat; pakai when(syarat, 1, 0).")
    return node


def _as_truth(node: Node, flags: frozenset[str]) -> Node:
    if node.is_truth:
        return node
    if node.kind == "name" and node.detail in flags:
        return Node("compare", (node, Node("number", detail=1.0)), "==", is_truth=True)
    raise FormulaInvalid("Di sini perlu syarat, misalnya pus > 0.")


class _Parser:
    def __init__(self, flags: frozenset[str]) -> None:
        self.flags = flags

    def read(self, tree: ast.expr) -> Node:
        match tree:
            case ast.Constant(value=bool() | str() | bytes() | complex() | None):
                raise FormulaInvalid("Rumus hanya mengenal bilangan dan nama ukuran.")
            case ast.Constant(value=int() | float() as value):
                return Node("number", detail=float(value))
            case ast.Name(id="absent"):
                return Node("absent")
            case ast.Name(id=name):
                return Node("name", detail=name)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Node("negate", (self.truth(operand),), is_truth=True)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Node("subtract", (Node("number", detail=0.0), self.number(operand)))
            case ast.BoolOp(op=op, values=values):
                kind = "all_of" if isinstance(op, ast.And) else "any_of"
                return Node(kind, tuple(map(self.truth, values)), is_truth=True)
            case ast.BinOp():
                return self.arithmetic(tree)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _SIGNS:
                pair = (self.number(left), self.number(right))
                return Node("compare", pair, _SIGNS[type(op)], is_truth=True)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(name, args)
        raise FormulaInvalid(f"Rumus memakai bentuk yang tidak dikenal: {ast.unparse(tree)}")

    def number(self, tree: ast.expr) -> Node:
        return _as_number(self.read(tree))

    def truth(self, tree: ast.expr) -> Node:
        return _as_truth(self.read(tree), self.flags)

    def arithmetic(self, tree: ast.BinOp) -> Node:
        left, right = self.number(tree.left), self.number(tree.right)
        if type(tree.op) in _ARITHMETIC:
            return Node(_ARITHMETIC[type(tree.op)], (left, right))
        if isinstance(tree.op, ast.Div):
            if right.kind == "number" and right.detail > 0:
                return Node("divide", (left,), right.detail)
            raise FormulaInvalid("Bagi hanya dengan bilangan tetap; untuk rasio pakai percent(a, b).")
        raise FormulaInvalid(f"Operasi pada “{ast.unparse(tree)}” tidak dikenal.")

    def call(self, name: str, args: Sequence[ast.expr]) -> Node:
        if name not in _FUNCTIONS:
            raise FormulaInvalid(f"Fungsi {name} tidak dikenal; yang ada: {', '.join(_FUNCTIONS)}.")
        truths, fewest, most, result = _FUNCTIONS[name]
        if not fewest <= len(args) <= most:
            raise FormulaInvalid(f"Fungsi {name} perlu {fewest} isian, diberi {len(args)}.")
        wanted = truths if len(truths) == len(args) else truths * len(args)
        parts = tuple(
            self.truth(arg) if truth else self.number(arg)
            for arg, truth in zip(args, wanted, strict=True)
        )
        return Node(name, parts, is_truth=result)


class Algebra(Protocol):
    """What the interpreter needs; a value is a float or an array of float64, NaN = absent.

    `Any`, because the two algebras share one interpreter and mix arrays with plain constants.
    """

    def compare(self, sign: str, left: Any, right: Any) -> Any: ...
    def all_of(self, truths: Sequence[Any]) -> Any: ...
    def any_of(self, truths: Sequence[Any]) -> Any: ...
    def negate(self, truth: Any) -> Any: ...
    def percent(self, part: Any, whole: Any) -> Any: ...
    def total(self, values: Sequence[Any]) -> Any: ...
    def filled(self, value: Any) -> Any: ...
    def when(self, truth: Any, then: Any, otherwise: Any) -> Any: ...
    def round(self, value: Any) -> Any: ...


def run(node: Node, algebra: Algebra, look_up: Callable[[str], Any]) -> Any:
    """The value of a formula; `look_up` gives the value of a measure or derived name."""
    match node.kind:
        case "number":
            return node.detail
        case "name":
            return look_up(node.detail)
        case "absent":
            return math.nan
    values = [run(part, algebra, look_up) for part in node.parts]
    match node.kind:
        case "add":
            return values[0] + values[1]
        case "subtract":
            return values[0] - values[1]
        case "multiply":
            return values[0] * values[1]
        case "divide":
            return values[0] / node.detail
        case "compare":
            return algebra.compare(node.detail, *values)
        case "all_of":
            return algebra.all_of(values)
        case "any_of":
            return algebra.any_of(values)
        case "any_filled":
            return algebra.any_of([algebra.filled(value) for value in values])
        case "total":
            return algebra.total(values)
    operation: Callable[..., Any] = getattr(algebra, node.kind)
    return operation(*values)


class _Scalars:
    """One row: Python floats and bools."""

    def compare(self, sign: str, left: float, right: float) -> bool:
        match sign:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case ">=":
                return left >= right
            case "==":
                return left == right
        return left < right or left > right  # "!=": false when either is absent

    def all_of(self, truths: Sequence[bool]) -> bool:
        return all(truths)

    def any_of(self, truths: Sequence[bool]) -> bool:
        return any(truths)

    def negate(self, truth: bool) -> bool:
        return not truth

    def percent(self, part: float, whole: float) -> float:
        return self.round(part / (math.inf if whole <= 0 else whole) * 100.0)

    def total(self, values: Sequence[float]) -> float:
        result = 0.0
        for value in values:
            result += value if value == value else 0.0
        return result

    def filled(self, value: float) -> bool:
        return value == value

    def when(self, truth: bool, then: float, otherwise: float) -> float:
        return then if truth else otherwise

    def round(self, value: float) -> float:
        """Ties to the even number, as PostgreSQL rounds a double; never minus zero."""
        return float(round(value)) + 0.0 if math.isfinite(value) else value


class _Columns:
    """Many rows: float64 and bool arrays. Written for few passes over a cache-sized block."""

    def compare(self, sign: str, left: Any, right: Any) -> Any:
        match sign:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case ">=":
                return left >= right
            case "==":
                return left == right
        return (left < right) | (left > right)

    def all_of(self, truths: Sequence[Any]) -> Any:
        result = truths[0]
        for truth in truths[1:]:
            result = result & truth
        return result

    def any_of(self, truths: Sequence[Any]) -> Any:
        result = truths[0]
        for truth in truths[1:]:
            result = result | truth
        return result

    def negate(self, truth: Any) -> Any:
        return np.logical_not(truth)

    def percent(self, part: Any, whole: Any) -> Any:
        ratio = part / np.where(whole <= 0, np.inf, whole)
        ratio *= 100.0
        return np.rint(ratio, out=ratio) if isinstance(ratio, np.ndarray) else np.rint(ratio)

    def total(self, values: Sequence[Any]) -> Any:
        result = self._zero_if_absent(values[0])
        for value in values[1:]:
            result = result + self._zero_if_absent(value)
        return result

    def _zero_if_absent(self, value: Any) -> Any:
        return np.where(value == value, value, 0.0)

    def filled(self, value: Any) -> Any:
        return value == value

    def when(self, truth: Any, then: Any, otherwise: Any) -> Any:
        return np.where(truth, then, otherwise)

    def round(self, value: Any) -> Any:
        return np.rint(value)


SCALARS: Algebra = _Scalars()
COLUMNS: Algebra = _Columns()
