"""What the pages of trainings share."""

from datetime import date
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.training import access
from naikkelas.training.models import Participant, TrainingSession


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person; `LoginRequiredMiddleware` lets nobody else through."""
    return cast(Actor, request.user)


def kampung_of(request: HttpRequest, pk: UUID) -> KampungKB:
    """A kampung that the person may see, else 404."""
    return get_object_or_404(kampung_for(actor_of(request)), pk=pk)


def session_of(request: HttpRequest, pk: UUID) -> TrainingSession:
    """A session of an area within or around the person's own, else 404."""
    found = access.sessions_for(actor_of(request)).select_related("curriculum", "area")
    return get_object_or_404(found, pk=pk)


def running(request: HttpRequest, pk: UUID) -> TrainingSession:
    """A session that the person runs, else 404."""
    session = session_of(request, pk)
    if not access.may_run(actor_of(request), session):
        raise Http404
    return session


def participant_of(request: HttpRequest, pk: UUID, key: UUID) -> Participant:
    """A participant from a kampung that the person sees, else 404."""
    session_of(request, pk)
    found = access.participants_for(actor_of(request))
    return get_object_or_404(found, pk=key, session_id=pk)


def today_of(session: TrainingSession) -> date:
    """The day on the clock of the session's area."""
    return local_now(session.area_id).date()
