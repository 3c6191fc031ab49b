"""The answer when a page fails: plain, without database or session, with a code to tell."""

import logging

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

from naikkelas.audit.middleware import current_request_id

logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """`500.html` with the code of `X-Request-ID`; the log has the same code by the traceback."""
    code = current_request_id()
    logger.error("Request %s failed: %s %s", code or "-", request.method, request.path)
    return HttpResponseServerError(render_to_string("500.html", {"request_id": code}))
