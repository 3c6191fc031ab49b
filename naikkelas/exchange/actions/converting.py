"""Files of other systems as the tables that our import reads, before they are uploaded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile

from naikkelas.areas.queries import local_now
from naikkelas.exchange.errors import ValuesRefused
from naikkelas.exchange.queries.dhis2 import villages_of
from naikkelas.exchange.queries.mappings import villages_in
from naikkelas.exchange.rules import dhis2
from naikkelas.lib.sheets import as_csv
from naikkelas.registry.rules.schema import FORMS

_JSON = ".json"


def converted(files: Sequence[UploadedFile[Any]], area_code: str) -> list[UploadedFile[Any]]:
    """The files, each dataValueSets of DHIS2 as one CSV per report; others as they are.

    Metadata of that DHIS2 beside them tell what its identifiers stand for. One wrong value refuses
    its file: `ValuesRefused` tells where it stands.
    """
    found: list[UploadedFile[Any]] = []
    told: list[tuple[str, Mapping[str, Any]]] = []
    for file in files:
        if (file.name or "").lower().endswith(_JSON):
            told.append((file.name or "dhis2", _object_of(file)))
        else:
            found.append(file)
    if not told:
        return found
    metadata = [top for _, top in told if dhis2.is_metadata(top)]
    names = dhis2.names_of(villages_of([area_code]), villages_in(area_code), metadata)
    values = [one for one in told if not dhis2.is_metadata(one[1]) or "dataValues" in one[1]]
    if not values:
        raise ValuesRefused([f"{told[0][0]}: {_NO_VALUES}"])
    for name, top in values:
        found += _tables(name, top, names, area_code)
    return found


_NO_VALUES = "berkas ini hanya metadata. Sertakan juga nilainya (dataValueSets)."


def _object_of(file: UploadedFile[Any]) -> Mapping[str, Any]:
    top = dhis2.parsed(file.read().decode("utf-8-sig", "replace"))
    if top is None:
        fault = "bukan JSON yang dapat dibaca. Unduh lagi dari DHIS2 sebagai JSON."
        raise ValuesRefused([f"{file.name}: {fault}"])
    return top


def _tables(
    name: str, top: Mapping[str, Any], names: dhis2.Names, area_code: str
) -> list[UploadedFile[Any]]:
    read = dhis2.read_values(top, names, local_now(area_code or "91").date())
    if read.faults:
        raise ValuesRefused(read.faults)
    stem = name[: -len(_JSON)]
    return [
        SimpleUploadedFile(f"{stem}-{form}.csv", _csv(form, rows), content_type="text/csv")
        for form, rows in read.rows.items()
    ]


def _csv(form: str, rows: list[dict[str, str]]) -> bytes:
    names = ["kode_desa", "tahun", "bulan", "tanggal_isi"]
    names += [one.name for one in dhis2.asked(FORMS[form]) if any(one.name in row for row in rows)]
    return as_csv(names, [[row.get(name) for name in names] for row in rows])
