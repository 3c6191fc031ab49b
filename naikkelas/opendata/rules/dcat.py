"""The catalogue as DCAT-AP 3 in JSON-LD, made of the same definition as files and dictionary.

One catalogue per area; each table is a series, each cut-off of it a dataset, each file a
distribution. Vocabularies: W3C DCAT 3, DCAT-AP 3.0.1, SPDX checksums, EU authority tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any  # JSON-LD

from naikkelas.opendata.rules.addresses import slug_of
from naikkelas.opendata.rules.tables import EXTENSIONS, Table

_EU = "http://publications.europa.eu/resource/authority"
CONTEXT: Mapping[str, str] = MappingProxyType(
    {
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "adms": "http://www.w3.org/ns/adms#",
    }
)
_FORMATS: Mapping[str, str] = MappingProxyType(
    {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GEOJSON", "parquet": "PARQUET"}
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: size in bytes and checksum."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Issue:
    """One cut-off of one table; without a revision nobody asked for it yet, its files are made
    when somebody does.
    """

    cutoff: date
    revision: int | None = None
    known_at: datetime | None = None
    files: Mapping[str, File] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for the data, under which licence, and whom to ask."""

    name: str
    licence_name: str
    licence_url: str
    contact: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything of one area. `base` is the address of `/data/`, with a slash at its end."""

    base: str
    area_code: str
    area_name: str
    publisher: Publisher
    is_example: bool
    issues: Mapping[str, Sequence[Issue]]
    below: Sequence[tuple[str, str]] = ()

    @property
    def home(self) -> str:
        return f"{self.base}{slug_of(self.area_code)}/"

    def catalogue_of(self, area_code: str) -> str:
        return f"{self.base}{slug_of(area_code)}/katalog.jsonld"


def catalogue(shelf: Shelf, tables: Sequence[Table]) -> dict[str, Any]:
    """The JSON-LD of an area's catalogue."""
    days = [issue.cutoff for issues in shelf.issues.values() for issue in issues]
    moments = [
        issue.known_at for issues in shelf.issues.values() for issue in issues if issue.known_at
    ]
    mark = "Data contoh: dibuat untuk mencoba. " if shelf.is_example else ""
    found = _resource(shelf, f"{shelf.catalogue_of(shelf.area_code)}#katalog", "dcat:Catalog")
    found |= {
        "dcterms:title": _words(f"Data terbuka Kampung KB, {shelf.area_name}"),
        "dcterms:description": _words(
            f"{mark}Kampung KB, kelas, skor, dan ringkasan {shelf.area_name} per akhir bulan."
        ),
        "dcterms:license": _licence(shelf),
        "dcterms:spatial": _place(shelf),
        "foaf:homepage": {"@id": shelf.home, "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {"@id": f"{_EU}/data-theme"},
        "dcat:dataset": [
            one
            for table in tables
            for one in (_series(shelf, table), *_datasets(shelf, table))
            if shelf.issues.get(table.code)
        ],
    }
    if moments:
        found["dcterms:modified"] = _moment(max(moments))
    elif days:
        found["dcterms:modified"] = _day(max(days))
    if shelf.below:
        found["dcat:catalog"] = [_below(shelf, code, name) for code, name in shelf.below]
    return {"@context": dict(CONTEXT)} | found


def _resource(shelf: Shelf, iri: str, kind: str) -> dict[str, Any]:
    return {
        "@id": iri,
        "@type": kind,
        "dcterms:publisher": {
            "@id": f"{shelf.home}#produsen",
            "@type": "foaf:Agent",
            "foaf:name": _words(shelf.publisher.name),
        },
        "dcterms:language": {"@id": f"{_EU}/language/IND"},
    }


def _below(shelf: Shelf, code: str, name: str) -> dict[str, Any]:
    """A smaller area's catalogue, with what each catalogue must have."""
    found = _resource(shelf, f"{shelf.catalogue_of(code)}#katalog", "dcat:Catalog")
    return found | {
        "dcterms:title": _words(f"Data terbuka Kampung KB, {name}"),
        "dcterms:description": _words(f"Katalog {name}."),
    }


def _iri(shelf: Shelf, table: Table) -> str:
    return f"{shelf.home}{table.code}/"


def _series(shelf: Shelf, table: Table) -> dict[str, Any]:
    found = _resource(shelf, f"{_iri(shelf, table)}#seri", "dcat:DatasetSeries")
    return found | {
        "dcterms:title": _words(f"{table.title}, {shelf.area_name}"),
        "dcterms:description": _words(table.description),
        "dcterms:accrualPeriodicity": {"@id": f"{_EU}/frequency/MONTHLY"},
        "dcterms:spatial": _place(shelf),
    }


def _datasets(shelf: Shelf, table: Table) -> list[dict[str, Any]]:
    return [_dataset(shelf, table, issue) for issue in shelf.issues.get(table.code, ())]


def _dataset(shelf: Shelf, table: Table, issue: Issue) -> dict[str, Any]:
    day = issue.cutoff.isoformat()
    mark = " (contoh)" if shelf.is_example else ""
    found = _resource(shelf, f"{_iri(shelf, table)}#{day}", "dcat:Dataset")
    found |= {
        "dcterms:title": _words(f"{table.title}, {shelf.area_name}, per {day}{mark}"),
        "dcterms:description": _words(table.description),
        "dcterms:identifier": f"{shelf.home}{table.code}/{day}",
        "dcat:inSeries": {"@id": f"{_iri(shelf, table)}#seri"},
        "dcat:landingPage": {"@id": _iri(shelf, table), "@type": "foaf:Document"},
        "dcat:theme": {"@id": f"{_EU}/data-theme/SOCI"},
        "dcat:keyword": [_words(word) for word in table.keywords],
        "dcterms:spatial": _place(shelf),
        "dcterms:temporal": {"@type": "dcterms:PeriodOfTime", "dcat:endDate": _day(issue.cutoff)},
        "dcterms:conformsTo": {"@id": f"{shelf.base}kamus/#{table.code}",
                               "@type": "dcterms:Standard"},
        "dcat:distribution": [
            _distribution(shelf, table, issue, extension)
            for extension in EXTENSIONS
            if not issue.files or extension in issue.files
        ],
    }  # fmt: skip
    if issue.revision is not None and issue.known_at is not None:
        found["dcat:version"] = str(issue.revision)
        found["dcterms:modified"] = _moment(issue.known_at)
    if shelf.publisher.contact:
        found["dcat:contactPoint"] = _contact(shelf.publisher)
    return found


def _distribution(shelf: Shelf, table: Table, issue: Issue, extension: str) -> dict[str, Any]:
    address = f"{_iri(shelf, table)}{issue.cutoff.isoformat()}.{extension}"
    media = f"https://www.iana.org/assignments/media-types/{EXTENSIONS[extension]}"
    found: dict[str, Any] = {
        "@id": f"{address}#berkas",
        "@type": "dcat:Distribution",
        "dcterms:title": _words(f"{table.title}, {extension.upper()}"),
        "dcat:accessURL": {"@id": _iri(shelf, table)},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": media, "@type": "dcterms:MediaType"},
        "dcterms:format": {"@id": f"{_EU}/file-type/{_FORMATS[extension]}"},
        "dcterms:license": _licence(shelf),
    }
    file = issue.files.get(extension)
    if file is not None:
        found["dcat:byteSize"] = {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"}
        found["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": f"{CONTEXT['spdx']}checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        }
    return found


def _licence(shelf: Shelf) -> dict[str, Any]:
    return {
        "@id": shelf.publisher.licence_url,
        "@type": "dcterms:LicenseDocument",
        "dcterms:title": _words(shelf.publisher.licence_name),
    }


def _place(shelf: Shelf) -> dict[str, Any]:
    found = {"@id": f"{shelf.home}#wilayah", "@type": "dcterms:Location"}
    return found | {
        "dcterms:title": _words(shelf.area_name),
        "dcterms:identifier": shelf.area_code or "ID",
    }


def _contact(publisher: Publisher) -> dict[str, Any]:
    is_mail = "@" in publisher.contact
    way, iri = (
        ("vcard:hasEmail", f"mailto:{publisher.contact}")
        if is_mail
        else ("vcard:hasURL", publisher.contact)
    )
    return {"@type": "vcard:Kind", "vcard:fn": publisher.name, way: {"@id": iri}}


def _words(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "id"}


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _moment(moment: datetime) -> dict[str, str]:
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}
