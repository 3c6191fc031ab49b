"""A name for each request, so that its log lines and events can be found together."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from naikkelas.lib.ids import uuid7

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """The identifier of the request being answered; empty outside a request."""
    return _request_id.get()


class RequestIdMiddleware:
    """Gives each request an identifier and names it in the answer (`X-Request-ID`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request_id.set(str(uuid7()))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = current_request_id()
            return response
        finally:
            _request_id.reset(token)
