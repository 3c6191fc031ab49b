"""How often one may guess: a browser that is known to an account has a counter of its own (ADR 39).

Strangers share one counter for each account and one for each network, so they can lock each other
out, but not a browser that signed in to the account before. Such a browser carries a cookie with a
number for each account it knows and our signature over number and account; it names no account,
lets nobody in, and is worth five tries in fifteen minutes to whoever copies it.
Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

import math
import secrets
import time
from collections.abc import Iterator
from typing import Any, cast  # attributes of a request that Django does not know

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from naikkelas.accounts.models import User

RATES = {"known": "5/15m/key", "stranger": "5/15m/key,50/h/ip"}
"""Failures until a wait; a right answer gives its try back."""
MOST_ACCOUNTS = 8
"""On one browser, as in an office; the one signed in to longest ago is forgotten first."""
COOKIE_SECONDS = 400 * 24 * 60 * 60
"""As long as browsers keep any cookie."""
_APP, _SEPARATOR = "accounts", "_"


def try_once(request: HttpRequest, account: str, user: User | None) -> ratelimit.RateLimitUsage:
    """Count a try before anything is compared; roll it back where the answer was right.

    `account` is what the tries are about: the login name as typed, or what is asked after it; names
    that nobody has are counted alike. ValidationError, in words and with the wait, where it is too
    many.
    """
    waits = []
    for action, key in _counters(request, account, user):
        limit = {"app": _APP, "action": action, "config": RATES, "key": key}
        if usage := ratelimit.consume(request, **limit):
            return usage
        waits.append(_wait(request, action, key))
    cast(Any, request).retry_after = min(waits)
    raise ValidationError(too_many(min(waits)), code="too_many_login_attempts")


def too_many(seconds: int) -> str:
    """What a person is told who has to wait."""
    return (
        f"Terlalu banyak percobaan yang gagal. Coba lagi {math.ceil(seconds / 60)} menit lagi. "
        "Sementara itu Anda dapat masuk dari HP atau komputer yang pernah Anda pakai masuk, dengan "
        "passkey, atau dengan tautan kata sandi baru dari operator. Akun tidak dikunci selamanya."
    )


def _counters(request: HttpRequest, account: str, user: User | None) -> Iterator[tuple[str, str]]:
    """A known device's own counter first; it is a stranger while that is used up."""
    number = _number_of(request, user) if user else ""
    if number:
        yield "known", f"{account}:{number}"
    yield "stranger", account


def _wait(request: HttpRequest, action: str, key: str) -> int:
    """Seconds until the next try is free."""
    waits = [1.0]
    for rate in ratelimit.get_rates(app=_APP, action=action, config=RATES):
        where = ratelimit.get_cache_key(request, app=_APP, action=action, rate=rate, key=key)
        history = cache.get(where, [])  # the newest first
        if len(history) >= rate.amount:
            waits.append(history[rate.amount - 1] + rate.duration - time.time())
    return math.ceil(max(waits))


def forget_tries(request: HttpRequest, account: str) -> None:
    """Strangers begin anew with an account, once its password is another one."""
    ratelimit.clear(request, app=_APP, action="stranger", config=RATES, key=account)


# The cookie -------------------------------------------------------------------------------------


def know(request: HttpRequest, user: User) -> None:
    """This browser has just shown that it is at home with the account."""
    cast(Any, request).known_user = user


def finish(request: HttpRequest, response: HttpResponse) -> None:
    """Carry out, on the answer, what was found on the way: the cookie, and 429 with the wait."""
    if user := getattr(request, "known_user", None):
        _remember(request, response, user)
    if (seconds := getattr(request, "retry_after", 0)) and response.status_code == 200:
        response.status_code = 429
        response["Retry-After"] = str(seconds)


def _remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    others = [one for one in _entries(request) if not _is_of(one, user)]
    number = secrets.token_hex(16)
    value = _SEPARATOR.join([f"{number}.{_signature(number, user)}", *others][:MOST_ACCOUNTS])
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        value,
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _entries(request: HttpRequest) -> list[str]:
    value = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    return value.split(_SEPARATOR)[:MOST_ACCOUNTS] if value else []


def _number_of(request: HttpRequest, user: User) -> str:
    """The number under which this browser is known to the account; empty for a stranger."""
    known = (one for one in _entries(request) if _is_of(one, user))
    return next(known, "").partition(".")[0]


def _is_of(entry: str, user: User) -> bool:
    number, _, signature = entry.partition(".")
    return constant_time_compare(signature, _signature(number, user))


def _signature(number: str, user: User) -> str:
    return salted_hmac("naikkelas.accounts.device", f"{user.pk}:{number}").hexdigest()
