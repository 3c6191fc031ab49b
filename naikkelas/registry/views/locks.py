"""Locking and reopening the months of a kabupaten."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Act, Actor
from naikkelas.lib.dates import id_month
from naikkelas.lib.refusals import NotYours, Refused
from naikkelas.registry import access, actions
from naikkelas.registry.models import MonthLock
from naikkelas.registry.queries import locks, people
from naikkelas.registry.queries.people import Who
from naikkelas.registry.queries.reports import Month, last_months
from naikkelas.registry.views.kampung import actor_of
from naikkelas.web.permissions import form_for


@dataclass(frozen=True, slots=True)
class Turn:
    """A month that was locked, by whom, and who reopened it."""

    lock: MonthLock
    locked_by: Who
    reopened_by: Who | None

    @property
    def first_day(self) -> date:
        return date(self.lock.tahun, self.lock.bulan, 1)


@form_for(Act.LOCK_MONTH)
def months(request: HttpRequest) -> HttpResponse:
    """The months of the kabupaten: open or locked, since when, by whom and why."""
    actor = actor_of(request)
    if not access.may_lock(actor, actor.home):
        raise Http404
    kabupaten = actor.home
    if len(kabupaten) != len("63.01"):
        raise Http404  # months are locked kabupaten by kabupaten
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            messages.success(request, _turned(request, kabupaten, actor))
        except NotYours as refused:
            raise Http404 from refused
        except Refused as refused:
            refusal = refused  # the name of an except clause goes with it
        else:
            return redirect("registry:month_list")
    context = {
        "turns": _turns(kabupaten, actor),
        "open_months": _open(kabupaten),
        "refusal": refusal,
        "reason": request.POST.get("alasan", ""),
        "about": request.POST.get("kunci", ""),
    }
    return render(request, "registry/month_list.html", context, status=422 if refusal else 200)


def _open(kabupaten: str) -> list[Month]:
    """The months that can be locked, newest first."""
    locked = locks.locked_months(kabupaten)
    return [
        Month(day.year, day.month, is_reported=False)
        for day in last_months(local_now(kabupaten).date())
        if (day.year, day.month) not in locked
    ]


def _turned(request: HttpRequest, kabupaten: str, actor: Actor) -> str:
    """Turn the key one way or the other; what to say about it."""
    reason = request.POST.get("alasan", "")
    if "kunci" in request.POST:
        lock = _lock_of(request.POST["kunci"], kabupaten)
        actions.reopen_month(lock, by=actor, reason=reason)
        return f"{id_month(date(lock.tahun, lock.bulan, 1))} dibuka kembali."
    chosen = [month for month in _open(kabupaten) if month.key == request.POST.get("bulan")]
    if not chosen:
        raise Http404
    month = chosen[0]
    actions.lock_month(kabupaten, year=month.year, month=month.month, by=actor, reason=reason)
    return f"{id_month(month.first_day)} dikunci."


def _lock_of(key: str, kabupaten: str) -> MonthLock:
    try:
        return MonthLock.objects.get(pk=UUID(key), kabupaten_code=kabupaten)
    except (ValueError, MonthLock.DoesNotExist) as error:
        raise Http404 from error


def _turns(kabupaten: str, reader: Actor) -> list[Turn]:
    known = locks.locks_of(kabupaten)
    verbs, keys = ("month.lock", "month.reopen"), [lock.pk for lock in known]
    who = people.who_did(verbs, keys, reader=reader, code=kabupaten)
    return [
        Turn(
            lock,
            who.get((str(lock.pk), "month.lock"), people.SOMEBODY),
            who.get((str(lock.pk), "month.reopen")),
        )
        for lock in known
    ]
