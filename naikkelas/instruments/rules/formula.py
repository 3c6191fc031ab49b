"""The small, safe language of instrument formulas.

A formula is parsed once (Python's own grammar, nothing evaluated by Python) into a tree. One
interpreter walks the tree with either of two algebras: `SCALARS` (floats, for one kampung) or
`COLUMNS` (float64 arrays, for millions). In both, NaN stands for an absent figure, and the same
IEEE operations are done in the same order, so the two agree to the last bit.
"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

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
            raise FormulaInvalid(
                "Bagi hanya dengan bilangan tetap; untuk rasio pakai percent(a, b)."
            )
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

    def all_of(self, truths: Sequence[Any]) -> Any: ...
    def any_of(self, truths: Sequence[Any]) -> Any: ...
    def any_filled(self, values: Sequence[Any]) -> Any: ...
    def negate(self, truth: Any) -> Any: ...
    def ratio(self, part: Any, whole: Any) -> Any: ...
    def percent(self, part: Any, whole: Any) -> Any: ...
    def total(self, values: Sequence[Any]) -> Any: ...
    def filled(self, value: Any) -> Any: ...
    def when(self, truth: Any, then: Any, otherwise: Any) -> Any: ...
    def round(self, value: Any) -> Any: ...


# Gives the value of a measure or derived name in the row (or block of rows) at hand.
LookUp = Callable[[str], Any]
Program = Callable[[LookUp], Any]


def compile_for(algebra: Algebra, node: Node) -> Program:
    """The formula as one function of a look-up: the interpreter's walk, done once."""
    match node.kind:
        case "number":
            number = node.detail
            return lambda look_up: number
        case "absent":
            return lambda look_up: math.nan
        case "name":
            name = node.detail
            return lambda look_up: look_up(name)
    parts = [compile_for(algebra, part) for part in node.parts]
    operation = _operation(algebra, node)
    if node.kind in _OF_MANY:
        return lambda look_up: operation([part(look_up) for part in parts])
    match parts:
        case [one]:
            return lambda look_up: operation(one(look_up))
        case [one, two]:
            return lambda look_up: operation(one(look_up), two(look_up))
    one, two, three = parts
    return lambda look_up: operation(one(look_up), two(look_up), three(look_up))


_OF_MANY = frozenset({"all_of", "any_of", "any_filled", "total"})
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    # Not `ne`: that is true of NaN, and a comparison with an absent figure is false.
    "!=": lambda left, right: (left < right) | (left > right),
}


def compare(sign: str) -> Callable[[Any, Any], Any]:
    """The comparison of a sign, for both algebras; false where a side is absent."""
    return _COMPARISONS[sign]


def _operation(algebra: Algebra, node: Node) -> Callable[..., Any]:
    if node.kind in _OPERATORS:
        return _OPERATORS[node.kind]
    if node.kind == "compare":
        return _COMPARISONS[node.detail]
    if node.kind == "divide":
        divisor = node.detail
        return lambda value: value / divisor
    method: Callable[..., Any] = getattr(algebra, node.kind)
    return method


class _Scalars:
    """One row: Python floats and bools."""

    def all_of(self, truths: Sequence[bool]) -> bool:
        return all(truths)

    def any_of(self, truths: Sequence[bool]) -> bool:
        return any(truths)

    def any_filled(self, values: Sequence[float]) -> bool:
        return any(value == value for value in values)

    def negate(self, truth: bool) -> bool:
        return not truth

    def ratio(self, part: float, whole: float) -> float:
        """The unrounded share; nothing of an empty whole."""
        return part / (math.inf if whole <= 0 else whole)

    def percent(self, part: float, whole: float) -> float:
        return self.round(self.ratio(part, whole) * 100.0)

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

    def any_filled(self, values: Sequence[Any]) -> Any:
        return self.any_of([value == value for value in values])

    def negate(self, truth: Any) -> Any:
        return np.logical_not(truth)

    def ratio(self, part: Any, whole: Any) -> Any:
        share = np.divide(part, whole)
        if not isinstance(share, np.ndarray):
            return SCALARS.ratio(part, whole)
        return np.divide(part, math.inf, out=share, where=np.less_equal(whole, 0))

    def percent(self, part: Any, whole: Any) -> Any:
        share = self.ratio(part, whole)
        if not isinstance(share, np.ndarray):
            return SCALARS.percent(part, whole)
        share *= 100.0
        return np.rint(share, out=share)

    def total(self, values: Sequence[Any]) -> Any:
        result = _zero_if_absent(values[0])
        for value in values[1:]:
            if isinstance(result, np.ndarray):
                np.add(result, _zero_if_absent(value), out=result)
            else:
                result = result + _zero_if_absent(value)
        return result

    def filled(self, value: Any) -> Any:
        return value == value

    def when(self, truth: Any, then: Any, otherwise: Any) -> Any:
        if not isinstance(truth, np.ndarray):
            return then if truth else otherwise
        if _is(then, 1.0) and _is(otherwise, 0.0):
            return truth.astype(np.float64)
        return _select(truth, then, otherwise)

    def round(self, value: Any) -> Any:
        return np.rint(value)


def _is(value: Any, constant: float) -> bool:
    return isinstance(value, float) and value == constant


def _select(truth: NDArray[np.bool_], then: Any, otherwise: Any) -> Any:
    """`np.where` without its branch per row, which costs up to 3 ns where truths are mixed.

    A truth becomes 64 ones or zeros, and the bits of the two doubles are chosen by mask.
    """
    if _is(otherwise, 0.0):  # the bits of 0.0 are zeros
        mask = np.negative(truth.view(np.int8)).astype(np.int64)  # all ones where true
        np.bitwise_and(mask, _bits(then), out=mask)
        return mask.view(np.float64)
    mask = (truth.view(np.int8) - np.int8(1)).astype(np.int64)  # all ones where false
    then_bits = _bits(then)
    if isinstance(otherwise, float) and otherwise != otherwise:
        np.bitwise_or(mask, then_bits, out=mask)  # all ones are a NaN
        return mask.view(np.float64)
    # then, and where the mask is set otherwise: ((then ^ otherwise) & mask) ^ then
    np.bitwise_and(mask, then_bits ^ _bits(otherwise), out=mask)
    np.bitwise_xor(mask, then_bits, out=mask)
    return mask.view(np.float64)


def _bits(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.view(np.int64)
    return np.float64(value).view(np.int64)


def _zero_if_absent(value: Any) -> Any:
    """A new column with 0 for absent: `fmax` needs no branch, only negatives forbid it."""
    if not isinstance(value, np.ndarray):
        return value if value == value else 0.0
    # Bits read as a whole number: below zero for what has the sign, read faster than doubles.
    if np.minimum.reduce(_bits(value)) < 0 and np.fmin.reduce(value) < 0:
        return np.where(value == value, value, 0.0)
    return np.fmax(value, 0.0)


SCALARS: Algebra = _Scalars()
COLUMNS: Algebra = _Columns()
