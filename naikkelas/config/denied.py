""" "Mengapa saya tidak bisa?": the rule that keeps an address closed, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from naikkelas.accounts.models import Role, Seat, User
from naikkelas.accounts.rules import policy
from naikkelas.lib.actors import Act
from naikkelas.web.permissions import OWN, acts_of, page_for


@dataclass(frozen=True, slots=True)
class Rule:
    """What the address is for, whose it is, and with which other post the person may."""

    words: tuple[str, ...]
    roles: tuple[str, ...]
    other_posts: tuple[Seat, ...]
    is_open: bool


def rule_of(user: User, acts: Sequence[Act]) -> Rule:
    """The rule of the policy behind an address that one of these acts opens."""
    roles = dict.fromkeys(role for act in acts for role in policy.roles_that(act))
    others = (seat for seat in user.posts if not set(acts).isdisjoint(policy.POLICY[seat.role]))
    return Rule(
        words=tuple(policy.WORDS[act] for act in acts),
        roles=tuple(str(Role(role).label) for role in roles),
        other_posts=tuple(seat for seat in others if seat is not user.acting),
        is_open=any(map(user.can, acts)),
    )


def closed(request: HttpRequest, acts: Sequence[Act]) -> HttpResponse:
    """The page in place of an address that the person's post does not open; status 404."""
    return _page(request, acts, status=404)


@page_for(OWN)
def show(request: HttpRequest) -> HttpResponse:
    """The rule of the address in `?alamat=`; says nothing of whether anything lies behind it."""
    try:
        match = resolve(request.GET.get("alamat", "").partition("?")[0])
    except Resolver404:
        return _page(request, ())
    return _page(request, acts_of(match.func))


def _page(request: HttpRequest, acts: Sequence[Act], status: int = 200) -> HttpResponse:
    user = cast(User, request.user)
    return render(
        request, "denied.html", {"rule": rule_of(user, acts), "seat": user.acting}, status=status
    )
