"""The library of good examples, one of them, and what the office decides about it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from naikkelas.activities.queries.photos import path_of
from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act
from naikkelas.practices import access
from naikkelas.practices.actions import practices as actions
from naikkelas.practices.models import Practice, PracticeState
from naikkelas.practices.queries import collection as queries
from naikkelas.practices.queries.collection import Wanted
from naikkelas.practices.queries.following import copies_of
from naikkelas.practices.queries.results import result_of
from naikkelas.practices.views.common import actor_of, cutoff_in, labels_in, pressed
from naikkelas.web.permissions import button_for, page_for

ROWS_A_PAGE = 20
LONGEST_SEARCH = 80


@page_for(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """What is published in the kabupaten, with filters."""
    actor = actor_of(request)
    today = local_now(actor.home).date()
    wanted = Wanted(
        indicator=request.GET.get("indikator", "")[:60],
        theme=request.GET.get("tema", "")[:40],
        kecamatan=request.GET.get("kecamatan", "")[:8],
        text=" ".join(request.GET.get("cari", "").split())[:LONGEST_SEARCH],
        only_exemplars="kampung-contoh" in request.GET,
    )
    names = queries.indicator_names(actor.home)
    found = Paginator(queries.collection(actor, wanted, today), ROWS_A_PAGE)
    page = found.get_page(request.GET.get("halaman"))
    exemplars = list(queries.exemplars(actor, today))
    context = {
        "page": page,
        "found": [(version, queries.named(version, names)) for version in page],
        "wanted": wanted,
        "indicators": names.items(),
        "themes": queries.themes_with_practices(actor),
        "kecamatan": queries.kecamatan_with_practices(actor),
        "exemplars": exemplars,
        "exemplar_keys": {one.kampung_id for one in exemplars},
        "waiting": list(queries.waiting(actor)) if actor.can(Act.CURATE) else [],
    }
    return render(request, "practices/library.html", context)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One practice with its result, steps and photos."""
    actor = actor_of(request)
    practice = _practice(request, pk)
    kampung = practice.kampung
    reads_all = access.may_read_versions(actor, practice)
    page = queries.page_of(practice, reads_all=reads_all)
    if page is None:
        raise Http404
    version = page.version
    names = queries.indicator_names(kampung.village_id)
    context = {
        "page": page,
        "practice": practice,
        "version": version,
        "kampung": kampung,
        "is_elsewhere": not reads_all,
        "indicators": queries.named(version, names),
        "result": result_of(
            kampung,
            version.from_on,
            version.until_on,
            version.codes,
            cutoff=cutoff_in(kampung),
        ),
        "level_labels": labels_in(kampung.village_id),
        "note": queries.next_note(page) if practice.state == PracticeState.DRAFT else "",
        "exemplar": queries.exemplar_of(kampung, local_now(kampung.village_id).date()),
        "copies": copies_of(practice),
        "imitators": queries.may_imitate(actor, kampung),
        "may_write": access.may_write(actor, kampung),
        "may_send": access.may_send(actor, kampung),
        "may_curate": access.may_curate(actor, kampung),
    }
    return render(request, "practices/practice_show.html", context)


def _practice(request: HttpRequest, pk: UUID) -> Practice:
    rows = access.practices_for(actor_of(request))
    rows = rows.select_related("kampung__village__parent__parent", "innovation")
    return get_object_or_404(rows, pk=pk)


@button_for(Act.CURATE)
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office publishes a practice, returns it, or takes it out, as the pressed button says."""
    practice, by = _practice(request, pk), actor_of(request)
    if not access.may_curate(by, practice.kampung):
        raise Http404
    seen, reason = _number(request), request.POST.get("reason", "")
    match request.POST.get("langkah"):
        case "terbit":
            pressed(
                request,
                lambda: actions.publish(practice, seen=seen, by=by),
                "Contoh baik terbit. Semua kampung di kabupaten dapat membacanya.",
            )
        case "kembalikan":
            pressed(
                request,
                lambda: actions.send_back(practice, seen=seen, reason=reason, by=by),
                "Dikembalikan ke Pokja dengan catatan Anda.",
            )
        case "tarik":
            pressed(
                request,
                lambda: actions.withdraw(practice, reason=reason, by=by),
                "Contoh ditarik dari pustaka. Riwayatnya tetap tersimpan.",
            )
    return redirect("practices:show", pk)


def _number(request: HttpRequest) -> int:
    """The version that the person saw; 0, which no version has, where that cannot be read."""
    text = request.POST.get("versi", "")
    return int(text) if text.isdecimal() and len(text) < len("10000") else 0


@page_for(Act.SEE)
def photo(request: HttpRequest, pk: UUID, key: UUID) -> FileResponse:
    """A photo of a practice, for who reads the practice."""
    practice = _practice(request, pk)
    shown = practice.attachments.filter(withdrawn_at__isnull=True, photo__withdrawn_at__isnull=True)
    picture = get_object_or_404(shown.select_related("photo"), pk=key).photo
    if picture is None:
        raise Http404
    path = path_of(picture)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), filename="foto.jpg", content_type=picture.content_type)
    # Whatever a browser makes of it, it runs nothing and stays nowhere.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
