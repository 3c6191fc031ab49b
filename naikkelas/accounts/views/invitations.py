"""Following the link of an invitation."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from naikkelas.accounts import actions
from naikkelas.accounts.actions.invitations import digest
from naikkelas.accounts.models import Invitation, User
from naikkelas.accounts.people_forms import NewPasswordTwiceForm
from naikkelas.accounts.queries_people import invitation_of
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import PUBLIC, form_for


@never_cache
@sensitive_post_parameters("password", "again")
@form_for(PUBLIC)  # the link is the key: random, used once, for 72 hours
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites into which post; a new person chooses a password, a known one agrees.

    The page is the same whether the login name has an account or not, so that inviting somebody
    tells nobody who has one. Only its owner, once signed in, is asked to agree.
    """
    invitation = invitation_of(digest(token))
    if invitation is None:
        return render(request, "accounts/invitation_spent.html", status=404)
    if _is_theirs(request, invitation):
        return _join(request, token, invitation)
    form = NewPasswordTwiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept(token, password=form.cleaned_data["password"])
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            messages.success(request, "Akun Anda sudah dibuka. Masuk dengan nama masuk Anda.")
            return redirect("accounts:sign_in")
    context = {"invitation": invitation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation_accept.html", context, status=status)


def _is_theirs(request: HttpRequest, invitation: Invitation) -> bool:
    user = request.user
    return isinstance(user, User) and invitation.login_name in {
        user.username,
        user.email,
        user.phone,
    }


def _join(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Somebody who has an account agrees while signed in with it."""
    if request.method == "POST":
        try:
            actions.join(token, user=cast(User, request.user))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Jabatan baru Anda sudah berlaku.")
        return redirect("insights:home")
    return render(request, "accounts/invitation_join.html", {"invitation": invitation})
