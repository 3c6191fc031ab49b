"""Who came: a page to tick, a code on the secretary's screen, and where that code leads."""

from collections.abc import Iterable
from uuid import UUID

import qrcode
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathFillImage

from naikkelas.lib.actors import Act
from naikkelas.lib.refusals import Refused
from naikkelas.registry.actions import attendance as actions
from naikkelas.registry.errors import AlreadyPresent
from naikkelas.registry.meeting_forms import AttendanceForm, GuestForm
from naikkelas.registry.models import Meeting
from naikkelas.registry.queries import meetings as queries
from naikkelas.registry.queries.meetings import Place, Sheet
from naikkelas.registry.rules.meetings import CODE_SECONDS, lines
from naikkelas.registry.views.kampung import actor_of
from naikkelas.registry.views.meetings import editable
from naikkelas.web.permissions import PUBLIC, button_for, form_for, page_for


@form_for(Act.DRAFT)
def tick(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The list of a meeting to tick, all on one page."""
    meeting = editable(request, pk, key)
    sheet = queries.sheet_of(meeting)
    form = _form(request, meeting, sheet)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            present = actions.tick(
                meeting,
                set(map(UUID, data["present"])),
                seen=set(map(UUID, data["seen"])),
                kader=list(map(UUID, data["kader"])),
                guests=lines(data["guests"], 120),
                by=actor_of(request),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Daftar hadir tersimpan: {present} orang hadir.")
            return redirect("registry:meeting", pk, key)
    context = {
        "kampung": meeting.kampung,
        "meeting": meeting,
        "form": form,
        "waiting": sheet.waiting,
    }
    return render(
        request, "registry/meeting_tick.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, meeting: Meeting, sheet: Sheet) -> AttendanceForm:
    here = {place.row.kader_id for place in sheet.places}
    others = [one for one in queries.people_of(meeting.kampung) if one.pk not in here]
    present = [str(place.row.pk) for place in sheet.present]
    return AttendanceForm(
        list(_places(sheet.listed)),
        [(str(one.pk), one.name) for one in others],
        request.POST if request.method == "POST" else None,
        initial={"present": present, "seen": present},
    )


def _places(places: Iterable[Place]) -> Iterable[tuple[str, str]]:
    for place in places:
        yield str(place.row.pk), f"{place.name} ({place.post})" if place.post else place.name


@button_for(Act.DRAFT)
def confirm(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Say of a guest who typed a name that they are here, or that nobody knows them."""
    meeting = editable(request, pk, key)
    known, unknown = request.POST.get("kenal", ""), request.POST.get("tidak", "")
    try:
        place = UUID(known or unknown)
        actions.confirm(meeting, place, is_known=bool(known), by=actor_of(request))
    except ValueError:
        messages.error(request, "Pilih satu nama dari daftar.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Kehadiran tamu tercatat." if known else "Nama itu ditolak.")
    return redirect("registry:meeting_tick", pk, key)


# The code ----------------------------------------------------------------------------------------


@page_for(Act.DRAFT)
def code(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """The code for people's phones; it holds for minutes, so the page renews it by itself."""
    meeting = editable(request, pk, key)
    is_open = queries.is_door_open(meeting) and meeting.cancelled_at is None
    context = {"kampung": meeting.kampung, "meeting": meeting, "is_open": is_open}
    if is_open:
        path = reverse("registry:check_in", args=[queries.code_token(meeting)])
        address = request.build_absolute_uri(path)
        context |= {"picture": _drawn(address), "minutes": CODE_SECONDS // 60}
        context["sheet"] = queries.sheet_of(meeting)
    part = "#code" if request.headers.get("HX-Request") else ""
    response = render(request, f"registry/meeting_code.html{part}", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _drawn(address: str) -> SafeString:
    """The address as a QR code; on white, so that cameras read it in dark mode too."""
    image = qrcode.make(address, image_factory=SvgPathFillImage, border=2)
    drawn: str = image.to_string(encoding="unicode").replace(
        "<svg ", '<svg role="img" aria-label="Kode QR daftar hadir" class="meeting-code" ', 1
    )
    # Made here from an address of our own: paths and numbers only.
    return SafeString(drawn)


@form_for(PUBLIC)  # whoever stands before the code
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Where the code leads: a member confirms with one press, somebody else types a name."""
    meeting = queries.meeting_of_code(token)
    is_known = request.user.is_authenticated
    own = queries.kader_of(meeting.kampung, actor_of(request)) if meeting and is_known else None
    form = GuestForm(request.POST or None) if own is None else None
    context: dict[str, object] = {
        "meeting": meeting,
        "form": form,
        "own": own,
        "is_known": is_known,
        "token": token,
    }
    status = 200
    if meeting is None:
        status = 410
    elif request.method == "POST":
        status = _noted(request, token, form, context)
    response = render(request, "registry/check_in.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _noted(
    request: HttpRequest, token: str, form: GuestForm | None, context: dict[str, object]
) -> int:
    """Note who is here; the status of the answer."""
    if form and not form.is_valid():
        return 422
    try:
        if form:
            actions.announce(token, form.cleaned_data["name"])
        else:
            actions.check_in(token, by=actor_of(request))
    except AlreadyPresent:
        context["done"] = "sudah"
        return 200
    except Refused as refusal:
        if form:
            form.add_error("name", str(refusal))
        context["refusal"] = str(refusal)
        return 422
    context["done"] = "menunggu" if form else "hadir"
    return 200
