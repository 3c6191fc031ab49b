"""Who was trained: hours of each member, coverage of Pokja and kecamatan, effect of trainings."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry import access as registry
from naikkelas.registry.models import Kader, KampungKB, Pokja, PokjaSeat, held_on
from naikkelas.registry.queries.pokja import HIDDEN, kader_of
from naikkelas.registry.rules.structure import MEMBER_POSTS
from naikkelas.training.models import Participant, TestSitting, TrainingSession
from naikkelas.training.queries.sessions import list_of
from naikkelas.training.rules.effect import Gain, gain

_STANDING = Q(trainings__withdrawn_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Member:
    """A person with what they took; hours that nobody noted are no hours."""

    kader: Kader
    name: str
    trainings: int
    hours: int

    @property
    def is_trained(self) -> bool:
        """Whether they took anything."""
        return self.trainings > 0


@dataclass(frozen=True, slots=True)
class Covered:
    """The Pokja of one kampung: its members in office and what they took.

    `members` is None where no Pokja is recorded, which is not zero members.
    """

    kampung: KampungKB
    members: int | None
    trained: int
    hours: int

    @property
    def hours_each(self) -> float | None:
        """Hours for each member."""
        return self.hours / self.members if self.members else None

    @property
    def state(self) -> str:
        """The coverage in a word."""
        if self.members is None:
            return "Pokja belum tercatat"
        return "terlatih" if self.trained else "belum terlatih"


@dataclass(frozen=True, slots=True)
class Group:
    """The same of several kampung, under the name of their kecamatan."""

    name: str
    code: str
    rows: tuple[Covered, ...]

    @property
    def kampung(self) -> int:
        """How many kampung."""
        return len(self.rows)

    @property
    def recorded(self) -> int:
        """How many of them have a recorded Pokja."""
        return sum(one.members is not None for one in self.rows)

    @property
    def trained(self) -> int:
        """How many Pokja have a trained member."""
        return sum(one.trained > 0 for one in self.rows)

    @property
    def members(self) -> int:
        """All members in office."""
        return sum(one.members or 0 for one in self.rows)

    @property
    def trained_members(self) -> int:
        """Those of them who took a training."""
        return sum(one.trained for one in self.rows)

    @property
    def hours(self) -> int:
        """All hours that they took."""
        return sum(one.hours for one in self.rows)


def coverage(actor: Actor, area_code: str) -> list[Covered]:
    """Every live kampung that the person sees in an area; three queries, however many."""
    today = local_now(area_code).date()
    kampung = registry.visible_to(actor).live().within(area_code)
    rows = list(kampung.select_related("village__parent").order_by("village_id"))
    members = _members(kampung, today)
    recorded = set(
        Pokja.objects.filter(kampung__in=kampung, ended_on__isnull=True).values_list(
            "kampung_id", flat=True
        )
    )
    return [
        Covered(
            kampung=one,
            members=len(members[one.pk]) if one.pk in recorded else None,
            trained=sum(count > 0 for count, _ in members[one.pk].values()),
            hours=sum(hours for _, hours in members[one.pk].values()),
        )
        for one in rows
    ]


def _members(kampung: "QuerySet[KampungKB]", on: date) -> dict[UUID, dict[UUID, tuple[int, int]]]:
    """Kampung → member in office → (trainings, hours)."""
    seats = PokjaSeat.objects.filter(
        held_on(on),
        pokja__kampung__in=kampung,
        pokja__ended_on__isnull=True,
        post__in=MEMBER_POSTS,
    )
    standing = Q(kader__trainings__withdrawn_at__isnull=True)
    counted = (
        seats.order_by()
        .values("pokja__kampung_id", "kader_id", "pk")
        .annotate(
            taken=Count("kader__trainings", filter=standing),
            hours=Sum("kader__trainings__hours", filter=standing),
        )
    )
    found: dict[UUID, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for row in counted:
        person = (row["taken"], row["hours"] or 0)
        found[row["pokja__kampung_id"]][row["kader_id"]] = person
    return found


def by_kecamatan(rows: Iterable[Covered]) -> list[Group]:
    """The sums of each kecamatan, in the order of the codes."""
    found: dict[str, list[Covered]] = defaultdict(list)
    for one in rows:
        found[one.kampung.village.parent_id or ""].append(one)
    return [
        Group(str(group[0].kampung.village.parent), code, tuple(group))
        for code, group in sorted(found.items())
    ]


def members_of(kampung: KampungKB, actor: Actor) -> list[Member]:
    """The people of a kampung with their hours, most hours first; names for who may read them."""
    is_named = registry.may_see_people(actor, kampung)
    people = kader_of(kampung).annotate(
        taken=Count("trainings", filter=_STANDING),
        hours_taken=Sum("trainings__hours", filter=_STANDING),
    )
    found = [
        Member(one, one.name if is_named else HIDDEN, one.taken, one.hours_taken or 0)
        for one in people
    ]
    return sorted(found, key=lambda one: (-one.hours, -one.trainings, one.name))


def sessions_of(kampung: KampungKB, actor: Actor) -> list[TrainingSession]:
    """The sessions to which a kampung was asked or sent people, newest first."""
    asked = Q(invitations__kampung=kampung, invitations__withdrawn_at__isnull=True)
    sent = Q(participants__kader__kampung=kampung) & ~Q(
        participants__state=Participant.State.CANCELLED
    )
    keys = TrainingSession.objects.filter(asked | sent).values("pk")
    return list(list_of(actor).filter(pk__in=keys))


# Effect -----------------------------------------------------------------------------------------


def gain_of(sessions: Collection[UUID]) -> Gain:
    """The gain over all participants of some sessions; one query."""
    rows = TestSitting.objects.filter(participant__session__in=sessions, number=1)
    scores: dict[UUID, dict[str, float]] = defaultdict(dict)
    for key, kind, right, asked in rows.values_list("participant_id", "kind", "right", "asked"):
        scores[key][kind] = 100 * right / asked
    before, after = TestSitting.Kind.BEFORE, TestSitting.Kind.AFTER
    return gain([(one[before], one[after]) for one in scores.values() if len(one) == 2])


def gains(actor: Actor) -> list[tuple[str, int, Gain]]:
    """Curriculum → how many sessions and what they changed, for the sessions that one sees."""
    found: dict[str, list[UUID]] = defaultdict(list)
    seen = list_of(actor).filter(cancelled_at__isnull=True)
    for key, name in seen.values_list("pk", "curriculum__name"):
        found[name].append(key)
    counted = [(name, len(keys), gain_of(keys)) for name, keys in sorted(found.items())]
    return [one for one in counted if one[2].pairs]
