"""`python -m tests.field_faults.stage KAMPUNG PHONES`: the people of a scenario, as JSON.

Runs in a process of its own against the scenario's database, so that Django here and Django in the
tests never share a connection.
"""

import json
import sys
from typing import Any


def main(kampung: int, phones: int) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return [_kampung(number, phones) for number in range(kampung)]


def _kampung(number: int, phones: int) -> dict[str, Any]:
    from naikkelas.accounts.models import Role
    from tests.people import make_area, make_kampung, make_user

    code = f"91.37.{1 + number // 50:02d}.{2001 + number % 50}"
    village = make_area(code, f"Sukamaju {number}")
    made = make_kampung(village)
    users = [
        make_user(f"ketua{number}-{phone}", f"Ketua {number}", Role.POKJA_CHAIR, village)
        for phone in range(phones)
    ]
    return {"kampung": str(made.pk), "phones": [_signed_in(user) for user in users]}


def _signed_in(user: Any) -> dict[str, str]:
    from allauth.usersessions.models import UserSession
    from django.test import Client

    client = Client()
    client.force_login(user)
    # As signing in by a password does: the list of one's own devices.
    key = client.session.session_key
    UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1")
    # The token of the header equals the cookie's secret.
    return {"session": client.cookies["sessionid"].value, "csrf": "a" * 32, "user": str(user.pk)}


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
