"""Where a key is the sign-in, no cookie is heard.

A browser that is signed in here and asks the API would bring its session along: it would be ended,
asked for a PIN, or lent to whoever made the browser ask. So cookies stop before the session begins.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_BY_KEY = re.compile(r"/(?:odk/|api/v1/(?!referensi/))")
"""ODK's apps, and the API but for its reference page, which people read."""


class NoCookiesBesideKeys:
    """Middleware: takes the cookies from requests to addresses that a key opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _BY_KEY.match(request.path):
            request.META.pop("HTTP_COOKIE", None)
            request.__dict__["COOKIES"] = {}
        return self.get_response(request)
