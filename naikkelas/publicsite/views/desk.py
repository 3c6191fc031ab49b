"""Where the Pokja works on its site, and the PKB decides."""

from collections.abc import Callable
from typing import Any, cast  # Any: forms and template contexts
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.publicsite import access
from naikkelas.publicsite.actions import aspirations as resident_actions
from naikkelas.publicsite.actions import photos as photo_actions
from naikkelas.publicsite.actions import sites as site_actions
from naikkelas.publicsite.actions import texts as actions
from naikkelas.publicsite.actions.texts import LONGEST_TITLE
from naikkelas.publicsite.forms import AddressForm, ContactForm, LookForm, TextForm
from naikkelas.publicsite.models import Aspiration, PhotoRelease, SiteText
from naikkelas.publicsite.queries.attaching import offered
from naikkelas.publicsite.queries.desk import desk_of, newest_version, titled, waiting_texts
from naikkelas.publicsite.queries.sites import PublicSite, site_of
from naikkelas.publicsite.queries.texts import as_html
from naikkelas.publicsite.rules.guard import guarded
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.web.permissions import button_for, form_for, page_for


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def site_for(request: HttpRequest, pk: UUID) -> PublicSite:
    """The site of a kampung that the person may see, else 404."""
    rows = kampung_for(actor_of(request)).select_related("village__parent", "site")
    return site_of(get_object_or_404(rows, pk=pk))


def writable(request: HttpRequest, pk: UUID) -> PublicSite:
    """The site of a kampung that the person writes for, else 404."""
    site = site_for(request, pk)
    if not access.may_write(actor_of(request), site.kampung):
        raise Http404
    return site


def pressed(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do it, and say on the next page what came of it."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)


def done(form: Any, act: Callable[[], object]) -> bool:
    """Whether it was done; the form says why not, beside the field where there is one."""
    try:
        act()
    except NotYours as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        column = getattr(refusal, "column", None)
        form.add_error(column if column in form.fields else None, str(refusal))
        return False
    return True


def may(request: HttpRequest, kampung: KampungKB) -> dict[str, bool]:
    """What the buttons of these pages ask."""
    actor = actor_of(request)
    return {
        "may_write": access.may_write(actor, kampung),
        "may_send": access.may_send(actor, kampung),
        "may_publish": access.may_publish(actor, kampung),
        "may_map": access.may_map(actor, kampung),
    }


@page_for(Act.SEE)
def manage(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The site at a glance: what is public, what waits, what to do."""
    site = site_for(request, pk)
    context = {"kampung": site.kampung, "site": site, "desk": desk_of(site.kampung)}
    return render(request, "publicsite/manage.html", context | may(request, site.kampung))


@page_for(Act.VERIFY_FIELD, Act.CURATE)
def queue(request: HttpRequest) -> HttpResponse:
    """Texts of one's area that wait for a decision."""
    return render(request, "publicsite/queue.html", {"texts": waiting_texts(actor_of(request))})


# Texts -------------------------------------------------------------------------------------------


def _text(request: HttpRequest, pk: UUID, key: UUID) -> SiteText:
    rows = titled(access.texts_of(actor_of(request))).select_related("kampung__village__parent")
    return get_object_or_404(rows, pk=key, kampung_id=pk)


def _number(request: HttpRequest, name: str = "versi") -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


@form_for(Act.DRAFT)
def text_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a text; "Pratinjau" shows it without keeping it."""
    site, by = writable(request, pk), actor_of(request)
    form = TextForm(request.POST or None, kind=_kind_asked(request))
    if request.method == "POST" and form.is_valid() and "pratinjau" not in request.POST:
        told = form.cleaned_data
        kept: list[SiteText] = []

        def act() -> None:
            kept.append(
                actions.write(site.kampung, told["kind"], told["title"], told["body"], by=by)
            )

        if done(form, act):
            messages.success(request, "Tersimpan sebagai draf. Ajukan bila sudah siap.")
            return _saved(pk, kept[0].pk, _kind_asked(request))
    return _form_page(request, site, form)


@form_for(Act.DRAFT)
def text_edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Add a version; what is published stays until the new one is."""
    site, text, by = writable(request, pk), _text(request, pk, key), actor_of(request)
    form = TextForm(request.POST or None, version=newest_version(text))
    if request.method == "POST" and form.is_valid() and "pratinjau" not in request.POST:
        told, base = form.cleaned_data, _number(request)
        if done(form, lambda: actions.revise(text, told["title"], told["body"], base=base, by=by)):
            messages.success(request, "Versi baru tersimpan sebagai draf.")
            return _saved(pk, key, "ubah")
    return _form_page(request, site, form, text)


def _kind_asked(request: HttpRequest) -> str:
    asked = request.GET.get("jenis", "")
    return asked if asked in SiteText.Kind.values else SiteText.Kind.NEWS


def _saved(pk: UUID, key: UUID, where: str) -> HttpResponse:
    """To the text; the browser lets go of the words that it kept for the form (`editor.js`)."""
    return redirect(f"{reverse('publicsite:text', args=[pk, key])}?tersimpan={where}")


def _words_key(request: HttpRequest, kampung: KampungKB, what: object) -> str:
    """Under what a device keeps unsaved words: of one person, for one text."""
    return f"{actor_of(request).pk}.{kampung.pk}.{what}"


def _form_page(
    request: HttpRequest, site: PublicSite, form: TextForm, text: SiteText | None = None
) -> HttpResponse:
    """The form; "Pratinjau" shows also what could not be saved yet, alone where htmx asks."""
    previewed = "pratinjau" in request.POST
    context = {
        "here": request.get_full_path(),
        "previewed": previewed,
        "preview": as_html(site, request.POST.get("body", "")) if previewed else "",
        "preview_title": guarded(request.POST.get("title", "")[:LONGEST_TITLE]),
    }
    if previewed and request.headers.get("HX-Request"):
        return render(request, "publicsite/text_form.html#preview", context)
    context |= {
        "kampung": site.kampung,
        "site": site,
        "form": form,
        "text": text,
        "number": text.number if text else 0,
        "words_key": _words_key(request, site.kampung, text.pk if text else _kind_asked(request)),
        "pictures": [one for one in offered(site.kampung) if one.release][:30],
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "publicsite/text_form.html", context, status=status)


@page_for(Act.SEE)
def text(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """A text as it would look, its versions, and what may be done with it."""
    site, found = site_for(request, pk), _text(request, pk, key)
    newest, saved = newest_version(found), request.GET.get("tersimpan", "")
    context = {
        "kampung": site.kampung,
        "site": site,
        "text": found,
        "saved_key": saved
        and _words_key(request, site.kampung, found.pk if saved == "ubah" else saved),
        "newest": newest,
        "body": as_html(site, newest.body),
        "versions": list(found.versions.all()[:50]),
        "changes": list(found.changes.all()[:20]),
        "is_own": newest.saved_by == actor_of(request).pk,
    }
    return render(request, "publicsite/text.html", context | may(request, site.kampung))


@button_for(Act.DRAFT, Act.VERIFY_FIELD, Act.CURATE)
def text_move(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Send, publish, return, withdraw, bring back or restore, as the pressed button says."""
    found, by, seen = _text(request, pk, key), actor_of(request), _number(request)
    note = request.POST.get("note", "")
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "ajukan": (
            lambda: actions.send(found, seen=seen, by=by),
            "Diajukan. PKB akan membacanya.",
        ),
        "terbitkan": (
            lambda: actions.publish(found, seen=seen, by=by),
            "Terbit. Dalam beberapa detik tampil di situs.",
        ),
        "kembalikan": (
            lambda: actions.send_back(found, seen=seen, note=note, by=by),
            "Dikembalikan dengan catatan.",
        ),
        "tarik": (
            lambda: actions.withdraw(found, note=note, by=by),
            "Ditarik dari situs. Anda dapat mengembalikannya di halaman ini.",
        ),
        "bawa": (lambda: actions.bring_back(found, by=by), "Kembali menjadi draf."),
        "pulihkan": (
            lambda: actions.restore(found, _number(request, "ke"), base=seen, by=by),
            "Versi lama diambil kembali sebagai draf baru.",
        ),
    }
    if request.POST.get("langkah") in steps:
        pressed(request, *steps[request.POST["langkah"]])
    return redirect("publicsite:text", pk, key)


# Photos ------------------------------------------------------------------------------------------


@page_for(Act.SEND)
def photos(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Photos of endorsed activities: none is public until somebody said who is seen on it."""
    site = site_for(request, pk)
    if not access.may_send(actor_of(request), site.kampung):
        raise Http404
    context = {
        "kampung": site.kampung,
        "site": site,
        "photos": offered(site.kampung),
        "faces": PhotoRelease.Faces.choices,
    }
    return render(request, "publicsite/photos.html", context | may(request, site.kampung))


@button_for(Act.SEND)
def photo_move(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Release a photo or take it back."""
    site, by = site_for(request, pk), actor_of(request)
    rows = KegiatanPhoto.objects.filter(kampung=site.kampung).select_related("kampung")
    photo = get_object_or_404(rows, pk=key)
    if request.POST.get("langkah") == "tarik":
        standing = photo.releases.filter(withdrawn_at__isnull=True).first()
        if standing:
            pressed(
                request, lambda: photo_actions.withdraw(standing, by=by), "Foto tidak tampil lagi."
            )
    else:
        faces = request.POST.get("faces", "")
        pressed(
            request,
            lambda: photo_actions.release(photo, faces, by=by),
            "Foto boleh tampil.",
        )
    return redirect("publicsite:photos", pk)


# Choices -----------------------------------------------------------------------------------------


@form_for(Act.SEND, Act.CONFIGURE)
def settings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look, address, contact, and taking the site down; each a form of its own."""
    site, by = site_for(request, pk), actor_of(request)
    if not (access.may_send(by, site.kampung) or access.may_map(by, site.kampung)):
        raise Http404
    step = request.POST.get("langkah", "")
    forms: dict[str, Any] = {
        "look": LookForm(request.POST if step == "look" else None, site=site.choices),
        "address": AddressForm(request.POST if step == "address" else None, site=site.choices),
        "contact": ContactForm(request.POST if step == "contact" else None),
    }
    if request.method == "POST" and _settled(request, site, step, forms.get(step)):
        return redirect("publicsite:settings", pk)
    context = {
        "kampung": site.kampung,
        "site": site,
        "desk": desk_of(site.kampung),
        "forms": forms,
        **may(request, site.kampung),
    }
    bad = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "publicsite/settings.html", context, status=422 if bad else 200)


def _settled(request: HttpRequest, site: PublicSite, step: str, form: Any) -> bool:
    """Whether the pressed button was answered; a form that needs mending is shown again."""
    kampung, by = site.kampung, actor_of(request)
    if form is None:
        reason = request.POST.get("reason", "")
        match step:
            case "turunkan":
                pressed(
                    request,
                    lambda: site_actions.take_down(kampung, reason=reason, by=by),
                    "Situs diturunkan.",
                )
            case "buka":
                pressed(
                    request, lambda: site_actions.bring_back(kampung, by=by), "Situs dibuka lagi."
                )
            case "hapus-kontak":
                pressed(
                    request, lambda: site_actions.hide_contact(kampung, by=by), "Nomor dihapus."
                )
        return True
    if not form.is_valid():
        return False
    told = form.cleaned_data
    acts: dict[str, Callable[..., object]] = {
        "look": site_actions.choose_look,
        "address": site_actions.choose_address,
        "contact": site_actions.show_contact,
    }
    if done(form, lambda: acts[step](kampung, **told, by=by)):
        messages.success(request, "Tersimpan.")
        return True
    return False


# Residents ---------------------------------------------------------------------------------------


@page_for(Act.SEND)
def residents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What residents wrote; contacts for who may read them."""
    site = site_for(request, pk)
    if not access.may_send(actor_of(request), site.kampung):
        raise Http404
    found = Aspiration.objects.filter(kampung=site.kampung)
    context = {
        "kampung": site.kampung,
        "site": site,
        "waiting": list(found.filter(state=Aspiration.State.NEW).order_by("received_at")[:50]),
        "settled": list(found.exclude(state=Aspiration.State.NEW)[:50]),
    }
    return render(request, "publicsite/residents.html", context | may(request, site.kampung))


@button_for(Act.SEND)
def resident_settle(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Answer and show, answer only, set aside, or hide again."""
    by = actor_of(request)
    found = get_object_or_404(access.aspirations_of(by), pk=key, kampung_id=pk)
    answer, step = request.POST.get("answer", ""), request.POST.get("langkah", "")
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "tampilkan": (
            lambda: resident_actions.settle(found, show=True, answer=answer, by=by),
            "Tampil di situs bersama jawabannya.",
        ),
        "simpan": (
            lambda: resident_actions.settle(found, show=False, answer=answer, by=by),
            "Dicatat sudah dijawab.",
        ),
        "tolak": (lambda: resident_actions.refuse(found, by=by), "Tidak ditampilkan."),
        "sembunyikan": (lambda: resident_actions.hide(found, by=by), "Tidak tampil lagi."),
    }
    if step in steps:
        pressed(request, *steps[step])
    return redirect("publicsite:residents", pk)
