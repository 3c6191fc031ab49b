"""Photos of an activity: adding, words, order, taking away, and the files themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.activities import access
from naikkelas.activities.actions import photos as actions
from naikkelas.activities.forms.activity import PhotoForm
from naikkelas.activities.models import KegiatanPhoto
from naikkelas.activities.queries import photos as queries
from naikkelas.activities.rules.reporting import MOST_PHOTOS
from naikkelas.activities.views.common import actor_of, page_or_404, pictures
from naikkelas.lib.actors import Act
from naikkelas.lib.ids import uuid7
from naikkelas.lib.refusals import Refused
from naikkelas.registry.models import KampungKB
from naikkelas.web.permissions import button_for, form_for, page_for


@form_for(Act.DRAFT)
def manage(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    """The photos of an activity, and the form for one more."""
    page = page_or_404(request, pk, record)
    activity = page.activity
    may_mend = access.may_report(actor_of(request), activity.kampung)
    if not may_mend or activity.withdrawn_at or activity.batch_id:
        raise Http404
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if form.is_valid() and _added(request, activity.record, form, page.activity.kampung):
            return redirect("activities:photos", pk, record)
        page = page_or_404(request, pk, record)
    taken_away = KegiatanPhoto.objects.filter(record=record, withdrawn_at__isnull=False)
    context = {
        "kampung": activity.kampung,
        "activity": activity,
        "form": form,
        "pictures": pictures(request, page),
        "taken_away": taken_away.order_by("-withdrawn_at")[:3],
        "kinds": KegiatanPhoto.Kind.choices,
        "is_full": len(page.photos) >= MOST_PHOTOS,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "activities/photos.html", context, status=status)


def _added(request: HttpRequest, record: UUID, form: PhotoForm, kampung: KampungKB) -> bool:
    """Whether it was stored; the form says why not."""
    data = form.cleaned_data
    try:
        actions.add(
            kampung,
            record,
            form.upload(),
            id=uuid7(),
            kind=data["kind"],
            caption=data["caption"],
            by=actor_of(request),
        )
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return False
    messages.success(request, "Foto tersimpan.")
    return True


@button_for(Act.DRAFT)
def change(request: HttpRequest, pk: UUID, record: UUID, photo: UUID) -> HttpResponse:
    """Words, order, taking away or bringing back, as the pressed button says."""
    page_or_404(request, pk, record)
    actor, step = actor_of(request), request.POST.get("langkah", "")
    try:
        if step == "hapus":
            actions.remove(photo, by=actor)
            messages.success(request, "Foto dihapus. Anda dapat mengembalikannya di bawah.")
        elif step == "kembalikan":
            actions.bring_back(photo, by=actor)
            messages.success(request, "Foto dikembalikan.")
        elif step in {"naik", "turun"}:
            actions.move(photo, by=actor, up=step == "naik")
        else:
            kind, caption = request.POST.get("kind", ""), request.POST.get("caption", "")
            actions.describe(photo, kind=kind, caption=caption, by=actor)
            messages.success(request, "Keterangan foto disimpan.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("activities:photos", pk, record)


@page_for(Act.DRAFT, Act.SEE_PERSONAL)
def file(request: HttpRequest, token: str) -> FileResponse:
    """The photo itself; the link alone opens nothing, sign-in and rights are asked for again."""
    photo = queries.photo_of(token, actor_of(request))
    if photo is None:
        raise Http404
    path = queries.path_of(photo)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), filename="foto.jpg", content_type=photo.content_type)
    # Whatever a browser makes of it, it runs nothing and stays nowhere.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
