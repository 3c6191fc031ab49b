"""The themes that the product knows, what is recorded already, and what actions serve: as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any  # TOML

from naikkelas.lib.actors import covers


class Status(StrEnum):
    """Where the criteria of a theme come from."""

    OFFICIAL = "resmi"
    PARTLY = "sebagian"
    OWN = "sendiri"


STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.OFFICIAL: "kriteria resmi",
        Status.PARTLY: "kriteria sebagian: sumber resminya belum lengkap",
        Status.OWN: "kriteria kabupaten sendiri",
    }
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme that a kampung may carry; `levels` are those that its body awards."""

    code: str
    name: str
    body: str
    skpd: str
    legal_basis: str
    source: str
    status: Status
    instrument: str
    levels: tuple[str, ...] = ()
    area: str = ""
    is_own: bool = False

    @property
    def status_words(self) -> str:
        return STATUS_WORDS[self.status]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A criterion that records of the kampung answer; `needs_all` of them or any one."""

    criterion: str
    records: tuple[str, ...]
    needs_all: bool


def builtin_themes(area_code: str) -> tuple[Theme, ...]:
    """The known themes that are offered in an area, in the order of the file."""
    return tuple(one for one in _themes() if covers(one.area, area_code))


@cache
def recorded() -> Mapping[str, Recorded]:
    """Criterion to the records that answer it."""
    rows = _data()["fakta"]
    return MappingProxyType(
        {
            row["kriteria"]: Recorded(
                row["kriteria"], tuple(row["catatan"]), needs_all=row["cara"] == "semua"
            )
            for row in rows
        }
    )


@cache
def served_by() -> Mapping[str, frozenset[str]]:
    """Action of the roadmap's catalogue to the criteria that it serves at once."""
    return MappingProxyType(
        {row["kode"]: frozenset(row["kriteria"]) for row in _data()["tindakan"]}
    )


@cache
def action_names() -> Mapping[str, str]:
    """Action to its name in the roadmap's own catalogue."""
    return MappingProxyType({row["kode"]: row["nama"] for row in _data()["tindakan"]})


@cache
def _themes() -> tuple[Theme, ...]:
    return tuple(
        Theme(
            code=row["kode"],
            name=row["nama"],
            body=row["lembaga"],
            skpd=row["skpd"],
            legal_basis=row["dasar_hukum"],
            source=row["sumber"],
            status=Status(row["status"]),
            instrument=row["instrumen"],
            levels=tuple(row["tingkat"]),
            area=row.get("wilayah", ""),
        )
        for row in _data()["tema"]
    )


@cache
def _data() -> dict[str, Any]:
    file = resources.files("naikkelas.themes") / "reference" / "tema.toml"
    return tomllib.loads(file.read_text("utf-8"))
