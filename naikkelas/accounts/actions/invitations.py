"""Inviting a person into a post: one link, used once, for 72 hours."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts.actions.people import insist_on_strength
from naikkelas.accounts.actions.posts import MANAGERS, lock, seat, succeed
from naikkelas.accounts.errors import InvitationSpent, LoginNameUnfit, PostClosed, UsernameTaken
from naikkelas.accounts.models import Invitation, Post, User
from naikkelas.accounts.rules.keys import digest as digest
from naikkelas.accounts.rules.names import LoginName
from naikkelas.accounts.rules.names import read as read_login_name
from naikkelas.audit.actions import record
from naikkelas.lib.actors import Actor, common
from naikkelas.lib.refusals import require

LIFETIME = timedelta(hours=72)
_HAS_ACCOUNT = (
    "Nama masuk ini sudah punya akun. Masuk dahulu dengan akun itu, lalu buka tautan ini lagi."
)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its secret, which is shown once and stored only as a hash."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    post: Post, *, name: str, login_name: str, by: Actor, takes_over: bool = False
) -> Invited:
    """Invite a person into a post under a login name: e-mail, telephone number or user name.

    With `takes_over` accepting it hands the post over; those who hold it leave.
    """
    lock(post.pk)
    post = Post.objects.get(pk=post.pk)
    require(all(access.may_fill(by, post.role, code) for code in post.codes))
    if post.closed_at:
        raise PostClosed
    known = read_login_name(login_name)
    if known is None or not name.strip():
        raise LoginNameUnfit
    Invitation.objects.filter(post=post, login_name=known.text).standing().update(
        withdrawn_at=timezone.now()
    )
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation.objects.create(
        post=post,
        name=" ".join(name.split()),
        login_name=known.text,
        takes_over=takes_over,
        token_hash=digest(token),
        invited_by_id=by.pk,
        invited_at=now,
        expires_at=now + LIFETIME,
    )
    _record("invitation.send", invitation, by=by)
    return Invited(invitation, token)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Actor) -> Invitation:
    """Make the link worthless; one that was used stays as it is."""
    invitation = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    require(all(access.may_fill(by, invitation.post.role, code) for code in invitation.post.codes))
    if invitation.accepted_at or invitation.withdrawn_at:
        return invitation
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    _record("invitation.withdraw", invitation, by=by)
    return invitation


@transaction.atomic
def accept(token: str, *, password: str) -> User:
    """Open the account of an invited person and put them into the post; the link is then spent."""
    invitation = _standing(token)
    known = read_login_name(invitation.login_name) or LoginName("username", invitation.login_name)
    user = User(username=known.username, name=invitation.name, **known.columns)
    insist_on_strength(password, user)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTaken(_HAS_ACCOUNT) from error
    _take_seat(invitation, user)
    return user


@transaction.atomic
def join(token: str, *, user: User) -> User:
    """Accept an invitation with the account that one has: the login name must be its own."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    invitation = _standing(token)
    if not user.is_active or invitation.login_name not in {user.username, user.email, user.phone}:
        raise InvitationSpent
    _take_seat(invitation, user)
    return user


def _standing(token: str) -> Invitation:
    """The invitation of a link, locked; a refusal when it was used, withdrawn or has run out.

    The post is locked before it, as everywhere: two who accept or hand over at once take turns.
    """
    known = Invitation.objects.filter(token_hash=digest(token)).select_related("post").first()
    if known is None:
        raise InvitationSpent
    lock(known.post_id, manages=known.post.role in MANAGERS)
    found = Invitation.objects.select_for_update(no_key=True).get(pk=known.pk)
    if not found.is_standing or found.post.closed_at:
        raise InvitationSpent
    return found


def _take_seat(invitation: Invitation, user: User) -> None:
    now = timezone.now()
    invitation.accepted_at, invitation.accepted_by = now, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _record("invitation.accept", invitation, by=user)
    if invitation.takes_over:
        succeed(invitation.post, user, by=invitation.invited_by)
    else:
        seat(user, invitation.post)
    user.forget_posts()


def _record(verb: str, invitation: Invitation, *, by: Actor) -> None:
    """The trail names the post; the invited person's name stays with the invitation."""
    codes = invitation.post.codes
    record(
        verb,
        invitation,
        by=by,
        kabupaten=common(tuple(codes))[: len("63.01")],
        role=invitation.post.get_role_display(),
        areas=", ".join(codes) or "nasional",
        takes_over=invitation.takes_over,
    )
