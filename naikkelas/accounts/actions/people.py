"""Accounts: opened, closed and reopened."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.actions.devices import revoke_all
from naikkelas.accounts.actions.posts import MANAGERS, end_holding, insist_on_fit, lock
from naikkelas.accounts.errors import (
    AccountRestricted,
    PostWouldBeVacant,
    UsernameTaken,
    WeakPassword,
)
from naikkelas.accounts.models import Holding, Invitation, Partner, User, unended
from naikkelas.areas.models import Area
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require


@transaction.atomic
def open_account(
    username: str,
    *,
    name: str,
    role: str,
    area: Area | None,
    password: str,
    by: Actor,
    partner: Partner | None = None,
) -> User:
    """Give a person an account with a post of its own in one area (the road of the command line).

    On screens people come by invitation, and choose their password themselves.
    """
    code = area.code if area else ""
    require(access.may_fill(by, role, code))
    insist_on_fit(role, [area], partner)
    if User.objects.filter(username=username.strip().lower()).exists():
        raise UsernameTaken
    insist_on_strength(password, User(username=username, name=name))
    user = User.objects.create_user(
        username, name=name, role=role, area=area, password=password, partner=partner
    )
    kabupaten = code[: len("63.01")]
    record("account.open", user, by=by, kabupaten=kabupaten, after={"role": role, "area": code})
    return user


@transaction.atomic
def deactivate(user: User, *, by: Actor, leave_vacant: bool = False) -> User:
    """Shut a person out: every post ends, the account stays as the author of what it did."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    holdings = Holding.objects.filter(unended(timezone.now()), user=user)
    roles = dict(holdings.values_list("post_id", "post__role"))
    lock(*roles, manages=not set(MANAGERS).isdisjoint(roles.values()))
    require(access.may_manage(by, user))
    if not user.is_active:
        return user
    for holding in holdings.filter(post__closed_at__isnull=True):
        try:
            end_holding(holding, by=by, leave_vacant=leave_vacant)
        except PostWouldBeVacant as refusal:
            raise PostWouldBeVacant(f"{holding.post}: {refusal}") from refusal
    # What somebody who is shut out has begun is not finished in their name.
    Invitation.objects.standing().filter(invited_by=user).update(withdrawn_at=timezone.now())
    revoke_all(user, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record("account.deactivate", user, by=by, kabupaten=by.home[:5], before={"is_active": True})
    return user


@transaction.atomic
def reactivate(user: User, *, by: Actor) -> User:
    """Let a person sign in again; posts have to be given anew."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    require(access.may_reactivate(by, user))
    if user.is_active:
        return user
    if access.is_restricted(user):
        raise AccountRestricted
    user.is_active = True
    user.save(update_fields=["is_active"])
    record("account.reactivate", user, by=by, kabupaten=by.home[:5], after={"is_active": True})
    return user


def insist_on_strength(password: str, user: User) -> None:
    """Refuse a password that the validators of the settings find too weak."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
