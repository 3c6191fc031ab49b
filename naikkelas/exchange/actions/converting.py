"""Files of other systems as the tables that our import reads, before they are uploaded."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from naikkelas.areas.queries import local_now
from naikkelas.exchange.errors import ValuesRefused
from naikkelas.exchange.queries.dhis2 import villages_of
from naikkelas.exchange.rules import dhis2
from naikkelas.lib.sheets import as_csv
from naikkelas.registry.rules.schema import FORMS

_JSON = ".json"


def converted(files: Sequence[UploadedFile[Any]], area_code: str) -> list[UploadedFile[Any]]:
    """The files, each dataValueSets of DHIS2 as one CSV per report; others as they are.

    One wrong value refuses its file: `ValuesRefused` tells where it stands.
    """
    found: list[UploadedFile[Any]] = []
    for file in files:
        if (file.name or "").lower().endswith(_JSON):
            found += _tables(file, area_code)
        else:
            found.append(file)
    return found


def _tables(file: UploadedFile[Any], area_code: str) -> list[UploadedFile[Any]]:
    text = file.read().decode("utf-8-sig", "replace")
    today = local_now(area_code or "91").date()
    read = dhis2.read_values(text, villages_of([area_code]), today)
    if read.faults:
        raise ValuesRefused(read.faults)
    stem = (file.name or "dhis2")[: -len(_JSON)]
    return [
        SimpleUploadedFile(f"{stem}-{form}.csv", _csv(form, rows), content_type="text/csv")
        for form, rows in read.rows.items()
    ]


def _csv(form: str, rows: list[dict[str, str]]) -> bytes:
    names = ["kode_desa", "tahun", "bulan", "tanggal_isi"]
    names += [one.name for one in dhis2.asked(FORMS[form]) if any(one.name in row for row in rows)]
    return as_csv(names, [[row.get(name) for name in names] for row in rows])
