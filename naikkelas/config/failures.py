"""The answers when a page fails, or is asked for in a way that it has no answer to."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from naikkelas.audit.middleware import current_request_id

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """`500.html`, without database or session, with the code of `X-Request-ID`, which the log has
    by the traceback too.
    """
    code = current_request_id()
    logger.error("Request %s failed: %s %s", code or "-", request.method, request.path)
    return HttpResponseServerError(render_to_string("500.html", {"request_id": code}))


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
