"""The invented accounts of the example follow the rules that hold for everybody."""

import pytest
from django.contrib.auth.password_validation import validate_password

from naikkelas.accounts.models import User
from naikkelas.accounts.rules import policy
from naikkelas.config.commands.example import ACCOUNTS


@pytest.mark.django_db
@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account[0])
def test_an_example_account_has_a_password_and_an_area_that_would_be_accepted(
    account: tuple[str, str, str, str, str],
) -> None:
    username, password, role, code, name = account

    validate_password(password, User(username=username, name=name))
    assert code.count(".") + 1 in policy.LEVELS[role]
