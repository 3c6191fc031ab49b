"""The rules of a session, asked at every request: how long, under which post, how strongly."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from naikkelas.accounts import known_devices
from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.backends import asking_for
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import is_official, needs_factor
from naikkelas.accounts.sessions import SessionStore

BEGUN, SEEN, FACTOR, POST = "begun", "seen", "factor", "post"
PIN, PIN_ASKED = "pin", "pin_asked"

_NOTE_EVERY = 60  # seconds between two notes of a session's last use
_ALWAYS_OPEN = {"accounts:sign_out", "accounts:sign_in", "account_login", "areas:logo"}
_WITHOUT_FACTOR = {"account_reauthenticate", "account_change_password"}
_TOO_LONG = "Sesi Anda berakhir karena lama tidak dipakai. Silakan masuk lagi."


def begin_session(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """Stamp a new session; an official's cookie ends with the working day."""
    now = int(time.time())
    request.session[BEGUN] = request.session[SEEN] = now
    if is_official(user):
        request.session.set_expiry(settings.SESSION_LIMITS["official"][1])


def note_wrong_code(sender: Any, user: User, **_: Any) -> None:
    """A wrong code after a right password is worth a line."""
    signing_in.fail_to_sign_in(user, how="kode")


class PeopleMiddleware(AuthenticationMiddleware):
    """Django's own, but that the session's query brings the person along, and that a view gets the
    person themself instead of a wrapping that each look at them goes through."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_person, request))  # type: ignore[assignment]

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        request.user = _person(request)


def _person(request: HttpRequest) -> User | AnonymousUser:
    with asking_for(cast(SessionStore, request.session)):
        return get_user(request)


class SessionRules:
    """Ends what is too old, asks for what is missing, and keeps personal pages out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known_devices.finish(request, response)
        # Not `request.user`: an answer to an anonymous visitor needs no query for one.
        if request.session.get("_auth_user_id") and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_: Any
    ) -> HttpResponse | None:
        elsewhere = _elsewhere(request)
        # A phone follows no page: it is told what is missing, and keeps what it has.
        return _told(elsewhere) if elsewhere and hasattr(view, "answers_json") else elsewhere


def _elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Where the person has to go first; None where the view may answer."""
    user = request.user
    if not isinstance(user, User):
        return None
    user.acting_as = request.session.get(POST)
    if _is_over(request, user):
        return _end(request, user)
    if _wants_pin(request, user):
        return None if _at(request, "accounts:pin") else _send(request, "accounts:pin")
    _note_use(request)
    if _lacks_factor(request, user):
        return _send(request, "mfa_index")
    return None


def _told(elsewhere: HttpResponse) -> HttpResponse:
    """The same in JSON: 401, and at which page the person goes on."""
    url = elsewhere.headers.get("Location") or elsewhere.headers.get("HX-Redirect", "")
    path = url.partition("?")[0]
    code = {reverse("accounts:pin"): "minta_pin", reverse("mfa_index"): "perlu_faktor"}
    message = "Silakan masuk lagi. Isian di HP tetap tersimpan dan terkirim sesudahnya."
    told = {"code": code.get(path, "sesi_habis"), "message": message, "url": path}
    return JsonResponse(told, status=401)


def _at(request: HttpRequest, *names: str) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name in {*names, *_ALWAYS_OPEN}


def _is_over(request: HttpRequest, user: User) -> bool:
    """A session without stamps was not begun here, and is over too."""
    now = time.time()
    idle, whole = settings.SESSION_LIMITS["official" if is_official(user) else "pokja"]
    too_idle = now - request.session.get(SEEN, 0) > idle
    return too_idle or (whole is not None and now - request.session.get(BEGUN, 0) > whole)


def _end(request: HttpRequest, user: User) -> HttpResponse:
    signing_in.sign_out(user, request.session.session_key, why="lama tidak dipakai")
    logout(request)
    messages.info(request, _TOO_LONG)
    return _send(request, "accounts:sign_in", next=request.get_full_path())


def _wants_pin(request: HttpRequest, user: User) -> bool:
    """Whether the phone has been left alone; remembered until the PIN is given."""
    if PIN not in request.session or is_official(user):
        return False
    if not request.session.get(PIN_ASKED):
        if time.time() - request.session.get(SEEN, 0) <= settings.PIN_AFTER:
            return False
        request.session[PIN_ASKED] = True
    return not _at(request)


def _note_use(request: HttpRequest) -> None:
    now = int(time.time())
    if now - request.session.get(SEEN, 0) >= _NOTE_EVERY:
        request.session[SEEN] = now
        key = request.session.session_key
        UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def _lacks_factor(request: HttpRequest, user: User) -> bool:
    """Whether a post asks for a second factor that this session has not shown.

    The office's own provider counts: how it knows its people is its own affair.
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    if name.startswith("mfa_") or name in _WITHOUT_FACTOR or _at(request):
        return False
    if not needs_factor(user) or request.session.get(FACTOR):
        return False
    ways = {way["method"] for way in get_authentication_records(request, user)}
    return not ways & {"mfa", "socialaccount"}


def _send(request: HttpRequest, name: str, **query: str) -> HttpResponse:
    """Elsewhere first; htmx must load the whole page, not put it into a part."""
    here = request.method == "GET" and not getattr(request, "htmx", False)
    if "next" in query and not here:
        query = {}
    elif "next" not in query and here and name == "accounts:pin":
        query = {"next": request.get_full_path()}
    url = reverse(name) + (f"?{urlencode(query)}" if query else "")
    if getattr(request, "htmx", False):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
