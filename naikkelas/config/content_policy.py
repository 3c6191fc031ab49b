"""The content policy of an answer: that of pages, or that of what is no page."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

_OF_DATA = "default-src 'none'; frame-ancestors 'none'"


class ContentPolicy(CSPMiddleware):
    """What is no page loads nothing and is framed by nobody; that needs no policy put together
    anew for each of the many answers that phones get.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.headers.get("Content-Type") != "application/json":
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _OF_DATA)
        return response
