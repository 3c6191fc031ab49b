"""DHIS2: organisation units, data elements, data sets and values as its Web API reads them.

Structure: DHIS2 developer documentation, web-api/metadata.md and web-api/data.md of
github.com/dhis2/dhis2-docs (metadata import `/api/metadata`, data values `/api/dataValueSets`).
Identifiers are 11 letters and digits, the first a letter, and follow from our codes, so that every
export names the same thing alike.
"""

import json
import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Any  # JSON

from naikkelas.exchange.rules.mapping import Villages
from naikkelas.lib.dates import month_end
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.names import search_key
from naikkelas.registry.rules.schema import REPORTS, Form

DEFAULT_COMBO, DEFAULT_OPTION_COMBO = "bjDvmb4bfuf", "HllvX50cXC0"
"""The identifiers that every DHIS2 gives to its category "default"."""
UID = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
ROOT = "ID"
_LETTERS, _ALL = string.ascii_letters, string.ascii_letters + string.digits
_PERIOD = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_LONGEST_SHORT_NAME = 50
_VALUE_TYPES: Mapping[Kind, str] = MappingProxyType(
    {Kind.FLAG: "BOOLEAN", Kind.COUNT: "INTEGER_ZERO_OR_POSITIVE", Kind.DATE: "DATE"}
)
_FLAGS: Mapping[str, str] = MappingProxyType(
    {"true": "ya", "t": "ya", "1": "ya", "false": "tidak", "f": "tidak", "0": "tidak"}
)
"""How DHIS2 writes BOOLEAN ("Data value requirements"), in any case."""
_MOST_FAULTS = 20


def uid(kind: str, code: str) -> str:
    """The identifier of a thing: the same for ever, another for every kind and code.

    >>> uid("dataElement", "kkbpk.iud") == uid("dataElement", "kkbpk.iud")
    True
    """
    number = int.from_bytes(sha256(f"naikkelas/{kind}/{code}".encode()).digest())
    number, first = divmod(number, len(_LETTERS))
    rest = []
    for _ in range(10):
        number, place = divmod(number, len(_ALL))
        rest.append(_ALL[place])
    return _LETTERS[first] + "".join(rest)


def asked(form: Form) -> tuple[Field, ...]:
    """The answers that travel: names and numbers of persons do not."""
    return tuple(one for one in form.fields if not one.personal)


@dataclass(frozen=True, slots=True)
class Unit:
    """One area; `parent` is the code above it, `ROOT` above a province, empty for the root."""

    code: str
    name: str
    parent: str


def metadata(units: Sequence[Unit], villages: Iterable[str], since: date) -> dict[str, Any]:
    """What `/api/metadata` takes: the tree, the questions, and a monthly set for each report."""
    reporting = [{"id": uid("organisationUnit", code)} for code in villages]
    return {
        "organisationUnits": [_unit(one, since) for one in units],
        "dataElements": [
            _element(form, one) for form in REPORTS for one in asked(form)
        ],
        "dataSets": [_set(form, reporting) for form in REPORTS],
    }  # fmt: skip


def _unit(unit: Unit, since: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": uid("organisationUnit", unit.code),
        "code": unit.code,
        "name": unit.name,
        "shortName": unit.name[:_LONGEST_SHORT_NAME],
        "openingDate": since.isoformat(),
    }
    if unit.parent:
        found["parent"] = {"id": uid("organisationUnit", unit.parent)}
    return found


def _element(form: Form, question: Field) -> dict[str, Any]:
    code = f"{form.code}.{question.name}"
    return {
        "id": uid("dataElement", code),
        "code": code,
        "name": _title(form, question),
        "shortName": code[:_LONGEST_SHORT_NAME],
        "domainType": "AGGREGATE",
        "valueType": _VALUE_TYPES.get(question.kind, "TEXT"),
        "aggregationType": "SUM" if question.kind is Kind.COUNT else "NONE",
        "zeroIsSignificant": True,
        "categoryCombo": {"id": DEFAULT_COMBO},
    }


def _title(form: Form, question: Field) -> str:
    if question.name.startswith("frekuensi_"):
        about = form.field(question.name.removeprefix("frekuensi_")).label.lower()
        return f"{form.name}: frekuensi {about}"
    return f"{form.short_name or form.name}: {question.label}"


def _set(form: Form, reporting: list[dict[str, str]]) -> dict[str, Any]:
    own = {"id": uid("dataSet", form.code)}
    return own | {
        "code": form.code,
        "name": form.name,
        "shortName": form.name[:_LONGEST_SHORT_NAME],
        "periodType": "Monthly",
        "dataSetElements": [
            {"dataElement": {"id": uid("dataElement", f"{form.code}.{one.name}")}, "dataSet": own}
            for one in asked(form)
        ],
        "organisationUnits": reporting,
        "categoryCombo": {"id": DEFAULT_COMBO},
    }


# Values out -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """One report of one village and month."""

    form: str
    village: str
    year: int
    month: int
    entered: date
    values: Mapping[str, Any]


def data_values(reports: Iterable[Answers]) -> dict[str, Any]:
    """What `/api/dataValueSets` takes; an absent answer has no value, zero is one."""
    return {"dataValues": [one for report in reports for one in _values(report)]}


def _values(report: Answers) -> Iterator[dict[str, str]]:
    form = next(one for one in REPORTS if one.code == report.form)
    for question in asked(form):
        value = report.values.get(question.name)
        if value is not None and value != "":
            yield {
                "dataElement": uid("dataElement", f"{form.code}.{question.name}"),
                "period": f"{report.year}{report.month:02}",
                "orgUnit": uid("organisationUnit", report.village),
                "categoryOptionCombo": DEFAULT_OPTION_COMBO,
                "attributeOptionCombo": DEFAULT_OPTION_COMBO,
                "value": str(value).lower() if isinstance(value, bool) else str(value),
                "lastUpdated": f"{report.entered.isoformat()}T00:00:00.000",
            }


# Values in --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Read:
    """What a file of values says: form → rows as our import reads them, and what is wrong."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Names:
    """How a file may name things: identifier or code → village, and → question.

    `titles` are the names of what the metadata of a DHIS2 name otherwise, for its faults.
    """

    units: Mapping[str, str]
    elements: Mapping[str, tuple[Form, Field]]
    titles: Mapping[str, str] = field(default_factory=dict)

    def told(self, key: str) -> str:
        """An identifier as a fault says it, with its name where the metadata tell it."""
        title = self.titles.get(key)
        return f"“{key[:40]}” ({title[:60]})" if title else f"“{key[:40]}”"


def parsed(text: str) -> Mapping[str, Any] | None:
    """The object of a file; None for what is no JSON that can travel on as text."""
    try:
        top = json.loads(text)
        json.dumps(top, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return top if isinstance(top, dict) else None


def is_metadata(top: Mapping[str, Any]) -> bool:
    """Whether it tells units or elements, as `/api/metadata` of a DHIS2 does."""
    return any(isinstance(top.get(part), list) for part in ("organisationUnits", "dataElements"))


def names_of(
    villages: Iterable[str], places: Villages, metadata: Iterable[Mapping[str, Any]]
) -> Names:
    """Our own identifiers and codes, and those of another DHIS2 by its metadata.

    Its units are ours by code (ours, BPS's, OpenSID's, OpenKab's) or by name and that of the unit
    above; its elements by code or by the name that our metadata give.
    """
    ours = set(villages)
    units = _units(ours, places)
    elements = _elements()
    titles: dict[str, str] = {}
    for top in metadata:
        given = list(_objects(top, "organisationUnits"))
        above = {str(one.get("id", "")): str(one.get("name", "")) for one in given}
        for one in given:
            village = _village(one, above, places)
            if village in ours:
                units |= dict.fromkeys(_keys(one), village)
        by_name = {_title(form, question): (form, question) for form, question in elements.values()}
        for one in _objects(top, "dataElements"):
            found = elements.get(str(one.get("code", ""))) or by_name.get(str(one.get("name", "")))
            if found:
                elements |= dict.fromkeys(_keys(one), found)
        for part in ("organisationUnits", "dataElements"):
            titles |= {
                str(one.get("id", "")): str(one.get("name", "")) for one in _objects(top, part)
            }
    return Names(units, elements, titles)


def _objects(top: Mapping[str, Any], part: str) -> Iterator[Mapping[str, Any]]:
    found = top.get(part)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield one


def _keys(one: Mapping[str, Any]) -> list[str]:
    """By what values name a unit or an element: `id`, or `code` under another scheme."""
    return [str(one[name]) for name in ("id", "code") if one.get(name)]


def _village(one: Mapping[str, Any], above: Mapping[str, str], places: Villages) -> str:
    known = places.codes.get(str(one.get("code", "")).replace(".", ""), "")
    parent = one.get("parent")
    if known or not isinstance(parent, dict):
        return known
    kecamatan = parent.get("name") or above.get(str(parent.get("id", "")), "")
    return places.names.get((search_key(str(kecamatan)), search_key(str(one.get("name", "")))), "")


def _units(villages: Iterable[str], places: Villages) -> dict[str, str]:
    ours = set(villages)
    named = {other: code for other, code in places.codes.items() if code in ours}
    for code in ours:
        named |= {uid("organisationUnit", code): code, code: code, code.replace(".", ""): code}
    return named


def _elements() -> dict[str, tuple[Form, Field]]:
    named: dict[str, tuple[Form, Field]] = {}
    for form in REPORTS:
        for one in asked(form):
            code = f"{form.code}.{one.name}"
            named[code] = named[uid("dataElement", code)] = (form, one)
    return named


def read_values(top: Mapping[str, Any], names: Names, today: date) -> Read:
    """Rows by village and month; each fault names where it stands and what to do.

    What the set says for all its values (`orgUnit`, `period`, `completeDate`) may stand once at
    its top. A deleted value is none.
    """
    read = Read()
    values = top.get("dataValues")
    if not isinstance(values, list):
        read.faults.append(
            "Isi berkas bukan dataValueSets DHIS2. Unduh lagi dari DHIS2 sebagai JSON."
        )
        return read
    made: dict[tuple[str, str, str], dict[str, str]] = {}
    for number, value in enumerate(values):
        if len(read.faults) >= _MOST_FAULTS:
            break
        _take(number, top, value, names, made, read, today)
    for (form, _, _), row in sorted(made.items()):
        read.rows.setdefault(form, []).append(row)
    if not values:
        read.faults.append("dataValues kosong. Pilih periode yang berisi, lalu unduh lagi.")
    return read


def _take(
    number: int,
    top: Mapping[str, Any],
    value: Any,
    names: Names,
    made: dict[tuple[str, str, str], dict[str, str]],
    read: Read,
    today: date,
) -> None:
    """Put one value into the row of its report, or say what is wrong with it."""
    where = f"dataValues[{number}]"
    if not isinstance(value, dict):
        read.faults.append(f"{where}: bukan objek. Unduh lagi dari DHIS2.")
        return
    if value.get("deleted") is True:
        return
    told = {key: str(value.get(key, top.get(key, ""))) for key in ("orgUnit", "period")}
    element = str(value.get("dataElement", ""))
    village, period = names.units.get(told["orgUnit"]), _PERIOD.fullmatch(told["period"])
    known = names.elements.get(element)
    if village is None:
        read.faults.append(
            f"{where}, orgUnit: {names.told(told['orgUnit'])} bukan desa di wilayah ini. "
            "Ambil pohon wilayahnya dari metadata kami, atau sertakan metadata DHIS2 Anda."
        )
    elif period is None:
        read.faults.append(
            f"{where}, period: “{told['period'][:40]}” bukan bulan. Tulis seperti 202507."
        )
    elif known is None:
        read.faults.append(
            f"{where}, dataElement: {names.told(element)} tidak dikenal. Pakai pengenal atau kode "
            "dari metadata kami, atau beri kode itu di DHIS2 dan sertakan metadatanya."
        )
    elif isinstance(value.get("value"), dict | list):
        read.faults.append(f"{where}, value: bukan satu nilai. Tulis satu angka atau teks.")
    else:
        fault = _put(known, village, period, top, value, made, today)
        if fault:
            read.faults.append(f"{where}: {fault}")


def _put(
    known: tuple[Form, Field],
    village: str,
    period: re.Match[str],
    top: Mapping[str, Any],
    value: Mapping[str, Any],
    made: dict[tuple[str, str, str], dict[str, str]],
    today: date,
) -> str:
    """Write a value into its row; what is wrong, where there is a value already."""
    form, question = known
    year, month = int(period[1]), int(period[2])
    row = made.setdefault((form.code, village, period[0]), _row(village, year, month))
    if question.name in row:
        return (
            f"nilai kedua untuk {form.code}.{question.name}, desa, dan bulan yang "
            "sama. Unduh tanpa pilahan (categoryOptionCombo), satu nilai setiap isian."
        )
    row["tanggal_isi"] = max(row["tanggal_isi"], _entered(top, value))
    row[question.name] = _cell(question, value.get("value"))
    if not row["tanggal_isi"]:
        row["tanggal_isi"] = min(month_end(date(year, month, 1)), today).isoformat()
    return ""


def _row(village: str, year: int, month: int) -> dict[str, str]:
    return {"kode_desa": village, "tahun": str(year), "bulan": str(month), "tanggal_isi": ""}


def _entered(top: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    """The day of the set, else of the value; empty where neither says one."""
    for said in (top.get("completeDate"), value.get("lastUpdated"), value.get("created")):
        day = str(said or "")[:10]
        try:
            return date.fromisoformat(day).isoformat()
        except ValueError:
            continue
    return ""


def _cell(question: Field, value: Any) -> str:
    text = "" if value is None else str(value).strip()
    if question.kind is Kind.FLAG:
        return _FLAGS.get(text.lower(), text)
    if question.kind is Kind.COUNT:
        return text.removesuffix(".0")
    return text
