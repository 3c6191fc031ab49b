"""The list of Inpres 3/2022: sasaran, programmes, kegiatan, and who answers for each.

The list itself is `registry.reference/inpres_3_2022.csv`. Which agency of a kabupaten answers for a
ministry's activity is our assumption (`reference/penanggung_jawab.csv`); the kabupaten changes it.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from naikkelas.registry.rules import reference

LIST = "inpres_3_2022"


@dataclass(frozen=True, slots=True)
class Deed:
    """One kegiatan of the list."""

    code: str
    name: str
    sasaran: str
    sasaran_name: str
    programme: str
    programme_name: str
    ministry: str

    @property
    def instansi(self) -> str:
        """The agency that answers for it unless the kabupaten says otherwise."""
        return _agencies()[self.ministry]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice among the kegiatan; empty chooses all."""

    sasaran: str = ""
    programme: str = ""
    instansi: str = ""


@cache
def deeds() -> tuple[Deed, ...]:
    """The 58 kegiatan that are asked for, in the order of the list."""
    return tuple(
        Deed(
            row["kode"],
            row["kegiatan"],
            row["sasaran_no"],
            row["sasaran"],
            row["program_kode"],
            row["program"],
            row["penanggung_jawab"],
        )
        for row in reference.rows(LIST)
        if row["aktif"] == "true"
    )


@cache
def by_code() -> dict[str, Deed]:
    """Code to kegiatan."""
    return {deed.code: deed for deed in deeds()}


@cache
def _agencies() -> dict[str, str]:
    text = (files("naikkelas.partners") / "reference" / "penanggung_jawab.csv").read_text("utf-8")
    return {row["kementerian"]: row["instansi"] for row in csv.DictReader(text.splitlines())}


def sasaran() -> dict[str, str]:
    """Number to name of the four sasaran."""
    return {deed.sasaran: deed.sasaran_name for deed in deeds()}


def programmes() -> dict[str, str]:
    """Letter to name of the eight programmes."""
    return {deed.programme: deed.programme_name for deed in deeds()}


def chosen(wanted: Wanted, responsible: dict[str, str]) -> list[Deed]:
    """The kegiatan that fit a choice; `responsible` is code → agency in this kabupaten."""
    return [
        deed
        for deed in deeds()
        if wanted.sasaran in ("", deed.sasaran)
        and wanted.programme in ("", deed.programme)
        and wanted.instansi in ("", responsible[deed.code])
    ]
