"""Every write to accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from naikkelas.accounts import access
from naikkelas.accounts.errors import UsernameTaken, WeakPassword
from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


@transaction.atomic
def open_account(
    username: str, *, name: str, role: Role, area: Area | None, password: str, by: Actor
) -> User:
    """Give a person an account for one post in one area."""
    require(access.may_manage(by, area.code if area else ""))
    if User.objects.filter(username=username.strip().lower()).exists():
        raise UsernameTaken
    _insist_on_strength(password, User(username=username, name=name))
    user = User.objects.create_user(username, name=name, role=role, area=area, password=password)
    kabupaten = area.kabupaten_code if area else ""
    record(
        "account.open", user, by=by, kabupaten=kabupaten, after={"role": role, "area": user.home}
    )
    return user


def _insist_on_strength(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
