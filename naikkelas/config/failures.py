"""The answers when a page fails, or is asked for in a way that it has no answer to."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure as page_of_csrf

from naikkelas.audit.middleware import current_request_id

logger = logging.getLogger(__name__)


RETRY_SECONDS = 5
"""When to come again while the database is away."""


def server_error(request: HttpRequest) -> HttpResponse:
    """`500.html`, without database or session, with the code of `X-Request-ID`, which the log has
    by the traceback too. While the database is away or full it is a 503 that says when to retry.
    """
    code = current_request_id()
    logger.error("Request %s failed: %s %s", code or "-", request.method, request.path)
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if is_away and _answers_json(request):
        message = "Peladen sedang sibuk. Tersimpan di HP; dikirim lagi sebentar lagi."
        response: HttpResponse = JsonResponse({"code": "sibuk", "message": message}, status=503)
    else:
        page = render_to_string("500.html", {"request_id": code})
        response = HttpResponse(page, status=503) if is_away else HttpResponseServerError(page)
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Where a library counts requests of one network by the minute: the page says to wait one."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form that was open too long; a phone is told to greet again for a new token."""
    if not _answers_json(request):
        return page_of_csrf(request, reason)
    message = "Kunci kirim sudah berganti. Aplikasi menyapa peladen, lalu mengirim lagi."
    return JsonResponse({"code": "kunci_lama", "message": message}, status=403)


def _answers_json(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and hasattr(match.func, "answers_json")


class MethodPage:
    """Middleware: an address that only takes forms says so, where Django answers with nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
