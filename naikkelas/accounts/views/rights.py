"""Which post does what, in words."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.rules import policy
from naikkelas.lib.actors import Act
from naikkelas.web.permissions import OWN, page_for


@page_for(OWN)
def table(request: HttpRequest) -> HttpResponse:
    """The policy as a table, made from the code that decides."""
    roles = [role for role in Role if role != Role.SYSTEM]
    user = cast(User, request.user)
    context = {
        "roles": roles,
        "mine": user.role,
        "rows": [
            (policy.WORDS[act], [(role, act in policy.POLICY[role]) for role in roles])
            for act in Act
        ],
    }
    return render(request, "accounts/rights.html", context)
