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


def enter(client: Client, login: str, password: str = PASSWORD, **more: Any) -> Any:
    """Send the form of the sign-in."""
    return client.post("/masuk/", {"login": login, "password": password}, **more)


def code_now(secret: str = SECRET) -> str:
    """What an authenticator app shows at this moment."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


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
