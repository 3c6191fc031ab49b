"""The door for apps that speak OpenRosa: who comes with which key, and how they are answered.

Source: OpenRosa 1.0, "HTTP request API": `X-OpenRosa-Version` and `Date` on every answer, messages
as `OpenRosaResponse`.
"""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from naikkelas.accounts.actions import devices
from naikkelas.accounts.models import DeviceToken, User
from naikkelas.accounts.queries_devices import Standing, presented
from naikkelas.activities.errors import StorageFull
from naikkelas.api.errors import KeyRevoked, KeyUnknown, PostEnded, WrongMethod
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import PUBLIC, opened_by

LARGEST_BODY = 20 * 1024 * 1024
"""Bytes of one submission; an app spreads more photos over several posts."""
XML = "text/xml; charset=utf-8"
_NO_ENTRY = {
    Standing.UNKNOWN: KeyUnknown,
    Standing.REVOKED: KeyRevoked,
    Standing.POST_ENDED: PostEnded,
}

Rest = ParamSpec("Rest")


class Visitor:
    """Who comes with a key: the phone, and its holder under the post of the key."""

    def __init__(self, device: DeviceToken, user: User) -> None:
        self.device, self.user = device, user


View = Callable[Concatenate[HttpRequest, Visitor, Rest], HttpResponse]
Door = Callable[Concatenate[HttpRequest, str, Rest], HttpResponse]


def door(*methods: str) -> Callable[[View[Rest]], Door[Rest]]:
    """Let in who has a good key, by these methods; refusals are answered in OpenRosa's words."""

    def around(view: View[Rest]) -> Door[Rest]:
        # The key is the sign-in: apps have no session, and so no cookie that could be borrowed.
        @csrf_exempt
        @opened_by(PUBLIC)
        def entered(
            request: HttpRequest, token: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponse:
            try:
                visitor = _visitor(request, token, methods)
                answer = view(request, visitor, *args, **kwargs)
            except Refused as refusal:
                answer = refused(refusal)
                if isinstance(refusal, WrongMethod):
                    answer["Allow"] = ", ".join(methods)
            return _stamped(answer)

        # The body is read by the view, with its own measure: see `submission`.
        cast(Any, entered).reads_its_own_body = True
        return cast(Door[Rest], entered)

    return around


def _visitor(request: HttpRequest, token: str, methods: tuple[str, ...]) -> Visitor:
    found = presented(token)
    if found.standing in _NO_ENTRY:
        raise _NO_ENTRY[found.standing]
    if request.method not in methods:
        raise WrongMethod
    assert found.device is not None
    devices.note_use(found.device, timezone.now())
    return Visitor(found.device, found.user)


def refused(refusal: Refused) -> HttpResponse:
    """A refusal in words, with the status that fits it."""
    status = 507 if isinstance(refusal, StorageFull) else getattr(refusal, "status", 422)
    return message(str(refusal), status=status, nature="submit_failure")


def message(text: str, *, status: int, nature: str = "submit_success") -> HttpResponse:
    """An `OpenRosaResponse`, which apps show to the person."""
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f'<message nature="{nature}">{escape(text)}</message></OpenRosaResponse>'
    )
    return HttpResponse(body, status=status, content_type=XML)


def _stamped(answer: HttpResponse) -> HttpResponse:
    answer["X-OpenRosa-Version"] = "1.0"
    answer["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_BODY)
    answer["Date"] = http_date()
    answer["Cache-Control"] = "no-store, private"
    return answer
