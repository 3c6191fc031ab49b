"""The door of the API: who comes with which key, how often, and how everything is answered.

The key is the sign-in: `config.tokens` lets no cookie in here, so there is no session to borrow.
What a view raises becomes problem+json; nothing else leaves, whatever happens.
"""

import logging
from collections.abc import Callable
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.csrf import csrf_exempt

from naikkelas.accounts.actions import api_tokens
from naikkelas.accounts.models import ApiToken, User
from naikkelas.accounts.queries_api import presented_token
from naikkelas.accounts.queries_devices import Standing
from naikkelas.accounts.rules.scopes import SCOPES
from naikkelas.api.actions import quota
from naikkelas.api.errors import (
    BodyTooLarge,
    BodyUnreadable,
    Broken,
    Busy,
    MethodUnfit,
    NothingHere,
    ParameterUnfit,
    ScopeMissing,
    TokenEnded,
    TokenMissing,
    TokenPostEnded,
    TokenUnknown,
    TooManyRequests,
)
from naikkelas.api.views.v1.problems import problem
from naikkelas.api.views.v1.tags import has_already, tag_of
from naikkelas.audit.middleware import current_request_id
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import PUBLIC, opened_by

logger = logging.getLogger(__name__)
RETRY_SECONDS = 5
NOWHERE = "v1_nothing"
"""The address of everything below the API that is none of its addresses."""
_SCHEME = "bearer "
_NO_ENTRY = {
    Standing.UNKNOWN: TokenUnknown,
    Standing.REVOKED: TokenEnded,
    Standing.POST_ENDED: TokenPostEnded,
}
View = Callable[..., HttpResponse]


class Visitor:
    """Who comes: a program with its key, or nobody in particular."""

    def __init__(self, token: ApiToken | None = None) -> None:
        self.token = token

    @property
    def user(self) -> User | None:
        """The maker of the key, acting under its post and in its area."""
        return self.token.user if self.token else None

    def has(self, scope: str) -> bool:
        """Whether the key was made for this, and its post still may."""
        token = self.token
        if token is None or scope not in token.scope_codes:
            return False
        return SCOPES[scope].is_for(token.user.can)


def serve(name: str) -> View:
    """The view of the address of this name; `program` knows what it does."""

    # No cookie is heard here, so there is nothing for a forged form to borrow.
    @csrf_exempt
    @opened_by(PUBLIC)
    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        return _answered(request, name, parts)

    told: Any = view
    told.reads_its_own_body = True
    told.refuses_nul_itself = True
    return view


def _answered(request: HttpRequest, name: str, parts: dict[str, str]) -> HttpResponse:
    taken: list[quota.Taken] = []
    try:
        answer = _entered(request, name, parts, taken)
    except Refused as refusal:
        answer = problem(request, refusal)
        if isinstance(refusal, TooManyRequests):
            answer["Retry-After"] = str(taken[0].reset_seconds)
        if isinstance(refusal, MethodUnfit):
            answer["Allow"] = ", ".join(_methods(name))
    except Http404:
        answer = problem(request, NothingHere())
    except RequestDataTooBig:
        answer = problem(request, BodyTooLarge())
    except SuspiciousOperation:
        answer = problem(request, ParameterUnfit())
    except UnreadablePostError:
        answer = problem(request, BodyUnreadable())
    except (OperationalError, InterfaceError):
        logger.exception("Request %s: the database is away", current_request_id())
        answer = problem(request, Busy())
        answer["Retry-After"] = str(RETRY_SECONDS)
    except Exception:
        logger.exception("Request %s failed: %s %s", current_request_id(), request.method, name)
        answer = problem(request, Broken())
    return _stamped(request, answer, taken)


def _entered(
    request: HttpRequest, name: str, parts: dict[str, str], taken: list[quota.Taken]
) -> HttpResponse:
    try:
        visitor = _visitor(request)
    except Refused:
        _count(f"a{_sidik(request)}", "address", taken)
        raise
    if visitor.token:
        _count(f"k{visitor.token.pk}", "token", taken)
        api_tokens.note_use(visitor.token, timezone.now())
    else:
        _count(f"a{_sidik(request)}", "address", taken)
    _insist_on_text(request, parts)
    if name == NOWHERE:
        raise NothingHere
    from naikkelas.api.views.v1 import program

    operation = program.operation(name, _method(request))
    if operation is None:
        raise MethodUnfit
    if operation.scope:
        if visitor.token is None:
            raise TokenMissing
        if not visitor.has(operation.scope):
            raise ScopeMissing(f"{ScopeMissing.sentence} Diperlukan {operation.scope}.")
    elif operation.needs_token and visitor.token is None:
        raise TokenMissing
    request.visitor = visitor  # type: ignore[attr-defined]
    return program.run(operation, request, visitor, parts)


def _visitor(request: HttpRequest) -> Visitor:
    given = request.headers.get("Authorization", "")
    if not given:
        return Visitor()
    if not given.lower().startswith(_SCHEME):
        raise TokenUnknown
    found = presented_token(given[len(_SCHEME) :].strip())
    if found.standing in _NO_ENTRY:
        raise _NO_ENTRY[found.standing]
    return Visitor(found.token)


def _count(who: str, kind: str, taken: list[quota.Taken]) -> None:
    taken.append(quota.take(who, settings.API_PER_MINUTE[kind]))
    if not taken[0].allowed:
        raise TooManyRequests


def _sidik(request: HttpRequest) -> str:
    """A fingerprint of the network address: who asks too often is told so, not remembered."""
    address = get_client_ip(request) or ""
    return salted_hmac("naikkelas.api.address", address).hexdigest()[:24]


def _insist_on_text(request: HttpRequest, parts: dict[str, str]) -> None:
    """A NUL is no text, and PostgreSQL cannot store it."""
    texts = [*parts.values(), *request.GET.keys()]
    texts += [value for values in dict(request.GET.lists()).values() for value in values]
    if any("\x00" in text for text in texts):
        raise ParameterUnfit


def _method(request: HttpRequest) -> str:
    return "GET" if request.method == "HEAD" else str(request.method)


def _methods(name: str) -> list[str]:
    from naikkelas.api.views.v1 import program

    found = program.methods(name)
    return [*found, "HEAD"] if "GET" in found else found


def _stamped(request: HttpRequest, answer: HttpResponse, taken: list[quota.Taken]) -> HttpResponse:
    """Rate limits, what caches may do, and the ETag; 304 where the program has it already."""
    for one in taken:
        answer["RateLimit-Policy"] = f'"menit";q={one.limit};w={quota.WINDOW_SECONDS}'
        answer["RateLimit"] = f'"menit";r={one.remaining};t={one.reset_seconds}'
    patch_vary_headers(answer, ("Authorization",))
    if answer.status_code != 200 or _method(request) != "GET":
        answer["Cache-Control"] = "no-store"
        return answer
    answer.headers.setdefault("Cache-Control", "private, no-cache")
    tag = tag_of(answer.content)
    answer["ETag"] = tag
    if not has_already(tag, request.headers.get("If-None-Match", "")):
        return answer
    same = HttpResponse(status=304)
    for header in ("ETag", "Cache-Control", "Vary", "RateLimit", "RateLimit-Policy"):
        if header in answer:
            same[header] = answer[header]
    del same["Content-Type"]
    return same
