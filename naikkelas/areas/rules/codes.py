"""The dotted Kemendagri code: `PP.KK.CC.DDDD`; its prefix is the subtree."""

import re
from itertools import accumulate

_SHAPE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
_PARTS = ((0, 2), (2, 4), (4, 6), (6, 10))


def is_code(text: str) -> bool:
    """Whether the text is a dotted code of any level.

    >>> is_code("63.01.10.2004"), is_code("6301"), is_code("63.1")
    (True, False, False)
    """
    return _SHAPE.fullmatch(text) is not None


def normalise(text: object) -> str:
    """The dotted form of a code as people and files write it; other text comes back stripped.

    >>> normalise(" 6301102004 "), normalise("63.01"), normalise("Bajuin")
    ('63.01.10.2004', '63.01', 'Bajuin')
    """
    plain = str(text).strip()
    if not plain.isdecimal() or len(plain) not in {2, 4, 6, 10}:
        return plain
    return ".".join(plain[start:end] for start, end in _PARTS if len(plain) >= end)


def level_of(code: str) -> int:
    """Depth in the tree: 1 province … 4 village."""
    return code.count(".") + 1


def parent_of(code: str) -> str:
    """The code one level up; empty for a province."""
    return code.rpartition(".")[0]


def lineage(code: str) -> list[str]:
    """The nation (empty), then every ancestor down to the code itself.

    >>> lineage("63.01.10")
    ['', '63', '63.01', '63.01.10']
    """
    parts = code.split(".") if code else []
    return ["", *accumulate(parts, lambda above, part: f"{above}.{part}")]


def subtree(code: str) -> tuple[str, str | None]:
    """The code itself and the first code after its subtree; None where nothing can follow.

    A comparison between the two reads an index on both databases, whatever their collation: the
    parts of a code have fixed widths. Nothing lies below a text that is no code.

    >>> subtree("63.01"), subtree("63.99"), subtree("99")
    (('63.01', '63.02'), ('63.99', '64'), ('99', None))
    >>> subtree("63.0x")
    ('63.0x', '63.0x')
    """
    if not is_code(code):
        return code, code
    parent, _, last = code.rpartition(".")
    if set(last) == {"9"}:
        return code, subtree(parent)[1] if parent else None
    following = f"{int(last) + 1:0{len(last)}}"
    return code, f"{parent}.{following}" if parent else following


def kind_of(code: str, name: str) -> str:
    """The official kind, read from the code (villages) and the name (kota).

    A village part 1xxx is a kelurahan, 2xxx a desa, 3xxx a desa adat.
    """
    level = level_of(code)
    if level == 4:
        return {"1": "kelurahan", "3": "desa_adat"}.get(code[9], "desa")
    if level == 2:
        return "kota" if name.lower().startswith("kota ") else "kabupaten"
    return "provinsi" if level == 1 else "kecamatan"


def short_name(name: str) -> str:
    """The name without the word "Kabupaten", which `kind` says; "Kota" stays part of the name."""
    return name.removeprefix("Kabupaten ").strip()
