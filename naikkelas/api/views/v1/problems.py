"""Refusals as problem+json (RFC 9457), with the stable code of `docs/api/errors.md`."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from naikkelas.activities.errors import ActivityRefused
from naikkelas.activities.errors import IdentifierTaken as ActivityTaken
from naikkelas.api.errors import ApiRefused, NothingHere, TokenMissing
from naikkelas.audit.middleware import current_request_id
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry.errors import IdentifierTaken, ReportRefused, UnfitAnswer

PROBLEM = "application/problem+json"
_CONFLICTS = (IdentifierTaken, ActivityTaken)
_UNAUTHORIZED = 401


def problem(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to a request that is refused."""
    if isinstance(refusal, NotYours):
        refusal = NothingHere()
    status = _status_of(refusal)
    body = {
        "type": f"{reverse('api:v1_reference')}#{refusal.code}",
        "title": refusal.sentence,
        "status": status,
        "detail": str(refusal),
        "instance": request.path,
        "code": refusal.code,
        "errors": [dict(one) for one in _fields_of(refusal)],
        "request_id": current_request_id(),
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type=PROBLEM)
    if status == _UNAUTHORIZED:
        more = "" if isinstance(refusal, TokenMissing) else ', error="invalid_token"'
        answer["WWW-Authenticate"] = f'Bearer realm="Naik Kelas"{more}'
    return answer


def _status_of(refusal: Refused) -> int:
    if isinstance(refusal, ApiRefused):
        return refusal.status
    return 409 if isinstance(refusal, _CONFLICTS) else 422


def _fields_of(refusal: Refused) -> Sequence[Mapping[str, Any]]:
    """What is wrong where: a JSON pointer or the name of a parameter, and a sentence beside it."""
    if isinstance(refusal, ApiRefused):
        return refusal.fields
    if isinstance(refusal, ReportRefused):
        return [
            _beside(one.column, f"{one.message} {one.remedy}", one.rule) for one in refusal.findings
        ]
    if isinstance(refusal, ActivityRefused):
        return [_beside(one.column, one.sentence, one.rule) for one in refusal.problems]
    if isinstance(refusal, UnfitAnswer):
        return [_beside(refusal.column, str(refusal), "unfit_answer")]
    return []


def _beside(column: str, sentence: str, rule: str) -> dict[str, str]:
    where = "/bulan" if column == "bulan" else f"/isi/{column}"
    return {"where": where, "code": rule, "detail": sentence}
