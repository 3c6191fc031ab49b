"""Mentors and their villages: who accompanies whom, how many, how far apart, and who has nobody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from naikkelas.accounts.models import Post, PostArea, Role, running
from naikkelas.accounts.rules.policy import roles_that
from naikkelas.areas.rules.codes import lineage
from naikkelas.coaching import access
from naikkelas.coaching.models import (
    Assignment,
    PlannedVisit,
    PlannedVisitQuerySet,
    Visit,
    VisitQuerySet,
)
from naikkelas.coaching.queries.visits import last_visits, names_of
from naikkelas.coaching.rules.proposing import ASSUMED_VISITS, spread
from naikkelas.lib.actors import Act, Actor
from naikkelas.registry.models import KampungKB
from naikkelas.registry.queries import kampung_for
from naikkelas.roadmap.queries import newest_means
from naikkelas.roadmap.rules import means as means_file
from naikkelas.roadmap.rules.means import MeansData

MOST_KAMPUNG = 600
"""More than any kabupaten has; a province is looked at by its kabupaten."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """A post with its kampung. `room` is how many visits a quarter the means allow, None unknown.

    `apart` is the distance of the two kampung that lie farthest apart, in kilometres, and
    `unplaced` how many of them have no coordinates.
    """

    post: Post
    name: str
    is_held: bool
    kampung: tuple[KampungKB, ...]
    room: int | None
    ahead: int
    made: int
    apart: float | None
    unplaced: int

    @property
    def is_overloaded(self) -> bool:
        """Whether it cannot even see each of its kampung once in a quarter."""
        return self.room is not None and len(self.kampung) > self.room


@dataclass(frozen=True, slots=True)
class Circle:
    """All mentors of an area, with the kampung of several and of none."""

    mentors: tuple[Mentor, ...]
    several: tuple[tuple[KampungKB, tuple[str, ...]], ...]
    alone: tuple[KampungKB, ...]
    is_assumed: bool
    """Whether no means say how many days there are, so that the room is an assumption."""


def mentors_of(kampung: Sequence[KampungKB]) -> dict[UUID, tuple[int, ...]]:
    """Kampung to the posts that mentor it: those that were asked, else the PKB of its area; an SKPD
    or partner that was asked comes beside the PKB.

    Two queries for all.
    """
    asked: dict[UUID, set[int]] = defaultdict(set)
    guests: dict[UUID, set[int]] = defaultdict(set)
    codes = {one.kabupaten_code for one in kampung}
    for key, post, role in (
        Assignment.objects.standing()
        .filter(kabupaten_code__in=codes, mentor__closed_at__isnull=True)
        .values_list("kampung_id", "mentor_id", "mentor__role")
    ):
        (guests if role == Role.PARTNER else asked)[key].add(post)
    by_area = _field_posts(kampung)
    return {
        one.pk: tuple(
            sorted((asked.get(one.pk) or _covering(by_area, one)) | guests.get(one.pk, set()))
        )
        for one in kampung
    }


def _covering(by_area: Mapping[str, set[int]], kampung: KampungKB) -> set[int]:
    """The posts whose areas hold a kampung."""
    return {post for code in lineage(kampung.village_id) for post in by_area.get(code, ())}


def _field_posts(kampung: Sequence[KampungKB]) -> Mapping[str, set[int]]:
    """Code of an area to the open PKB posts there."""
    codes = {code for one in kampung for code in lineage(one.village_id) if code}
    rows = PostArea.objects.filter(
        running(timezone.now()),
        post__role=Role.FIELD,
        post__closed_at__isnull=True,
        area_id__in=codes,
    )
    found: dict[str, set[int]] = defaultdict(set)
    for code, post in rows.values_list("area_id", "post_id"):
        found[str(code)].add(post)
    return found


def circle(actor: Actor, area_code: str, today: date) -> Circle:
    """The mentors of what a person sees of an area; about nine queries, however many there are."""
    kampung = list(
        kampung_for(actor)
        .live()
        .within(area_code)
        .filter(is_double=False)
        .select_related("village__parent")
        .order_by("village_id")[:MOST_KAMPUNG]
    )
    served = mentors_of(kampung)
    by_post: dict[int, list[KampungKB]] = defaultdict(list)
    for one in kampung:
        for post in served[one.pk]:
            by_post[post].append(one)
    posts = list(Post.objects.filter(pk__in=by_post).select_related("partner"))
    names = names_of(posts)
    means = means_in(area_code[:5])
    rooms = rooms_of(by_post, means)
    counts = _Counts(posts, today)
    mentors = [
        _mentor(post, names[post.pk], by_post[post.pk], rooms.get(post.pk), counts)
        for post in posts
    ]
    return Circle(
        tuple(sorted(mentors, key=lambda one: (-len(one.kampung), one.name))),
        tuple(
            (one, tuple(names[post] for post in served[one.pk]))
            for one in kampung
            if len(served[one.pk]) > 1
        ),
        tuple(one for one in kampung if not served[one.pk]),
        is_assumed=means is None or means.assumed,
    )


class _Counts:
    """Visits ahead and made this year, by post, and which posts are held: three queries."""

    def __init__(self, posts: Iterable[Post], today: date) -> None:
        keys = [post.pk for post in posts]
        self.ahead = _by_post(PlannedVisit.objects.ahead().filter(mentor__in=keys))
        made = Visit.objects.standing().filter(mentor__in=keys, day__year=today.year)
        self.made = _by_post(made)
        held = Post.objects.filter(running(timezone.now(), "holdings__"), pk__in=keys)
        self.held = set(held.values_list("pk", flat=True))


def _by_post(rows: PlannedVisitQuerySet | VisitQuerySet) -> Mapping[int, int]:
    return Counter(rows.values_list("mentor_id", flat=True))


def _mentor(
    post: Post, name: str, own: list[KampungKB], room: int | None, counts: _Counts
) -> Mentor:
    points = [
        (one.lintang, one.bujur) for one in own if one.lintang is not None and one.bujur is not None
    ]
    return Mentor(
        post=post,
        name=name,
        is_held=post.pk in counts.held,
        kampung=tuple(own),
        room=room,
        ahead=counts.ahead.get(post.pk, 0),
        made=counts.made.get(post.pk, 0),
        apart=spread(points),
        unplaced=len(own) - len(points),
    )


def means_in(kabupaten_code: str) -> MeansData | None:
    version = newest_means(kabupaten_code) if kabupaten_code else None
    return means_file.read(version.text) if version else None


def rooms_of(by_post: Mapping[int, Sequence[KampungKB]], means: MeansData | None) -> dict[int, int]:
    """Post to how many one-day visits a quarter the means leave for it.

    The days of a kecamatan are shared by its mentors, by how many kampung each has there.
    """
    if means is None:
        return dict.fromkeys(by_post, ASSUMED_VISITS)
    there: dict[str, int] = defaultdict(int)
    for own in by_post.values():
        for one in own:
            there[one.village_id[:8]] += 1
    shares = {code: means.days_of(code) / 4 / count for code, count in there.items()}
    return {
        post: int(sum(shares[one.village_id[:8]] for one in own)) for post, own in by_post.items()
    }


def last_of(kampung: Sequence[KampungKB]) -> list[tuple[KampungKB, date | None]]:
    """Each kampung with the day of its last visit, the longest ago first."""
    last = last_visits([one.pk for one in kampung])
    found = [(one, last.get(one.pk)) for one in kampung]
    return sorted(found, key=lambda row: (row[1] or date.min, row[0].village_id))


def may_be_asked(kampung: KampungKB) -> list[tuple[int, str]]:
    """The open posts that could mentor a kampung, with their names: those whose areas hold it."""
    roles = {*roles_that(Act.MENTOR), *roles_that(Act.MENTOR_ASKED)}
    codes = [code for code in lineage(kampung.village_id) if code]
    rows = PostArea.objects.filter(
        running(timezone.now()),
        post__role__in=roles,
        post__closed_at__isnull=True,
        area_id__in=codes,
    )
    posts = list(
        Post.objects.filter(pk__in=rows.values("post_id")).select_related("partner").distinct()
    )
    names = names_of(posts)
    return sorted(names.items(), key=lambda row: row[1])


def asked_for(actor: Actor, kampung: KampungKB) -> list[Assignment]:
    """The standing assignments of a kampung."""
    found = access.assignments_for(actor).filter(kampung=kampung, ended_at__isnull=True)
    return list(found.select_related("mentor__partner"))
