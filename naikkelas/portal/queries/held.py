"""What the house keeps about persons, from the catalogue that the inside shows too."""

from naikkelas.audit.queries.catalogue import held
from naikkelas.lib.personal import Class


def held_of_persons() -> list[tuple[str, list[str], list[str]]]:
    """About whom, what for, and on which legal basis; the same register as `/privasi/`."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for one in held():
        entry = one.entry
        if entry.kind != Class.PUBLIC:
            purposes, bases = found.setdefault(entry.whose, ({}, {}))
            purposes[entry.purpose] = bases[str(entry.basis)] = None
    return [(whose, list(purposes), list(bases)) for whose, (purposes, bases) in found.items()]
