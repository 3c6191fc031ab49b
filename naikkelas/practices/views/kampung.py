"""Good examples of a kampung and for it: writing its own, and what others did about its gaps."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.activities.models import KegiatanPhoto
from naikkelas.lib.actors import Act
from naikkelas.practices import access
from naikkelas.practices.actions import exemplars
from naikkelas.practices.actions import practices as actions
from naikkelas.practices.forms import ExemplarForm, PracticeForm
from naikkelas.practices.models import Practice, PracticeAttachment, PracticeVersion
from naikkelas.practices.queries import collection as queries
from naikkelas.practices.queries.attaching import offered
from naikkelas.practices.queries.fitting import fit_of
from naikkelas.practices.queries.following import replications_of
from naikkelas.practices.views.common import (
    actor_of,
    cutoff_in,
    done,
    kampung_of,
    labels_in,
    pressed,
    status_of,
    today_in,
)
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries.groups import innovations_of
from naikkelas.web.permissions import button_for, form_for, page_for


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others did about the gaps of this kampung, and its own examples."""
    kampung, actor = kampung_of(request, pk), actor_of(request)
    cutoff = cutoff_in(kampung)
    fit = fit_of(kampung, actor, cutoff)
    context = {
        "kampung": kampung,
        "cutoff": cutoff,
        "fit": fit,
        "names": queries.indicator_names(kampung.village_id),
        "own": queries.practices_of(kampung),
        "replications": list(replications_of(kampung)),
        "exemplar": queries.exemplar_of(kampung, today_in(kampung)),
        "level_labels": labels_in(kampung.village_id),
        "may_write": access.may_write(actor, kampung) and kampung.is_active,
        "may_curate": access.may_curate(actor, kampung) and kampung.is_active,
    }
    return render(request, "practices/kampung_show.html", context)


# Writing ----------------------------------------------------------------------------------------


def _writable(request: HttpRequest, pk: UUID) -> KampungKB:
    kampung = kampung_of(request, pk)
    if not access.may_write(actor_of(request), kampung):
        raise Http404
    return kampung


def _own(request: HttpRequest, pk: UUID, key: UUID) -> Practice:
    """A practice of this kampung that the person works on, else 404."""
    _writable(request, pk)
    rows = access.own_practices(actor_of(request)).select_related("kampung__village__parent")
    return get_object_or_404(rows, pk=key, kampung_id=pk)


@form_for(Act.DRAFT)
def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a good example, from an innovation where there is one."""
    kampung, by = _writable(request, pk), actor_of(request)
    innovations = {str(one.pk): one for one in innovations_of(kampung).rows}
    form = PracticeForm(
        request.POST or None,
        indicators=queries.indicator_names(kampung.village_id),
        innovations=[(key, one.title) for key, one in innovations.items()],
    )
    if request.method == "POST" and form.is_valid():
        source = innovations.get(form.cleaned_data.get("innovation", ""))
        if done(form, lambda: actions.write(kampung, form.told(), innovation=source, by=by)):
            messages.success(request, "Tersimpan sebagai draf. Ajukan bila sudah lengkap.")
            return redirect("practices:of_kampung", pk)
    return _form_page(request, form, kampung, reverse("practices:of_kampung", args=[pk]))


@form_for(Act.DRAFT)
def edit(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Add a version; what is published stays until the new one is."""
    practice, by = _own(request, pk, key), actor_of(request)
    version = practice.versions.get(number=practice.number)
    names = queries.indicator_names(practice.kampung.village_id)
    form = PracticeForm(request.POST or None, indicators=names, version=version)
    if request.method == "POST" and form.is_valid():
        base = _base(request)
        if done(form, lambda: actions.revise(practice, form.told(), base=base, by=by)):
            messages.success(request, "Versi baru tersimpan sebagai draf.")
            return redirect("practices:show", key)
    back = reverse("practices:show", args=[key])
    return _form_page(request, form, practice.kampung, back, practice.number)


def _base(request: HttpRequest) -> int:
    text = request.POST.get("versi", "")
    return int(text) if text.isdecimal() and len(text) < len("10000") else 0


def _form_page(
    request: HttpRequest, form: PracticeForm, kampung: KampungKB, back: str, number: int = 0
) -> HttpResponse:
    context = {"form": form, "kampung": kampung, "back": back, "number": number}
    return render(request, "practices/practice_form.html", context, status=status_of(form))


@button_for(Act.DRAFT)
def move(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Hand in, take back or bring back, as the pressed button says."""
    practice, by = _own(request, pk, key), actor_of(request)
    match request.POST.get("langkah"):
        case "ajukan":
            seen = _base(request)
            pressed(
                request,
                lambda: actions.send(practice, seen=seen, by=by),
                "Diajukan. Kabupaten akan membacanya.",
            )
        case "tarik":
            reason = request.POST.get("reason", "")
            pressed(
                request,
                lambda: actions.withdraw(practice, reason=reason, by=by),
                "Ditarik. Anda dapat mengembalikannya di halaman ini.",
            )
        case "kembalikan":
            pressed(
                request,
                lambda: actions.bring_back(practice, by=by),
                "Kembali menjadi draf.",
            )
    return redirect("practices:show", key)


# Activities and photos --------------------------------------------------------------------------


@form_for(Act.DRAFT)
def attachments(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Choose endorsed activities and photos that show the practice; take them off again."""
    practice, by = _own(request, pk, key), actor_of(request)
    if request.method == "POST" and "lepas" in request.POST:
        attached = _attached(practice, request.POST["lepas"])
        pressed(request, lambda: actions.detach(attached, by=by), "Sudah dilepas.")
        return redirect("practices:attachments", pk, key)
    if request.method == "POST":
        record, photo = _chosen(practice, request)
        pressed(
            request,
            lambda: actions.attach(
                practice, record, photo=photo, has_consent="setuju" in request.POST, by=by
            ),
            "Sudah dipasang.",
        )
        return redirect("practices:attachments", pk, key)
    context = {
        "practice": practice,
        "kampung": practice.kampung,
        "page": queries.page_of(practice, reads_all=True),
        "offered": offered(practice),
    }
    return render(request, "practices/attachments.html", context)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _attached(practice: Practice, text: str) -> PracticeAttachment:
    return get_object_or_404(practice.attachments.select_related("practice"), pk=_key(text))


def _chosen(practice: Practice, request: HttpRequest) -> tuple[UUID, KegiatanPhoto | None]:
    """The activity that was chosen, or a photo with its activity."""
    if "foto" in request.POST:
        photos = KegiatanPhoto.objects.filter(kampung=practice.kampung)
        photo = get_object_or_404(photos, pk=_key(request.POST["foto"]))
        return photo.record, photo
    return _key(request.POST.get("kegiatan", "")), None


# Kampung contoh ---------------------------------------------------------------------------------


@form_for(Act.CURATE)
def exemplar(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office names a kampung contoh, or ends it; earlier terms stay below."""
    kampung, by = kampung_of(request, pk), actor_of(request)
    if not access.may_curate(by, kampung):
        raise Http404
    today = today_in(kampung)
    standing = queries.exemplar_of(kampung, today)
    if request.method == "POST" and "akhiri" in request.POST and standing:
        reason = request.POST.get("reason", "")
        pressed(
            request,
            lambda: exemplars.end(standing, on=today, reason=reason, by=by),
            "Penetapan diakhiri.",
        )
        return redirect("practices:exemplar", pk)
    practices = {str(one.practice_id): one for one in queries.published_of(kampung)}
    choices = [(key, one.title) for key, one in practices.items()]
    form = ExemplarForm(request.POST or None, practices=choices, today=today)
    if request.method == "POST" and form.is_valid() and _named(form, kampung, practices, request):
        return redirect("practices:of_kampung", pk)
    context = {
        "kampung": kampung,
        "form": form,
        "standing": standing,
        "terms": list(kampung.exemplars.select_related("practice")),
        "today": today,
    }
    return render(request, "practices/exemplar.html", context, status=status_of(form))


def _named(
    form: ExemplarForm,
    kampung: KampungKB,
    practices: dict[str, PracticeVersion],
    request: HttpRequest,
) -> bool:
    data = form.cleaned_data
    chosen = practices.get(data["practice"])
    until: date | None = data["until"]
    is_done = done(
        form,
        lambda: exemplars.name(
            kampung,
            since=data["since"],
            until=until,
            reason=data["reason"],
            practice=chosen.practice if chosen else None,
            by=actor_of(request),
        ),
    )
    if is_done:
        messages.success(request, f"{kampung} ditetapkan sebagai kampung contoh.")
    return is_done
