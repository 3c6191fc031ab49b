"""Reads of what was agreed: whose desk it lies on, what is late."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache

from django.db.models import Count, Q

from naikkelas.accounts.models import Role, User
from naikkelas.areas.queries import setting
from naikkelas.coaching import access
from naikkelas.coaching.models import Desk, FollowUpQuerySet, FollowUpState
from naikkelas.lib.actors import Actor
from naikkelas.registry.rules.calendars import Appointment
from naikkelas.registry.rules.meetings import whole_days

MOST_DATES = 500
MINE, OPEN, LATE, CLOSED = "", "terbuka", "lewat", "ditutup"
FILTERS = (
    (MINE, "Meja saya"),
    (OPEN, "Semua terbuka"),
    (LATE, "Lewat tenggat"),
    (CLOSED, "Ditutup"),
)


def listed(actor: Actor, wanted: str, today: date) -> FollowUpQuerySet:
    """The follow-ups that a person reads, as filtered; those of an SKPD are its own."""
    found = access.followups_for(actor)
    partner = _partner_of(actor)
    if partner is not None:
        found = found.filter(_of_partner(partner))
    if wanted == CLOSED:
        return found.exclude(state=FollowUpState.OPEN).for_list().order_by("-closed_on", "id")
    if wanted == LATE:
        return found.overdue(today).for_list()
    if wanted == OPEN or partner is not None:
        return found.open().for_list()
    return found.open().filter(_on_desk(actor)).for_list()


def counts(actor: Actor, today: date) -> dict[str, int]:
    """How many are open, late and called up, of those that a person sees: one query."""
    found = access.followups_for(actor).open().order_by()
    partner = _partner_of(actor)
    if partner is not None:
        found = found.filter(_of_partner(partner))
    return found.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        called_up=Count("pk", filter=~Q(escalated_to="")),
    )


def dates_of_partner(actor: Actor, since: date) -> Iterable[Appointment]:
    """The follow-ups of a partner by their day, for its calendar; their text stays here.

    Named in `settings.PARTNER_DATES`.
    """
    partner = _partner_of(actor)
    if partner is None:
        return
    rows = access.followups_for(actor).filter(_of_partner(partner), due_on__gte=since)
    zone: Callable[[str], str] = cache(lambda code: str(setting(code, "time_zone")))
    found = rows.select_related("kampung").annotate(times=Count("changes"))
    for one in found.order_by("due_on", "pk")[:MOST_DATES]:
        starts, ends = whole_days(one.due_on, one.due_on, zone(one.kabupaten_code))
        is_done = one.state == FollowUpState.DONE
        yield Appointment(
            uid=f"{one.pk}@tindaklanjut.naikkelas",
            sequence=one.times,  # type: ignore[attr-defined]  # annotated
            changed_at=one.changed_at,
            starts_at=starts,
            ends_at=ends,
            summary=f"{'Selesai' if is_done else 'Tenggat'}: tindak lanjut {one.kampung.nama}",
            description="Isinya: masuk ke Naik Kelas, menu Percepatan, Tindak lanjut.",
            is_cancelled=one.state == FollowUpState.DROPPED,
        )


def _on_desk(actor: Actor) -> Q:
    """What waits for the desk of a person; a mentor follows everything in their kampung."""
    role = actor.role if isinstance(actor, User) else ""
    if role == Role.DISTRICT:
        return Q(owner=Desk.DISTRICT) | Q(escalated_to=Desk.DISTRICT)
    if role in {Role.OPERATOR, Role.HEAD}:
        up = Q(escalated_to=Desk.KABUPATEN)
        return Q(owner__in=[Desk.KABUPATEN, Desk.OFFICE]) | up
    return Q(pk__isnull=False)


def _partner_of(actor: Actor) -> tuple[int, str] | None:
    """Key and name of the partner for which a person acts."""
    if isinstance(actor, User) and actor.role == Role.PARTNER:
        partner = actor.acting.partner if actor.acting else None
        return (partner.pk, partner.name) if partner else (0, "")
    return None


def _of_partner(partner: tuple[int, str]) -> Q:
    key, name = partner
    asked = Q(partner_id=key) | Q(asked_partner_id=key)
    return asked | Q(owner=Desk.OFFICE, partner__isnull=True, partner_name__iexact=name)
