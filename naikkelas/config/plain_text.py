"""Refuses what is no text before a view sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict

NUL = "\x00"


class PlainTextMiddleware:
    """Answers 400 where a NUL stands in an address, a query or a form.

    Nobody types one; PostgreSQL cannot store it, so it would break whichever view hands it on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: object
    ) -> HttpResponse | None:
        if hasattr(view, "refuses_nul_itself"):  # in the words of its own answers
            return None
        # A view that measures and reads its body itself must find it unread.
        has_form = not getattr(view, "reads_its_own_body", False)
        holds = _holds_nul(request.GET) or (has_form and _holds_nul(request.POST))
        if NUL in request.path or holds:
            return HttpResponseBadRequest("Isian memuat tanda yang tidak dapat disimpan.")
        return None


def _holds_nul(given: QueryDict) -> bool:
    return any(NUL in text for name, texts in given.lists() for text in (name, *texts))
