"""Reads of evidence: what backs the facts of a kampung, what expires, which photos came twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet

from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date, id_month
from naikkelas.registry import access
from naikkelas.registry.models import Evidence, KampungKB, Report
from naikkelas.registry.queries.reports import MODELS
from naikkelas.registry.rules import photos
from naikkelas.registry.rules.backing import FACTS, Fact, facts_backed

WARN_DAYS = 60
"""How long before its end a decree is worth a warning."""
PICTURES = (Evidence.Kind.PHOTO, Evidence.Kind.ATTENDANCE, Evidence.Kind.MINUTES)
"""Kinds whose images show one event. Decrees and forms look alike wherever they are signed."""
SAME_PAPER = 2
"""Bits in which two papers may differ and still be one, where one of them is no decree."""
_SALT = "registry.evidence"


def standing() -> "QuerySet[Evidence]":
    """Evidence that was not withdrawn."""
    return Evidence.objects.filter(withdrawn_at__isnull=True)


def visible_to(actor: Actor) -> "QuerySet[Evidence]":
    """All evidence of the kampung that a person sees, withdrawn ones too."""
    found = Evidence.objects.filter(kampung__in=access.visible_to(actor))
    return found.select_related("kampung__village__parent")


# What a kampung shows ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """One piece of evidence as a page shows it."""

    evidence: Evidence
    facts: tuple[Fact, ...]
    today: date
    reused: tuple["Reuse", ...] = ()
    held: Mapping[str, Sequence[date]] = field(default_factory=dict)
    endorsed_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether it came after the version was endorsed: it counts from the next one on."""
        return self.endorsed_at is not None and self.evidence.added_at > self.endorsed_at

    @property
    def name(self) -> str:
        """What the person called it."""
        return self.evidence.called

    @property
    def is_expired(self) -> bool:
        until = self.evidence.valid_until
        return until is not None and until < self.today

    @property
    def is_expiring(self) -> bool:
        until = self.evidence.valid_until
        warn_from = self.today + timedelta(days=WARN_DAYS)
        return until is not None and self.today <= until <= warn_from

    @property
    def days_left(self) -> int:
        return (self.evidence.valid_until - self.today).days if self.evidence.valid_until else 0

    @property
    def is_image(self) -> bool:
        return self.evidence.content_type.startswith("image/")

    @property
    def notes(self) -> list[str]:
        """What to look at twice."""
        return [*(one.words for one in self.reused), *far_in_words(self.evidence, self.held)]


def of_kampung(kampung: KampungKB, today: date) -> list[Shown]:
    """Everything that backs a kampung, the newest first, withdrawn ones last: three queries."""
    rows = list(Evidence.objects.filter(kampung=kampung).order_by("-added_at", "-id"))
    rows.sort(key=lambda one: one.withdrawn_at is not None)
    by_evidence: dict[UUID, list[Reuse]] = defaultdict(list)
    for reuse in reused_photos([kampung.pk]).get(kampung.pk, ()):
        by_evidence[reuse.evidence_id].append(reuse)
    held = days_held(rows)
    return [
        Shown(
            one,
            facts_backed(one.form, one.columns),
            today,
            tuple(by_evidence[one.pk]),
            held.get((one.kampung_id, one.form), {}),
        )
        for one in rows
    ]


@dataclass(frozen=True, slots=True)
class Backed:
    """A fact of a report with the evidence that stands behind it."""

    fact: Fact
    evidence: tuple[Shown, ...]

    @property
    def counts(self) -> bool:
        """Whether some of it is valid today and did not come after the endorsement."""
        return any(not (shown.is_expired or shown.is_late) for shown in self.evidence)


def has_changed(kampung: KampungKB, form_code: str, since: datetime) -> bool:
    """Whether evidence of a form was added or withdrawn after a moment."""
    changed = Q(added_at__gt=since) | Q(withdrawn_at__gt=since)
    return Evidence.objects.filter(changed, kampung=kampung, form=form_code).exists()


def block(
    kampung: KampungKB, form_code: str, today: date, endorsed_at: datetime | None = None
) -> list[Backed]:
    """The facts of a form, each with its evidence: one query.

    Of an endorsed version what came after `endorsed_at` is told apart (ADR 16).
    """
    rows = standing().filter(kampung=kampung, form=form_code).order_by("-added_at", "-id")
    shown = [
        Shown(one, facts_backed(form_code, one.columns), today, endorsed_at=endorsed_at)
        for one in rows
    ]
    return [
        Backed(fact, tuple(one for one in shown if fact in one.facts))
        for fact in FACTS.get(form_code, ())
    ]


def same_file(kampung: KampungKB, sha256: str) -> list[Evidence]:
    """Evidence of the kampung that holds the same file; it is stored once."""
    return list(standing().filter(kampung=kampung, sha256=sha256).exclude(stored_name=""))


# What expires -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ending:
    """Evidence that has expired or soon will, with nothing accepted that takes its place.

    `is_waiting`: what takes its place is there, and waits for a version to be endorsed (ADR 16).
    """

    evidence: Evidence
    facts: tuple[Fact, ...]
    today: date
    is_waiting: bool = False

    @property
    def is_expired(self) -> bool:
        return self.until < self.today

    @property
    def days_left(self) -> int:
        return (self.until - self.today).days

    @property
    def until(self) -> date:
        assert self.evidence.valid_until is not None  # it is what was looked for
        return self.evidence.valid_until

    @property
    def words(self) -> str:
        """`SK Pokja dan SK-nya habis masa berlakunya pada 3 Mei 2026.`"""
        facts = ", ".join(fact.label for fact in self.facts)
        verb = "habis masa berlakunya sejak" if self.is_expired else "berlaku sampai"
        kind = self.evidence.get_kind_display()
        waiting = "; pembaruannya menunggu pengesahan" if self.is_waiting else ""
        return f"{kind} untuk {facts} {verb} {id_date(self.until)}{waiting}"


def expiring(scopes: Sequence[str], today: date, days: int = WARN_DAYS) -> list[Ending]:
    """What has expired or will within so many days in live kampung, the first to end first.

    Two queries, and one for each form that has renewals. Left out is what was renewed: every
    column of it is backed by evidence that holds longer and was accepted.
    """
    until = today + timedelta(days=days)
    rows = standing().filter(valid_until__isnull=False, valid_until__lte=until)
    live = KampungKB.objects.live().within_any(tuple(scopes))
    ending = list(
        rows.filter(_of_kabupaten(scopes), kampung__in=live)
        .select_related("kampung__village__parent")
        .order_by("valid_until", "kampung_id", "id")
    )
    longer = standing().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=until),
        kampung__in={one.kampung_id for one in ending},
    )
    return _not_renewed(ending, longer.only("kampung_id", "form", "columns", "added_at"), today)


def ending_among(shown: Iterable[Shown], today: date) -> list[Ending]:
    """As `expiring`, of the evidence of one kampung that is at hand."""
    until = today + timedelta(days=WARN_DAYS)
    rows = [one.evidence for one in shown if one.evidence.withdrawn_at is None]
    ends = [row for row in rows if row.valid_until and row.valid_until <= until]
    longer = [row for row in rows if row not in ends] if ends else []
    return _not_renewed(sorted(ends, key=lambda row: row.valid_until or until), longer, today)


def _not_renewed(
    ending: Iterable[Evidence], longer: Iterable[Evidence], today: date
) -> list[Ending]:
    renewals = list(longer)
    reported = {(one.kampung_id, one.form) for one in renewals if one.form in MODELS}
    endorsed = _endorsed_at(reported, today)
    accepted: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    waiting: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    for one in renewals:
        place = (one.kampung_id, one.form)
        is_accepted = place in endorsed and one.added_at <= endorsed[place]
        (accepted if is_accepted else waiting)[place].update(one.columns.split("|"))
    found = []
    for one in ending:
        place = (one.kampung_id, one.form)
        if open_columns := set(one.columns.split("|")) - accepted[place]:
            is_waiting = open_columns <= waiting[place]
            found.append(Ending(one, facts_backed(one.form, one.columns), today, is_waiting))
    return found


def _endorsed_at(
    places: Iterable[tuple[UUID, str]], today: date
) -> dict[tuple[UUID, str], datetime]:
    """(kampung, form) to when the version that counts by a day (decision 2) was endorsed."""
    by_form: dict[str, set[UUID]] = defaultdict(set)
    for kampung_id, form in places:
        by_form[form].add(kampung_id)
    return {
        (report.kampung_id, form): report.endorsed_at
        for form, kampung_ids in by_form.items()
        for report in sorted(_endorsed(form, kampung_ids, today), key=lambda one: one.version_key)
        if report.endorsed_at  # the newest one comes last and stays
    }


def _endorsed(form: str, kampung_ids: Iterable[UUID], today: date) -> "QuerySet[Report]":
    found = MODELS[form].objects.current().filter(kampung__in=kampung_ids, tanggal_isi__lte=today)
    return (
        found.filter(endorsed_at__isnull=False)
        .order_by()
        .only("kampung_id", "tanggal_isi", "source_id", "recorded_at", "endorsed_at")
    )


def _of_kabupaten(scopes: Sequence[str]) -> Q:
    """The rows of the kabupaten of some areas, by the column that the index begins with."""
    return reduce(or_, (_one_kabupaten(scope) for scope in scopes), Q(pk__isnull=True))


def _one_kabupaten(scope: str) -> Q:
    if len(scope) >= len("63.01"):
        return Q(kabupaten_code=scope[:5])
    first, after = codes.subtree(scope) if scope else ("", None)
    found = Q(kabupaten_code__gte=first)
    return found & Q(kabupaten_code__lt=after) if after else found


# Photos -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reuse:
    """A photo that was used before: in the same kampung, or in another one of the kabupaten."""

    evidence_id: UUID
    form: str
    bits: int
    earlier_id: UUID
    earlier_kampung_id: UUID
    earlier_name: str
    earlier_on: date
    is_own: bool

    @property
    def words(self) -> str:
        """What a verifier reads."""
        where = "kampung ini" if self.is_own else f"Kampung {self.earlier_name}"
        return f"Foto yang sama pernah dipakai di {where} pada {id_date(self.earlier_on)}"


def reused_photos(kampung_ids: Iterable[UUID]) -> dict[UUID, list[Reuse]]:
    """Kampung to its standing photos that were used before anywhere in the kabupaten.

    Two queries, and one comparison of 64 bits for each pair. Other kabupaten are not looked into:
    they are not told about each other.
    """
    asked = set(kampung_ids)
    photos_of = Evidence.objects.filter(image_hash__isnull=False)
    kabupaten = set(
        photos_of.filter(kampung__in=asked).order_by().values_list("kabupaten_code", flat=True)
    )
    if not kabupaten:
        return {}
    rows = list(
        photos_of.filter(kabupaten_code__in=kabupaten)
        .select_related("kampung")
        .only(
            *("form", "kind", "for_month", "image_hash", "sha256", "added_at", "withdrawn_at"),
            "kabupaten_code",
            *("kampung__nama", "kampung_id"),
        )
    )
    found: dict[UUID, list[Reuse]] = defaultdict(list)
    ours = [row for row in rows if row.kampung_id in asked and row.withdrawn_at is None]
    for own, earlier, bits in _pairs(ours, rows):
        found[own.kampung_id].append(_reuse(own, earlier, bits))
    return dict(found)


def _pairs(ours: list[Evidence], rows: list[Evidence]) -> Iterable[tuple[Evidence, Evidence, int]]:
    """Each photo with the first earlier one that is alike."""
    pairs = photos.alike(
        [row.image_hash or 0 for row in ours], [row.image_hash or 0 for row in rows]
    )
    taken: set[UUID] = set()
    for place, other, bits in pairs:  # rows come in the order in which they were added
        own, earlier = ours[place], rows[other]
        if own.pk not in taken and _came_before(earlier, own) and _is_one(own, earlier, bits):
            taken.add(own.pk)
            yield own, earlier, bits


def _hashes(rows: list[Evidence]) -> list[int]:
    return [row.image_hash for row in rows if row.image_hash is not None]


def _came_before(earlier: Evidence, own: Evidence) -> bool:
    if (earlier.added_at, earlier.pk) >= (own.added_at, own.pk):
        return False
    if earlier.kabupaten_code != own.kabupaten_code:
        return False
    if earlier.kampung_id != own.kampung_id:
        return True
    # One file that backs two facts of a month is stored once; withdrawn ones were replaced.
    is_new_month = None not in (own.for_month, earlier.for_month, own.sha256 or None) and (
        own.for_month != earlier.for_month
    )
    return earlier.withdrawn_at is None and (earlier.sha256 != own.sha256 or is_new_month)


def _is_one(own: Evidence, earlier: Evidence, bits: int) -> bool:
    """Whether the two show one thing, under whichever kind they were sent.

    An event looks like no other; papers do, so that they have to be nearly the same. A decree may
    hold for many kampung.
    """
    if own.kind in PICTURES or earlier.kind in PICTURES:
        return True
    both_decrees = own.kind == earlier.kind == Evidence.Kind.DECREE
    return not both_decrees and bits <= SAME_PAPER


def _reuse(own: Evidence, earlier: Evidence, bits: int) -> Reuse:
    return Reuse(
        evidence_id=own.pk,
        form=own.form,
        bits=bits,
        earlier_id=earlier.pk,
        earlier_kampung_id=earlier.kampung_id,
        earlier_name=earlier.kampung.nama,
        earlier_on=earlier.added_at.date(),
        is_own=earlier.kampung_id == own.kampung_id,
    )


def far_in_words(evidence: Evidence, held: Mapping[str, Sequence[date]] | None = None) -> list[str]:
    """That a photo or an activity is far from what it is to show.

    `held` names the days of the activities that back the same columns (see `days_held`); the
    nearest one counts. Without a month a photo is held against the one in which it was sent.
    """
    taken = evidence.taken_on
    if not taken or evidence.kind in {Evidence.Kind.DECREE, Evidence.Kind.OTHER}:
        return []
    what = "Kegiatan pada" if evidence.activity_id else "Foto diambil"
    month = evidence.for_month or evidence.added_at.date().replace(day=1)
    found = []
    if photos.is_far(taken, month):
        of_what = "bulan laporan" if evidence.for_month else "bulan pengirimannya,"
        found.append(f"{what} {id_date(taken)}, jauh dari {of_what} {id_month(month)}")
    days = [day for column in evidence.columns.split("|") for day in (held or {}).get(column, ())]
    nearest = min(days, key=lambda day: abs(day - taken), default=None)
    if not evidence.activity_id and nearest and abs(nearest - taken) > photos.FAR:
        found.append(
            f"Foto diambil {id_date(taken)}, jauh dari kegiatannya pada {id_date(nearest)}"
        )
    return found


def far_photos(kampung_ids: Iterable[UUID], form_code: str, month: date) -> dict[UUID, list[str]]:
    """Kampung to what is to be said of the dates of what was sent for a month: one query."""
    rows = list(
        standing().filter(kampung__in=set(kampung_ids), form=form_code, taken_on__isnull=False)
    )
    held = days_held(rows)
    found: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        if row.for_month == month:
            found[row.kampung_id] += far_in_words(row, held.get((row.kampung_id, row.form)))
    return dict(found)


def days_held(rows: Iterable[Evidence]) -> dict[tuple[UUID, str], dict[str, list[date]]]:
    """(kampung, form) to column to the days of the activities that back it."""
    found: dict[tuple[UUID, str], dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.activity_id and row.taken_on and row.withdrawn_at is None:
            for column in row.columns.split("|"):
                found[row.kampung_id, row.form][column].append(row.taken_on)
    return found


# Files ------------------------------------------------------------------------------------------


def path_of(evidence: Evidence) -> Path:
    """Where the file lies: under a random name, in no folder that is served."""
    return Path(settings.MEDIA_ROOT) / "bukti" / evidence.stored_name


def link_token(evidence: Evidence, actor: Actor) -> str:
    """A signed name for the file that this person can use for some minutes."""
    return signing.dumps([evidence.pk.hex, actor.pk], salt=_SALT)


def evidence_of(token: str, actor: Actor) -> Evidence | None:
    """The evidence behind a link; None for a link that is old, false or another person's.

    The signature only says that we made the link: the rights are asked for again.
    """
    try:
        key, person = signing.loads(token, salt=_SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature:
        return None
    if person != actor.pk:
        return None
    found = visible_to(actor).filter(pk=UUID(key)).exclude(stored_name="").first()
    return found if found and access.may_open_evidence(actor, found.kampung) else None
