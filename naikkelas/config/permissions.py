"""Keeps every address closed to whose post does not open it (`naikkelas.web.permissions`)."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from naikkelas.config import denied
from naikkelas.web.permissions import OWN, PUBLIC, acts_of, permission_of


class PermissionsMiddleware:
    """Answers 404, with the rule in words, where no act of the person's post opens the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: object) -> HttpResponse | None:
        permission = permission_of(view)
        if not permission:
            raise Http404
        if permission in ((PUBLIC,), (OWN,)) or not request.user.is_authenticated:
            return None  # an anonymous visitor is sent to sign in
        acts = acts_of(view)
        return None if any(map(request.user.can, acts)) else denied.closed(request, acts)
