"""The API as ninja knows it: which view answers which address, with which scope, and its schema."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation as NinjaOperation
from ninja.parser import Parser

from naikkelas.api.errors import (
    BodyUnfit,
    BodyUnreadable,
    MediaTypeUnfit,
    NothingHere,
    ParameterUnfit,
)
from naikkelas.api.rules.wrong_values import in_words
from naikkelas.api.views.v1.door import Visitor
from naikkelas.lib.refusals import Refused

View = TypeVar("View", bound=Callable[..., Any])
WRITES = frozenset({"POST", "PATCH", "DELETE"})
JSON = "application/json"


class PlainJson(Parser):
    """JSON as it travels between machines: UTF-8, no NaN, no NUL, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise MediaTypeUnfit
        try:
            found = json.loads(request.body.decode(), parse_constant=_refuse)
            text = json.dumps(found, ensure_ascii=False)
            text.encode()
        except (ValueError, RecursionError) as error:
            raise BodyUnreadable from error
        if "\\u0000" in text:
            raise BodyUnreadable
        return found


def rendered(request: HttpRequest, answer: Schema, status: int) -> str:
    """An answer as ninja would write it."""
    return str(api.renderer.render(request, answer.model_dump(), response_status=status))


def _refuse(constant: str) -> None:
    raise ValueError(constant)


api = NinjaAPI(
    title="API Naik Kelas",
    version="1.0",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url=None,
    parser=PlainJson(),
)


@api.exception_handler(Exception)
def _raise(request: HttpRequest, error: Exception) -> HttpResponse:
    """The door answers."""
    raise error


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja wraps what the parser raised."""
    inner = error.__cause__ or error.__context__
    if isinstance(inner, Refused | SuspiciousOperation):
        raise inner
    raise BodyUnreadable from error


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A part of the address that cannot be is not there; a value that cannot be is told."""
    sources = {one["loc"][0] for one in error.errors}
    if "path" in sources:
        raise NothingHere
    fields = [_field(one) for one in error.errors]
    raise (BodyUnfit if "body" in sources else ParameterUnfit)(fields=fields)


def _field(one: dict[str, Any]) -> dict[str, str]:
    source, *rest = one["loc"]
    path = [str(part) for part in rest]
    where = "/" + "/".join(path[1:]) if source == "body" else path[-1] if path else ""
    return {
        "where": where,
        "code": str(one["type"]),
        "detail": in_words(one["type"], one.get("ctx", {})),
    }


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What one method of one address does."""

    ninja: NinjaOperation
    scope: str
    needs_token: bool
    is_keyed: bool
    """Whether it asks for an Idempotency-Key."""
    is_matched: bool
    """Whether it asks for the ETag of what was seen (If-Match)."""

    @property
    def is_write(self) -> bool:
        return not WRITES.isdisjoint(self.ninja.methods)


def endpoint(
    method: str,
    path: str,
    *,
    name: str,
    answers: Any,
    status: int = 200,
    scope: str = "",
    public: bool = False,
    tag: str,
    summary: str = "",
    keyed: bool = False,
    matched: bool = False,
    hidden: bool = False,
    extra: dict[str, Any] | None = None,
) -> Callable[[View], View]:
    """Declare a view: the first line of its docstring is the summary, the rest the description."""

    def around(view: View) -> View:
        words, _, description = (view.__doc__ or "").strip().partition("\n")
        told: Any = view
        told.scope, told.needs_token = scope, not public
        told.is_keyed, told.is_matched = keyed, matched
        api.api_operation(
            [method],
            path,
            url_name=name,
            operation_id=f"{method.lower()}_{name}",
            response={status: answers},
            summary=summary or words.rstrip("."),
            description=" ".join(description.split()) or None,
            tags=[tag],
            include_in_schema=not hidden,
            openapi_extra=extra,
        )(view)
        return view

    return around


@cache
def _endpoints() -> dict[tuple[str, str], Endpoint]:
    """Address name and method to what they do."""
    from naikkelas.api.views.v1 import changing, reading, writing  # noqa: F401

    found = {}
    for router in api._get_bound_routers():
        for path_view in router.path_operations.values():
            for one in path_view.operations:
                view: Any = one.view_func
                for method in one.methods:
                    found[one.url_name, method] = Endpoint(
                        *(one, view.scope, view.needs_token, view.is_keyed, view.is_matched)
                    )
    return found


def operation(name: str, method: str) -> Endpoint | None:
    """What a method of an address does; None where it does nothing."""
    return _endpoints().get((name, method))


def methods(name: str) -> list[str]:
    """The methods of an address."""
    return [method for known, method in _endpoints() if known == name]


def all_endpoints() -> dict[tuple[str, str], Endpoint]:
    """Everything, for the schema and the tests."""
    return dict(_endpoints())


def run(
    found: Endpoint, request: HttpRequest, visitor: Visitor, parts: dict[str, str]
) -> HttpResponse:
    """Let the view answer, once the query holds nothing that nobody knows."""
    unknown = sorted(set(request.GET) - _query_names(found.ninja.operation_id or ""))
    if unknown:
        known = [{"where": name, "code": "unknown", "detail": "Tidak dikenal."} for name in unknown]
        raise ParameterUnfit(fields=known)
    answer: Any = found.ninja.run(request, **parts)
    return answer  # type: ignore[no-any-return]


@cache
def _query_names(operation_id: str) -> frozenset[str]:
    from naikkelas.api.views.v1.schema import openapi

    operations = (one for path in openapi()["paths"].values() for one in path.values())
    return frozenset(
        parameter["name"]
        for one in operations
        if one["operationId"] == operation_id
        for parameter in one["parameters"]
        if parameter["in"] == "query"
    )
