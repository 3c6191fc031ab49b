"""Ways in, for the tests of signing in."""

import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from naikkelas.accounts.models import User
from tests.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD_SECONDS = 30
ENOUGH_SECONDS = 5


def enter(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the sign-in."""
    return client.post("/masuk/", {"login": login, "password": password}, **more)


def code_now(secret: str = SECRET) -> str:
    """What an authenticator app shows; like people, it waits for the next code near the end of one.

    A code typed within its last seconds is refused when it arrives after them.
    """
    left = PERIOD_SECONDS - time.time() % PERIOD_SECONDS
    if left < ENOUGH_SECONDS:
        time.sleep(left)
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD_SECONDS)))


def give_app(user: User) -> list[str]:
    """An authenticator app with `SECRET`; returns the recovery codes."""
    TOTP.activate(user, SECRET)
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def factors(user: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def stored_secret(user: User) -> str:
    """What stands in the database."""
    found: str = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert get_adapter().decrypt(found) == SECRET
    return found
