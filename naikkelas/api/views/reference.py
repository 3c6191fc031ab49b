"""The reference of the API, made from its own schema: no JavaScript, nothing from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.activities import errors as activity_errors
from naikkelas.api import errors
from naikkelas.lib.refusals import Refused
from naikkelas.registry import errors as registry_errors
from naikkelas.web.permissions import PUBLIC, page_for

Json = dict[str, Any]
_SHAPES = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "boolean": "true/false",
    "object": "objek",
    "array": "daftar",
    "null": "null",
}
_FORMATS = {"date": "tanggal", "date-time": "waktu", "uuid": "UUID", "uri": "alamat"}
_DEEPEST = 4
_OF_WRITES: frozenset[type[Refused]] = frozenset(
    {
        registry_errors.ReportRefused,
        registry_errors.UnfitAnswer,
        registry_errors.IdentifierTaken,
        registry_errors.KampungClosed,
        registry_errors.CorrectionReasonMissing,
        registry_errors.MonthLocked,
        activity_errors.ActivityRefused,
        activity_errors.IdentifierTaken,
        activity_errors.KampungClosed,
        activity_errors.PlanItemUnknown,
    }
)
"""What the actions behind the writes refuse."""


@dataclass(frozen=True, slots=True)
class Member:
    """One parameter or member of an object, with its place in it."""

    name: str
    shape: str
    words: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    is_public: bool
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    answer: tuple[Member, ...]


@page_for(PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    """Every address with its parameters, its answer and its scope; the codes of all refusals."""
    context = {
        "groups": groups(),
        "scopes": SCOPES.values(),
        # Pairs, since a template would call a class.
        "refusals": [(one.code, one.sentence) for one in refusals()],
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "api/reference.html", context)


@cache
def groups() -> dict[str, list[Shown]]:
    """What there is, by subject."""
    from naikkelas.api.views.v1.schema import openapi

    document = openapi()
    found: dict[str, list[Shown]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            shown = _shown(path, method, operation, document["components"]["schemas"])
            found.setdefault(operation["tags"][0], []).append(shown)
    return found


def refusals() -> list[type[Refused]]:
    """Every refusal that the API may answer with, by code: its own, and those of what it writes."""
    own = {
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.ApiRefused)
    }
    return sorted(own | _OF_WRITES, key=lambda one: one.code)


def _shown(path: str, method: str, operation: Json, known: Json) -> Shown:
    good = next(answer for code, answer in operation["responses"].items() if code < "300")
    return Shown(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        scope=operation.get("x-cakupan", ""),
        is_public={} in operation["security"],
        parameters=tuple(
            Member(one["name"], _shape(one["schema"], known), _words(one), one["required"])
            for one in operation["parameters"]
        ),
        body=tuple(_members(_content(operation.get("requestBody", {})), known)),
        answer=tuple(_members(_content(good), known)),
    )


def _content(described: Json) -> Json:
    schema: Json = described.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _words(described: Json) -> str:
    schema = described.get("schema", {})
    return str(described.get("description") or schema.get("description") or "")


def _members(schema: Json, known: Json, before: str = "", depth: int = 0) -> Iterator[Member]:
    """The members of an object and of what lies in it, each with its whole name."""
    schema = _resolved(schema, known)
    required = set(schema.get("required", ()))
    for name, one in schema.get("properties", {}).items():
        words = one.get("description") or one.get("title") or ""
        whole = f"{before}{name}"
        is_named_by_itself = words.casefold().replace(" ", "_") == name.casefold()
        shown = "" if is_named_by_itself else words
        yield Member(whole, _shape(one, known), shown, name in required)
        inner = _inner(one, known)
        if inner and depth < _DEEPEST:
            mark = "[]." if _resolved(one, known).get("type") == "array" else "."
            yield from _members(inner, known, whole + mark, depth + 1)


def _inner(schema: Json, known: Json) -> Json:
    schema = _resolved(schema, known)
    inner = schema.get("items", schema)
    resolved = _resolved(inner, known)
    return resolved if "properties" in resolved else {}


def _resolved(schema: Json, known: Json) -> Json:
    while "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    return schema


def _shape(schema: Json, known: Json) -> str:
    schema = _resolved(schema, known)
    if "anyOf" in schema:
        return " atau ".join(_shape(one, known) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"daftar {_shape(schema.get('items', {}), known)}".strip()
    named = _FORMATS.get(schema.get("format", ""))
    return named or _SHAPES.get(schema.get("type", ""), "apa saja")
