"""The account of a partner in the example acts for the one of that name on the list."""

import pytest
from django.test import Client

from naikkelas.accounts.models import User
from naikkelas.accounts.queries import system_user
from naikkelas.areas.models import Area
from naikkelas.config.commands.example import ACCOUNTS, PARTNER, _open_accounts
from naikkelas.config.commands.example_partners import FIRMS, _card
from naikkelas.partners import access
from naikkelas.partners.actions import mitra
from tests.people import make_area

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts() -> None:
    for code in sorted({code for _, _, _, code, _ in ACCOUNTS}):
        make_area(code, f"Wilayah {code}")
    _open_accounts(system_user())


def test_it_acts_for_the_partner_of_the_list_only(accounts: None) -> None:
    kabupaten, user = Area.objects.get(pk="63.01"), User.objects.get(username="mitra")
    listed = [
        mitra.add(kabupaten, _card(firm, "63.01"), by=system_user())
        for firm in FIRMS
        if "Bajuin" not in firm.name
    ]

    assert [one.name for one in listed if access.is_own(user, one)] == [PARTNER]
    own = next(one for one in listed if one.name == PARTNER)
    assert (own.account_id, own.contact_name) == (access.own_partner(user).pk, "")  # type: ignore[union-attr]


def test_its_screens_open_and_those_of_mentors_do_not(accounts: None, client: Client) -> None:
    client.force_login(User.objects.get(username="mitra"))

    opened = {
        path: client.get(path).status_code
        for path in ("/mitra/63.01/", "/pendampingan/tindak-lanjut/", "/pendampingan/", "/orang/")
    }

    assert opened["/mitra/63.01/"] == opened["/pendampingan/tindak-lanjut/"] == 200
    assert {opened["/pendampingan/"], opened["/orang/"]} <= {302, 403, 404}
