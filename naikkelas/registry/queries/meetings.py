"""Reads of meetings: lists, one meeting for its page, tasks, mechanisms, codes and calendars."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import running
from naikkelas.lib.actors import Actor, covers
from naikkelas.lib.dates import months_back
from naikkelas.registry import access
from naikkelas.registry.models import (
    CalendarFeed,
    Decision,
    Kader,
    KampungKB,
    Meeting,
    MeetingAttendance,
    Minutes,
    PokjaSeat,
)
from naikkelas.registry.rules import mechanisms as rule
from naikkelas.registry.rules import meetings as rules
from naikkelas.registry.rules.calendars import Appointment
from naikkelas.registry.rules.mechanisms import Held
from naikkelas.registry.rules.reference import MECHANISMS
from naikkelas.registry.rules.structure import is_youth

CALENDAR_MONTHS = 12
_SALT = "registry.attendance"
_State = MeetingAttendance.State


def visible_to(actor: Actor) -> "QuerySet[Meeting]":
    """The meetings of the kampung that a person sees."""
    return Meeting.objects.filter(kampung__in=access.visible_to(actor)).select_related("kampung")


def tasks_visible_to(actor: Actor) -> "QuerySet[Decision]":
    """Decisions and tasks of the kampung where a person reads minutes."""
    seen = Decision.objects.filter(kampung__in=access.visible_to(actor))
    return seen.select_related("meeting", "kampung", "kader")


def on_the_list(meeting: Meeting) -> "QuerySet[MeetingAttendance]":
    """Everybody on the list of a meeting, in the order of joining it."""
    rows = MeetingAttendance.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    return rows.select_related("kader", "meeting")


def _happened() -> Q:
    """A meeting that was not cancelled and at which somebody came or minutes were written."""
    came = MeetingAttendance.objects.filter(
        meeting=OuterRef("pk"), withdrawn_at__isnull=True, state=_State.PRESENT
    )
    written = Minutes.objects.filter(meeting=OuterRef("pk"))
    return Q(cancelled_at__isnull=True) & (Q(Exists(came)) | Q(Exists(written)))


def has_happened(meeting: Meeting) -> bool:
    """Whether a meeting counts as held."""
    return Meeting.objects.filter(_happened(), pk=meeting.pk).exists()


def held_meetings(kampung: KampungKB, on: date) -> "QuerySet[Meeting]":
    """The meetings that were really held in the twelve months up to a day."""
    since = months_back(on, rule.MONTHS)
    window = Meeting.objects.filter(kampung=kampung, held_on__gt=since, held_on__lte=on)
    return window.filter(_happened())


def mechanisms(kampung: KampungKB, on: date) -> Mapping[str, Held]:
    """Column of the profil (`rapat_perencanaan` …) to what was held in the year up to `on`.

    A column without a meeting has zero days and no frequency: nobody noted one, which is not "no".
    One query. The frequency is a code of `reference/frekuensi.csv`.
    """
    days: dict[str, list[date]] = {column: [] for column in MECHANISMS}
    for kind, day in held_meetings(kampung, on).values_list("kind", "held_on"):
        if kind in days:
            days[kind].append(day)
    return {column: rule.held(found, on) for column, found in days.items()}


# The list of a kampung ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """A meeting with how many came and whether its minutes are written."""

    meeting: Meeting
    present: int
    waiting: int
    has_minutes: bool
    today: date

    @property
    def badge(self) -> tuple[str, str]:
        """Class and word of where it stands."""
        if self.meeting.cancelled_at:
            return "", "dibatalkan"
        if self.meeting.held_on > self.today:
            return "badge-info", "akan datang"
        if self.meeting.held_on == self.today:
            return "badge-info", "hari ini"
        if self.has_minutes or self.present:
            return "badge-ok", "terlaksana"
        return "badge-warn", "hasil belum dicatat"


def of_kampung(kampung: KampungKB) -> "QuerySet[Meeting]":
    """All meetings of a kampung, the newest first, with their counts; one query."""
    standing = Q(attendance__withdrawn_at__isnull=True)
    rows = Meeting.objects.filter(kampung=kampung).annotate(
        present=Count("attendance", filter=standing & Q(attendance__state=_State.PRESENT)),
        waiting=Count("attendance", filter=standing & Q(attendance__state=_State.WAITING)),
        has_minutes=Exists(Minutes.objects.filter(meeting=OuterRef("pk"))),
    )
    return rows.order_by("-held_on", "-starts", "-id")


def counted(meetings: Iterable[Meeting], today: date) -> list[Counted]:
    """What `of_kampung` found, as the list shows it."""
    return [
        Counted(
            one,
            getattr(one, "present", 0),
            getattr(one, "waiting", 0),
            getattr(one, "has_minutes", False),
            today,
        )
        for one in meetings
    ]


# People ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody on the list: what to call them, in which post, and whether they came."""

    row: MeetingAttendance
    post: str

    @property
    def name(self) -> str:
        """The name, or the post of a guest as it was typed."""
        return self.row.kader.name if self.row.kader else self.row.guest_name

    @property
    def is_present(self) -> bool:
        """Whether they came."""
        return self.row.state == _State.PRESENT


@dataclass(frozen=True, slots=True)
class Sheet:
    """The attendance of a meeting: who is on the list, and how many of those who came are young."""

    places: tuple[Place, ...]

    @property
    def listed(self) -> list[Place]:
        """Those who were asked or came, without those who wait or whom nobody knows."""
        states = (_State.EXPECTED, _State.PRESENT)
        return [place for place in self.places if place.row.state in states]

    @property
    def present(self) -> list[Place]:
        """Those who came."""
        return [place for place in self.places if place.is_present]

    @property
    def waiting(self) -> list[Place]:
        """Guests who typed a name and whom the secretary has not seen yet."""
        return [place for place in self.places if place.row.state == _State.WAITING]

    @property
    def invited(self) -> int:
        """How many were asked."""
        return sum(place.row.is_invited for place in self.places)

    @property
    def youth(self) -> tuple[int, int]:
        """(Youth, present people whose age band is known)."""
        return rules.youth_share([place.row.age_band for place in self.present])


def sheet_of(meeting: Meeting) -> Sheet:
    """Everybody on the list with their posts on the day; two queries."""
    rows = list(on_the_list(meeting))
    posts = posts_on(meeting.kampung, meeting.held_on)
    return Sheet(tuple(Place(row, posts.get(row.kader_id, "")) for row in rows))


def posts_on(kampung: KampungKB, on: date) -> dict[UUID | None, str]:
    """Person to post in the Pokja on a day, the first where there are several; one query."""
    seats = PokjaSeat.objects.filter(pokja__kampung=kampung, since__lte=on)
    standing = seats.filter(Q(until__isnull=True) | Q(until__gt=on)).select_related("seksi")
    found: dict[UUID | None, str] = {}
    for seat in standing:
        section = f", {seat.seksi}" if seat.seksi else ""
        found.setdefault(seat.kader_id, f"{seat.get_post_display()}{section}")
    return found


def people_of(kampung: KampungKB) -> "QuerySet[Kader]":
    """The people who work for a kampung now, by name."""
    return Kader.objects.filter(kampung=kampung, left_on__isnull=True)


def kader_of(kampung: KampungKB, actor: Actor) -> Kader | None:
    """The person of a kampung whose account this is."""
    return people_of(kampung).filter(account_id=actor.pk).first()


def band_on(kader: Kader, on: date) -> str:
    """The age band of a person on a day; empty where nobody knows it any more."""
    known = is_youth(kader.age_band, kader.age_noted, on)
    return "" if known is None else kader.age_band


# Minutes and tasks -------------------------------------------------------------------------------


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The standing version of the minutes."""
    return Minutes.objects.filter(meeting=meeting, withdrawn_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Task:
    """A task or decision as a list shows it on a day."""

    row: Decision
    today: date

    @property
    def is_overdue(self) -> bool:
        """Open although its day has passed."""
        return rules.is_overdue(self.row.due_on, self.row.state, self.today)

    @property
    def badge(self) -> tuple[str, str]:
        """Class and word of where it stands."""
        if self.is_overdue:
            return "badge-danger", "terlambat"
        words = {"terbuka": ("badge-warn", "belum selesai"), "selesai": ("badge-ok", "selesai")}
        return words.get(self.row.state, ("", "ditarik" if self.row.state else "keputusan"))


def open_tasks(kampung: KampungKB) -> "QuerySet[Decision]":
    """What is still to be done, the most urgent first."""
    rows = Decision.objects.filter(kampung=kampung, state=Decision.State.OPEN)
    return rows.select_related("meeting", "kader").order_by("due_on", "id")


def closed_tasks(kampung: KampungKB) -> "QuerySet[Decision]":
    """What was done or withdrawn, the latest first."""
    rows = Decision.objects.filter(kampung=kampung, due_on__isnull=False, closed_at__isnull=False)
    return rows.select_related("meeting", "kader").order_by("-closed_at", "id")


def tasks(rows: Iterable[Decision], today: date) -> list[Task]:
    """Rows as a list shows them."""
    return [Task(row, today) for row in rows]


def open_before(meeting: Meeting) -> "QuerySet[Decision]":
    """What earlier meetings left open: the first point of every meeting."""
    earlier = open_tasks(meeting.kampung).exclude(meeting=meeting)
    return earlier.filter(meeting__held_on__lte=meeting.held_on)


# The attendance code -----------------------------------------------------------------------------


def code_token(meeting: Meeting) -> str:
    """What the code on the secretary's screen says: this meeting, signed, for some minutes."""
    return signing.dumps(meeting.pk.hex, salt=_SALT)


def meeting_of_code(token: str, now: datetime | None = None) -> Meeting | None:
    """The meeting of a code; None for a false or old one, and far from the hours of the meeting."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=rules.CODE_SECONDS)
    except signing.BadSignature:
        return None
    meeting = Meeting.objects.filter(pk=UUID(key), cancelled_at__isnull=True)
    found = meeting.select_related("kampung").first()
    if found is None or not is_door_open(found, now):
        return None
    return found


def is_door_open(meeting: Meeting, now: datetime | None = None) -> bool:
    """Whether people may note their own attendance now."""
    return rules.is_door_open(meeting.starts_at, meeting.ends_at, now or timezone.now())


# The calendar ------------------------------------------------------------------------------------


def appointments(kampung: KampungKB, today: date) -> list[Appointment]:
    """The agenda of a kampung from a year ago on, without any person; one query."""
    rows = Meeting.objects.filter(
        kampung=kampung, held_on__gt=months_back(today, CALENDAR_MONTHS)
    ).order_by("held_on", "starts", "id")
    return [appointment(meeting, kampung) for meeting in rows]


def appointment(meeting: Meeting, kampung: KampungKB) -> Appointment:
    """A meeting as an event of a calendar."""
    return Appointment(
        uid=f"{meeting.pk}@rapat.naikkelas",
        sequence=meeting.changes,
        changed_at=meeting.changed_at,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"{meeting.title} ({kampung.nama})",
        place=meeting.place,
        description=meeting.agenda,
        is_cancelled=meeting.cancelled_at is not None,
    )


def secret_hash(secret: str) -> str:
    """What is kept of a secret: it has 192 random bits, so a plain hash tells nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed behind a secret, while who made it holds its post in an area with the kampung."""
    rows = CalendarFeed.objects.filter(secret_sha256=secret_hash(secret), revoked_at__isnull=True)
    feed = rows.select_related("kampung", "post").first()
    if feed is None or feed.post.closed_at or feed.kampung.withdrawn_at:
        return None
    is_theirs = any(covers(code, feed.kampung.village_id) for code in feed.post.codes)
    now_held = feed.post.holdings.filter(running(timezone.now()), user_id=feed.made_by)
    return feed if is_theirs and now_held.filter(user__is_active=True).exists() else None


def feeds_of(kampung: KampungKB) -> "QuerySet[CalendarFeed]":
    """The standing addresses of a kampung with their posts."""
    rows = CalendarFeed.objects.filter(kampung=kampung, revoked_at__isnull=True)
    return rows.select_related("post")
