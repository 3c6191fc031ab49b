"""Posts and the people in them: who holds what, inviting, handing over, ending."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from naikkelas.accounts import access, actions
from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.models import Holding, Invitation, Partner, Post, Role, User
from naikkelas.accounts.people_forms import AreasForm, HandOverForm, InviteForm, PostForm
from naikkelas.accounts.queries_people import standing_of, standings
from naikkelas.accounts.rules import policy
from naikkelas.audit.presenters import history_about
from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.web.permissions import button_for, form_for, page_for

POSTS_A_PAGE = 30


def _actor(request: HttpRequest) -> User:
    """Who manages people; 404 for everybody else."""
    actor = cast(User, request.user)
    if not actor.can(Act.MANAGE_PEOPLE):
        raise Http404
    return actor


def _post(request: HttpRequest, pk: int) -> Post:
    """A post that the person may fill, else 404."""
    actor = _actor(request)
    post = get_object_or_404(access.posts_visible_to(actor), pk=pk)
    if not all(access.may_fill(actor, post.role, code) for code in post.codes):
        raise Http404
    return post


@page_for(Act.MANAGE_PEOPLE)
def list_posts(request: HttpRequest) -> HttpResponse:
    """The posts of the person's areas: vacant ones first, then by role and area."""
    actor = _actor(request)
    role, text = request.GET.get("jabatan", ""), request.GET.get("cari", "").strip()
    posts = standings(actor, role=role, text=text)
    page = Paginator(posts, POSTS_A_PAGE).get_page(request.GET.get("halaman"))
    granted = policy.GRANTS.get(actor.role, frozenset())
    context = {
        "page": page,
        "rows": standing_of(list(page.object_list)),
        "roles": [(code, label) for code, label in Role.choices if code in granted],
        "role": role,
        "text": text,
    }
    return render(request, "accounts/post_list.html", context)


@form_for(Act.MANAGE_PEOPLE)
def new_post(request: HttpRequest) -> HttpResponse:
    """Open a post; inviting somebody into it is the next page."""
    actor = _actor(request)
    form = PostForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                post = actions.open_post(
                    form.cleaned_data["role"],
                    form.cleaned_data["areas"],
                    by=actor,
                    partner=_partner(form, actor),
                )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("accounts:post", post.pk)
    return render(
        request, "accounts/post_new.html", {"form": form}, status=422 if form.errors else 200
    )


def _partner(form: PostForm, actor: User) -> Partner | None:
    name = " ".join(form.cleaned_data.get("partner", "").split())
    if not name:
        return None
    kind = form.cleaned_data.get("partner_kind") or Partner.Kind.OTHER
    return actions.name_partner(name, kind, form.cleaned_data["areas"][0], by=actor)


@page_for(Act.MANAGE_PEOPLE)
def show_post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: who holds it, who is invited, and what can be done with it."""
    return _page(request, _post(request, pk))


def _page(request: HttpRequest, post: Post, status: int = 200, **context: Any) -> HttpResponse:
    [standing] = standing_of([post])
    defaults: dict[str, Any] = {
        "standing": standing,
        "invite_form": InviteForm(post, standing.is_vacant),
        "hand_over_form": HandOverForm(_actor(request)),
        "areas_form": AreasForm(initial={"areas": ", ".join(post.codes)}),
        "past": post.holdings.filter(until__lte=timezone.now()).select_related("user")[:20],
        "history": history_about(_subjects(post), _actor(request)),
        "several_areas": post.role in policy.SEVERAL_AREAS,
    }
    return render(request, "accounts/post_show.html", defaults | context, status=status)


def _subjects(post: Post) -> list[tuple[str, list[int]]]:
    """What the history of a post is about: itself and its invitations."""
    invited = list(post.invitations.values_list("pk", flat=True))
    return [("accounts.post", [post.pk]), ("accounts.invitation", invited)]


def _acted(
    request: HttpRequest, post: Post, name: str, form: Form, act: Callable[[], object], done: str
) -> HttpResponse:
    """Act on a form that was sent, or show the page again with what is wrong."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("accounts:post", post.pk)
    return _page(request, post, 422, **{name: form})


@button_for(Act.MANAGE_PEOPLE)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a person; the link is shown this once."""
    post, actor = _post(request, pk), _actor(request)
    [standing] = standing_of([post])
    form = InviteForm(post, standing.is_vacant, request.POST)
    if form.is_valid():
        try:
            invited = actions.invite(post, by=actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            link = request.build_absolute_uri(reverse("accounts:invitation", args=[invited.token]))
            context = {"invitation": invited.invitation, "link": link, "post": post}
            return render(request, "accounts/invitation_sent.html", context)
    return _page(request, post, 422, invite_form=form)


@button_for(Act.MANAGE_PEOPLE)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the post to another account, in one step."""
    post, actor = _post(request, pk), _actor(request)
    form = HandOverForm(actor, request.POST)

    def act() -> None:
        to = form.cleaned_data["to"]
        actions.hand_over(post, to=to, by=actor, overlap=form.days)

    return _acted(request, post, "hand_over_form", form, act, "Jabatan sudah diserahkan.")


@button_for(Act.MANAGE_PEOPLE)
def change_areas(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the post other areas."""
    post, actor = _post(request, pk), _actor(request)
    form = AreasForm(request.POST)

    def act() -> None:
        actions.change_areas(post, form.cleaned_data["areas"], by=actor, overlap=form.days)

    return _acted(request, post, "areas_form", form, act, "Wilayah jabatan sudah diubah.")


@button_for(Act.MANAGE_PEOPLE)
def end_holding(request: HttpRequest, pk: int, holding: int) -> HttpResponse:
    """Let one person leave the post."""
    post, actor = _post(request, pk), _actor(request)
    found = get_object_or_404(Holding, pk=holding, post=post)
    may_be_vacant = "boleh_kosong" in request.POST
    return _told(
        request,
        post,
        lambda: actions.end_holding(found, by=actor, leave_vacant=may_be_vacant),
        "Jabatan orang ini sudah berakhir. Aksesnya berhenti sekarang juga.",
    )


@button_for(Act.MANAGE_PEOPLE)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the post for good."""
    post, actor = _post(request, pk), _actor(request)
    try:
        actions.close_post(post, by=actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:post", post.pk)
    messages.success(request, "Jabatan sudah ditutup.")
    return redirect("accounts:post_list")


@button_for(Act.MANAGE_PEOPLE)
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link of an invitation worthless."""
    actor = _actor(request)
    visible = access.posts_visible_to(actor)
    invitation = get_object_or_404(Invitation, pk=pk, post__in=visible)
    return _told(
        request,
        invitation.post,
        lambda: actions.withdraw_invitation(invitation, by=actor),
        "Undangan sudah ditarik.",
    )


@button_for(Act.MANAGE_PEOPLE)
def set_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut a person out of every post, or let them in again."""
    actor, user = _actor(request), get_object_or_404(User, pk=pk)
    if not (access.may_manage(actor, user) or access.may_reactivate(actor, user)):
        raise Http404
    last = user.holdings.order_by("-since").select_related("post").first()
    post = last.post if last else None
    try:
        if "aktifkan" in request.POST:
            actions.reactivate(user, by=actor)
            messages.success(request, "Akun sudah aktif lagi. Berikan jabatannya.")
        else:
            actions.deactivate(user, by=actor, leave_vacant="boleh_kosong" in request.POST)
            messages.success(request, "Akun sudah dinonaktifkan. Aksesnya berhenti sekarang juga.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:post", post.pk) if post else redirect("accounts:post_list")


@button_for(Act.MANAGE_PEOPLE)
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a link with which a person chooses a new password; it is shown this once."""
    actor, user = _managed(request, pk)
    path = signing_in.issue_reset(user, by=actor)
    context = {"person": user, "link": request.build_absolute_uri(path)}
    return render(request, "accounts/reset_issued.html", context)


@button_for(Act.MANAGE_PEOPLE)
def remove_factors(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away the second factors of somebody who lost their phone."""
    actor, user = _managed(request, pk)
    signing_in.remove_factors(user, by=actor)
    messages.success(request, f"Langkah kedua {user.name} sudah dihapus dan perangkatnya keluar.")
    return redirect("accounts:post", user.posts[0].post_id)


def _managed(request: HttpRequest, pk: int) -> tuple[User, User]:
    """The actor and another person whose every post the actor may fill; else 404."""
    actor, user = _actor(request), get_object_or_404(User, pk=pk, is_active=True)
    if user.pk == actor.pk or not access.may_manage(actor, user):
        raise Http404
    return actor, user


def _told(request: HttpRequest, post: Post, act: Callable[[], object], done: str) -> HttpResponse:
    """Act, and say on the post's page what came of it."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("accounts:post", post.pk)
