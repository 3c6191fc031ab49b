"""What happens at the door: signing in and out, passwords, second factors, devices.

allauth does the work; these write the trail and what allauth does not know. A failed sign-in is
recorded for known and unknown names alike, never with what was typed.
"""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.actions.devices import revoke_all
from naikkelas.accounts.actions.invitations import digest
from naikkelas.accounts.models import PinTries, User
from naikkelas.accounts.queries import system_user
from naikkelas.audit.actions import record
from naikkelas.lib.refusals import require

PIN_TRIES_KEPT = timedelta(days=31)
"""Longer than a session lasts; an ended session asks for no PIN."""


def sign_in(user: User, *, how: str) -> None:
    """Note that somebody came in, and by which ways (`password+totp`, `webauthn`, `kantor`)."""
    record("account.sign_in", user, by=user, kabupaten=user.home[:5], how=how)


def fail_to_sign_in(user: User | None, *, how: str) -> None:
    """Count a failure at the account it was tried for; unknown names count at the system."""
    system = system_user()
    kabupaten = user.home[:5] if user else ""
    record("account.sign_in_failed", user or system, by=system, kabupaten=kabupaten, how=how)


@transaction.atomic
def sign_out(user: User, session_key: str | None, *, why: str = "") -> None:
    """Note that somebody left, and take the device off the list."""
    UserSession.objects.filter(session_key=session_key).delete()
    PinTries.objects.filter(at__lt=timezone.now() - PIN_TRIES_KEPT).delete()
    record("account.sign_out", user, by=user, kabupaten=user.home[:5], why=why)


def note_unsent(session_key: str | None, count: int) -> None:
    """How many records wait on a phone, as it says itself (F28).

    A browser that was made to forget its store says none. So what it said before is kept beside a
    smaller number: its owner sees how many there were, and when.
    """
    device = UserSession.objects.filter(session_key=session_key).first()
    known = device.data if device else {}
    if device is None or known.get("unsent") == count:
        return
    fell = known.get("unsent", 0) > count
    before = {name: known[name] for name in ("unsent", "at")} if fell else known.get("before")
    told = {"unsent": count, "at": timezone.now().isoformat(), "before": before}
    UserSession.objects.filter(pk=device.pk).update(data=told)


@transaction.atomic
def remove_devices(user: User, devices: list[UserSession], *, by: User) -> int:
    """Sign these devices out: their next request finds no session."""
    for device in devices:
        device.end()
    if devices:
        kabupaten = user.home[:5]
        record("account.device_removed", user, by=by, kabupaten=kabupaten, count=len(devices))
    return len(devices)


@transaction.atomic
def issue_reset(user: User, *, by: User) -> str:
    """The path of a link with which this person sets a new password: one hour, one use.

    Nothing of it is stored: it is an HMAC over the present password, so it dies when used. The
    second factor is still asked for afterwards. Hand it over in person or by a known number.
    """
    require(access.may_manage(by, user) and user.is_active)
    token = default_token_generator.make_token(user)
    record("account.reset_issued", user, by=by, kabupaten=user.home[:5])
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": token}
    return reverse("account_reset_password_from_key", kwargs=kwargs)


@transaction.atomic
def remove_factors(user: User, *, by: User) -> None:
    """Take away all second factors of somebody who lost their phone; they must set up new ones."""
    require(access.may_manage(by, user) and user.pk != by.pk)
    Authenticator.objects.filter(user=user).delete()
    for device in UserSession.objects.filter(user=user):
        device.end()
    revoke_all(user, by=by)
    record("account.factors_reset", user, by=by, kabupaten=user.home[:5])


@transaction.atomic
def change_contact(user: User, *, email: str, phone: str, by: User) -> User:
    """Change one's own e-mail address and phone number, which are names to sign in with."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(user.pk == by.pk)
    changed = [n for n, v in (("email", email), ("phone", phone)) if getattr(user, n) != v]
    user.email, user.phone = email, phone
    user.save(update_fields=["email", "phone"])
    if changed:
        record("account.contact_changed", user, by=by, kabupaten=user.home[:5], fields=changed)
    return user


def note_change(user: User, template: str) -> None:
    """Write into the trail what allauth would have told by e-mail."""
    kabupaten = user.home[:5]
    match template:
        case "mfa/email/totp_activated" | "mfa/email/webauthn_added":
            kind = "totp" if "totp" in template else "webauthn"
            record("account.factor_added", user, by=user, kabupaten=kabupaten, kind=kind)
        case "mfa/email/totp_deactivated" | "mfa/email/webauthn_removed":
            kind = "totp" if "totp" in template else "webauthn"
            record("account.factor_removed", user, by=user, kabupaten=kabupaten, kind=kind)
        case "mfa/email/recovery_codes_generated":
            record("account.recovery_codes", user, by=user, kabupaten=kabupaten)
        case "account/email/password_changed" | "account/email/password_set":
            record("account.password_changed", user, by=user, kabupaten=kabupaten)
        case "account/email/password_reset":
            record("account.password_reset", user, by=user, kabupaten=kabupaten)
        case "socialaccount/email/account_connected":
            record("account.office_linked", user, by=user, kabupaten=kabupaten)


def take_pin_try(user: User, session_key: str) -> int:
    """Take one of the tries of a session before its PIN is compared; which one, 0 if none is left.

    The row counts itself, so a hundred answers sent at once get five comparisons, not a hundred.
    """
    row = {"session": digest(session_key)}
    now = timezone.now()
    PinTries.objects.get_or_create(**row, defaults={"user": user, "at": now})
    left = PinTries.objects.filter(**row, tries__lt=settings.PIN_TRIES)
    if not left.update(tries=F("tries") + 1, at=now):
        return 0
    return PinTries.objects.values_list("tries", flat=True).get(**row)


def forget_pin_tries(session_key: str | None) -> None:
    """The right PIN was given, or the session is over."""
    PinTries.objects.filter(session=digest(session_key or "")).delete()


def choose_post(user: User, post_id: int) -> int | None:
    """The post to act as from now on; None when it is not held (any more)."""
    return next((seat.post_id for seat in user.posts if seat.post_id == post_id), None)
