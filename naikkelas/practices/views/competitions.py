"""Competitions: opened by the office, entered by kampung, judged, announced."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.instruments.queries import in_use
from naikkelas.lib.actors import Act
from naikkelas.practices import access
from naikkelas.practices.actions import competitions as actions
from naikkelas.practices.forms import CompetitionForm, JudgeForm
from naikkelas.practices.models import Competition, CompetitionEntry, CompetitionState
from naikkelas.practices.queries import competing as queries
from naikkelas.practices.queries.collection import practices_of
from naikkelas.practices.views.common import actor_of, done, kampung_of, pressed, status_of
from naikkelas.registry.queries.groups import innovations_of
from naikkelas.web.permissions import button_for, form_for, page_for

KABUPATEN = len("63.01")


@page_for(Act.SEE)
def listing(request: HttpRequest) -> HttpResponse:
    """The competitions of the kabupaten, newest first."""
    actor = actor_of(request)
    context = {
        "competitions": list(access.competitions_for(actor)[:50]),
        "may_open": access.may_hold_competition(actor, actor.home) and len(actor.home) == KABUPATEN,
    }
    return render(request, "practices/competition_list.html", context)


@form_for(Act.CURATE)
def new(request: HttpRequest) -> HttpResponse:
    """Open a competition with published criteria."""
    by = actor_of(request)
    if len(by.home) != KABUPATEN or not access.may_hold_competition(by, by.home):
        raise Http404
    form = CompetitionForm(
        request.POST or None,
        instruments=queries.instruments_offered(),
        today=local_now(by.home).date(),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: actions.open_competition(by.home, by=by, **data)):
            messages.success(request, "Lomba dibuka.")
            return redirect("practices:competition_list")
    context = {
        "form": form,
        "title": "Buka lomba",
        "lead": "Kriteria dinilai dengan mesin yang sama seperti kelas kampung.",
        "send": "Buka lomba",
        "back": reverse("practices:competition_list"),
    }
    return render(request, "practices/short_form.html", context, status=status_of(form))


def _competition(request: HttpRequest, pk: UUID) -> Competition:
    return get_object_or_404(access.competitions_for(actor_of(request)), pk=pk)


@page_for(Act.SEE)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is public of a competition; all entries for judges and the office, else one's own."""
    competition, actor = _competition(request, pk), actor_of(request)
    may_hold = access.may_hold_competition(actor, competition.kabupaten_code)
    judge = access.judge_of(actor, competition)
    sees_all = may_hold or judge is not None
    entries = None if sees_all else access.own_entries(actor)
    rule = in_use(competition.instrument)
    context = {
        "competition": competition,
        "rule": rule,
        "honoured": queries.honoured(competition),
        "entries": queries.entries_of(competition, entries),
        "sees_all": sees_all,
        "judge": judge,
        "judges": queries.judges_of(competition),
        "posts": queries.posts_offered(actor) if may_hold else [],
        "may_hold": may_hold,
        "awards": CompetitionEntry.Award.choices,
        "is_announced": competition.state == CompetitionState.ANNOUNCED,
    }
    return render(request, "practices/competition_show.html", context)


@button_for(Act.CURATE)
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office names a judge, closes the list, decides on an entry, or announces."""
    competition, by = _competition(request, pk), actor_of(request)
    if not access.may_hold_competition(by, competition.kabupaten_code):
        raise Http404
    match request.POST.get("langkah"):
        case "juri":
            posts = {str(post.pk): post for post in queries.posts_offered(by)}
            post = posts.get(request.POST.get("jabatan", ""))
            if post is None:
                raise Http404
            pressed(
                request,
                lambda: actions.name_judge(competition, post, by=by),
                "Juri ditetapkan.",
            )
        case "lepas":
            _remove_judge(request, competition)
        case "tutup":
            pressed(request, lambda: actions.close(competition, by=by), "Pendaftaran ditutup.")
        case "putuskan":
            _decide(request, competition)
        case "umumkan":
            words = request.POST.get("pengumuman", "")
            pressed(
                request,
                lambda: actions.announce(competition, words=words, by=by),
                "Diumumkan. Setiap kampung melihat umpan baliknya sendiri.",
            )
    return redirect("practices:competition", pk)


def _remove_judge(request: HttpRequest, competition: Competition) -> None:
    by = actor_of(request)
    judges = {str(one.pk): one for one in queries.judges_of(competition)}
    judge = judges.get(request.POST.get("juri", ""))
    if judge is None:
        raise Http404
    pressed(request, lambda: actions.remove_judge(judge, by=by), "Juri dilepas.")


def _decide(request: HttpRequest, competition: Competition) -> None:
    entry = _entry(competition, request.POST.get("karya", ""))
    award, feedback = request.POST.get("penghargaan", ""), request.POST.get("umpan_balik", "")
    by = actor_of(request)
    pressed(
        request,
        lambda: actions.decide(entry, award=award, feedback=feedback, by=by),
        "Keputusan tersimpan; belum diumumkan.",
    )


def _entry(competition: Competition, text: str) -> CompetitionEntry:
    try:
        key = UUID(text)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(competition.entries.select_related("competition"), pk=key)


@form_for(Act.SEE)  # for who judges by their post, else 404
def judge(request: HttpRequest, pk: UUID, key: UUID) -> HttpResponse:
    """A judge's own sheet for one entry; the sheets of others are not shown here."""
    competition, by = _competition(request, pk), actor_of(request)
    seat = access.judge_of(by, competition)
    if seat is None:
        raise Http404
    entries = competition.entries.filter(withdrawn_at__isnull=True).select_related("kampung")
    entry = get_object_or_404(entries, pk=key)
    (judged,) = queries.entries_of(competition, competition.entries.filter(pk=key))
    form = JudgeForm(
        request.POST or None,
        measures=in_use(competition.instrument).measures,
        given=judged.sheets.get(seat.pk, {}),
    )
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and done(form, lambda: actions.give(entry, form.values(), by=by)):
        messages.success(request, "Nilai Anda tersimpan.")
        return redirect("practices:competition", pk)
    context = {
        "competition": competition,
        "entry": entry,
        "judged": judged,
        "form": form,
        "has_conflict": access.has_conflict(by, entry.kampung),
    }
    return render(request, "practices/judge.html", context, status=status_of(form))


@form_for(Act.SEE)
def of_kampung(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The competitions of a kampung: entering, leaving, what came of it and the feedback."""
    kampung, by = kampung_of(request, pk), actor_of(request)
    may_enter = access.may_send(by, kampung) and kampung.is_active
    if request.method == "POST":
        if not may_enter:
            raise Http404
        _enter_or_leave(request, pk)
        return redirect("practices:competitions_of", pk)
    entries = list(
        kampung.entries.select_related("competition", "innovation").order_by("-entered_at")
    )
    entered = {one.competition_id for one in entries if one.withdrawn_at is None}
    known = access.competitions_for(by).filter(kabupaten_code=kampung.kabupaten_code)
    open_ones = [one for one in known.filter(state="dibuka") if one.pk not in entered]
    context = {
        "kampung": kampung,
        "entries": entries,
        "open": open_ones,
        "works": _works(request, pk) if may_enter and open_ones else [],
        "may_enter": may_enter,
    }
    return render(request, "practices/competitions_of.html", context)


def _works(request: HttpRequest, pk: UUID) -> list[tuple[str, str]]:
    """What a kampung can enter: its practices and its innovations at work."""
    kampung = kampung_of(request, pk)
    practices = [(f"p{one.practice_id}", one.title) for one in practices_of(kampung)]
    innovations = [(f"i{one.pk}", one.title) for one in innovations_of(kampung).active]
    return practices + innovations


def _enter_or_leave(request: HttpRequest, pk: UUID) -> None:
    kampung, by = kampung_of(request, pk), actor_of(request)
    if "tarik" in request.POST:
        entry = next(
            (one for one in kampung.entries.all() if str(one.pk) == request.POST["tarik"]), None
        )
        if entry is None:
            raise Http404
        pressed(request, lambda: actions.leave(entry, by=by), "Pendaftaran ditarik.")
        return
    chosen = request.POST.get("karya", "")
    practices = {f"p{one.practice_id}": one.practice for one in practices_of(kampung)}
    innovations = {f"i{one.pk}": one for one in innovations_of(kampung).active}
    known = {str(one.pk): one for one in access.competitions_for(by)}
    competition = known.get(request.POST.get("lomba", ""))
    if competition is None:
        raise Http404
    pressed(
        request,
        lambda: actions.enter(
            competition,
            kampung,
            practice=practices.get(chosen),
            innovation=innovations.get(chosen),
            by=by,
        ),
        "Kampung terdaftar.",
    )
