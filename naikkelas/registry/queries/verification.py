"""Reads for verifying: what waits for whom, what a version is held against, and its history."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any  # rows of a table by column
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from naikkelas.areas.queries import local_now
from naikkelas.lib.actors import Actor
from naikkelas.registry import access
from naikkelas.registry.models import KampungKB, Report, ReviewStep, State
from naikkelas.registry.queries import evidence, people
from naikkelas.registry.queries.evidence import Reuse
from naikkelas.registry.queries.people import Who
from naikkelas.registry.queries.reports import MODELS, values_of, versions
from naikkelas.registry.rules import risk
from naikkelas.registry.rules.doubts import doubt_in_words
from naikkelas.registry.rules.review import stages_of
from naikkelas.registry.rules.risk import Reason, Risk, Values
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form

Reused = Mapping[UUID, Sequence[Reuse]]
"""Kampung to their photos that were used before."""
PAST_DAYS = 400
"""How far back a version's own past reaches: a good year of monthly reports."""
SENDING = ("report.submit", "report.correct")
STEPPING = ("report.verify", "report.endorse", "report.return")
_OWN = 2**62
"""Stands for the source id of our own reports, which come after imported ones of the same day."""


# Which version is the month's -------------------------------------------------------------------


def standing(form_code: str) -> "QuerySet[Report]":
    """The known versions that no newer one of the same month has replaced (decision 2's order)."""
    source = Coalesce("source_id", Value(_OWN), output_field=BigIntegerField())
    outer = Coalesce(OuterRef("source_id"), Value(_OWN), output_field=BigIntegerField())
    later = Q(recorded_at__gt=OuterRef("recorded_at")) | Q(
        recorded_at=OuterRef("recorded_at"), id__gt=OuterRef("id")
    )
    of_the_day = Q(_source__gt=outer) | (Q(_source=outer) & later)
    newer = (
        MODELS[form_code]
        .objects.current()
        .filter(kampung=OuterRef("kampung"), tahun=OuterRef("tahun"), bulan=OuterRef("bulan"))
        .alias(_source=source)
        .filter(
            Q(tanggal_isi__gt=OuterRef("tanggal_isi"))
            | (Q(tanggal_isi=OuterRef("tanggal_isi")) & of_the_day)
        )
    )
    return MODELS[form_code].objects.current().filter(~Exists(newer))


def newer_of_month(report: Report, form_code: str) -> Report | None:
    """The version that took the place of this one; None while it stands."""
    same_month = versions(report.kampung, form_code).filter(tahun=report.tahun, bulan=report.bulan)
    newest = same_month.first()
    return newest if newest and newest.pk != report.pk else None


def accepted_before(report: Report, form_code: str) -> Report | None:
    """The last accepted version that is older than this one, of whichever month."""
    accepted = versions(report.kampung, form_code).filter(state=State.ENDORSED)
    older = (one for one in accepted if one.version_key < report.version_key)
    return next(older, None)


def was_accepted(kampung: KampungKB, form_code: str, year: int, month: int) -> bool:
    """Whether figures of the month were accepted before, so that changing them needs a reason."""
    return (
        versions(kampung, form_code).filter(tahun=year, bulan=month, state=State.ENDORSED).exists()
    )


# What waits -------------------------------------------------------------------------------------


def waiting(actor: Actor, form_code: str) -> "QuerySet[Report]":
    """The standing versions at which it is the turn of this person, in their kampung."""
    live = access.visible_to(actor).live()
    return standing(form_code).filter(state__in=stages_of(actor.can), kampung__in=live)


def months_waiting(actor: Actor) -> dict[tuple[int, int], int]:
    """(year, month) to how many versions wait, newest month first: three queries."""
    counts: Counter[tuple[int, int]] = Counter()
    for form in REPORTS:
        counts.update(waiting(actor, form.code).values_list("tahun", "bulan"))
    return dict(sorted(counts.items(), reverse=True))


def to_mend(actor: Actor, most: int = 6) -> list[tuple[Form, Report]]:
    """What was sent back to this person's kampung and not mended yet, newest month first."""
    live = access.visible_to(actor).live()
    found = [
        (form, report)
        for form in REPORTS
        for report in standing(form.code)
        .filter(state=State.RETURNED, kampung__in=live)
        .select_related("kampung")
        .order_by("-tahun", "-bulan")[:most]
    ]
    return sorted(found, key=lambda one: one[1].first_day, reverse=True)[:most]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version in the queue: what it is, and why to look at it."""

    form: Form
    report: Report
    risk: Risk

    @property
    def pick(self) -> str:
        """`form:uuid:stage`, as in the control that ticks it."""
        return f"{self.form.code}:{self.report.pk}:{self.report.state}"


def queue(actor: Actor, year: int, month: int) -> list[Waiting]:
    """What waits of a month, riskiest first; as many queries for one version as for hundreds."""
    found = []
    for form in REPORTS:
        reports = list(
            waiting(actor, form.code)
            .filter(tahun=year, bulan=month)
            .select_related("kampung__village__parent")
        )
        weighed = weigh(form, reports, year, month)
        found += [Waiting(form, report, weighed[report.pk]) for report in reports]
    return sorted(
        found, key=lambda one: (-one.risk.score, one.report.kampung.village_id, one.form.code)
    )


def names_of(picked: Iterable[tuple[str, UUID]]) -> dict[UUID, str]:
    """Version to "Penduduk Sukamaju", for telling what became of a list; a query for each form."""
    by_form: dict[str, list[UUID]] = defaultdict(list)
    for form_code, key in picked:
        if form_code in MODELS:
            by_form[form_code].append(key)
    return {
        key: f"{FORMS[form_code].name} {name}"
        for form_code, keys in by_form.items()
        for key, name in MODELS[form_code]
        .objects.filter(pk__in=keys)
        .values_list("pk", "kampung__nama")
    }


# What it is held against ------------------------------------------------------------------------


def weigh(form: Form, reports: Sequence[Report], year: int, month: int) -> dict[UUID, Risk]:
    """The risk of versions of one month: as many queries for one as for hundreds."""
    if not reports:
        return {}
    kabupaten = {report.kabupaten_code for report in reports}
    pasts = _pasts(form, reports)
    peers = _Peers(form, kabupaten, year, month)
    asked = {report.kampung_id for report in reports}
    reused = evidence.reused_photos(asked)
    far = evidence.far_photos(asked, form.code, date(year, month, 1))
    return {
        report.pk: _weighed(
            form,
            report,
            pasts[report.kampung_id],
            peers,
            [*_photos(form, report, reused), *_far(far.get(report.kampung_id, ()))],
        )
        for report in reports
    }


def _weighed(
    form: Form,
    report: Report,
    past: Sequence[Mapping[str, Any]],
    peers: "_Peers",
    photos: Sequence[Reason],
) -> Risk:
    older = [row for row in past if row["key"] < report.version_key]
    values = values_of(form, report)
    return risk.weigh(
        form,
        risk.Version(values, peers.shares_of(report.kampung_id, values)),
        accepted=next((row for row in older if row["state"] == State.ENDORSED), None),
        own_past=_not_returned(older),
        neighbours=peers.around(report),
        marks=[
            *_marks(form, report),
            *peers.copies(report, values),
            *photos,
            *risk.after_silence(report.first_day, map(_month_of, _not_returned(older))),
        ],
    )


def _pasts(form: Form, reports: Sequence[Report]) -> Mapping[UUID, list[dict[str, Any]]]:
    """The earlier versions of each kampung, newest first: those of a good year, and of the time
    before it the last one and the last accepted one, which a long silence must not hide.
    """
    since = min(report.tanggal_isi for report in reports) - timedelta(days=PAST_DAYS)
    kampung = {report.kampung_id for report in reports}
    columns = (
        *("kampung_id", "tanggal_isi", "source_id", "recorded_at", "state", "tahun", "bulan"),
        *form.by_name,
    )
    known = MODELS[form.code].objects.current().filter(kampung__in=kampung)
    before = known.filter(tanggal_isi__lt=since).exclude(state=State.RETURNED)
    later = before.filter(
        kampung=OuterRef("kampung"), tanggal_isi__gt=OuterRef("tanggal_isi")
    ).order_by()
    accepted = Q(state=State.ENDORSED) & ~Exists(later.filter(state=State.ENDORSED))
    rows = [
        *known.filter(tanggal_isi__gte=since).values(*columns),
        *before.filter(~Exists(later) | accepted).values(*columns),
    ]
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["kampung_id"]].append(row | {"key": _key(row)})
    for past in found.values():
        past.sort(key=lambda row: row["key"], reverse=True)
    return found


def _not_returned(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What was sent back says neither what is usual nor that a kampung had reported."""
    return [row for row in rows if row["state"] != State.RETURNED]


def _month_of(row: Mapping[str, Any]) -> date:
    return date(row["tahun"], row["bulan"], 1)


def _key(row: Mapping[str, Any]) -> tuple[object, ...]:
    """`Report.version_key` of a row."""
    source = row["source_id"]
    return (row["tanggal_isi"], source is None, source or 0, row["recorded_at"])


def _marks(form: Form, report: Report) -> list[Reason]:
    """Broken rules and doubts that were kept with the version."""
    kept = [(report.broken_rules, risk.HARD), (report.doubts, risk.DOUBT)]
    return [
        Reason(doubt_in_words(mark, form), weight, mark.partition(":")[2])
        for marks, weight in kept
        for mark in marks.split("|")
        if mark
    ]


def _photos(form: Form, report: Report, reused: Reused) -> list[Reason]:
    """Photos behind facts of this form that were used before, each place once."""
    words = (reuse.words for reuse in reused.get(report.kampung_id, ()) if reuse.form == form.code)
    return [Reason(one, risk.REUSED_PHOTO) for one in dict.fromkeys(words)]


def _far(words: Iterable[str]) -> list[Reason]:
    """Photos of the month that were taken far from it or from their activity."""
    return [Reason(one, risk.DOUBT) for one in dict.fromkeys(words)]


class _Peers:
    """The reports of the same month in the same kabupaten: neighbours, and possible originals."""

    def __init__(self, form: Form, kabupaten: Iterable[str], year: int, month: int) -> None:
        self.form = form
        self.rows = _newest_by_kampung(form, kabupaten, date(year, month, 1), exact=True)
        self.penduduk = (
            {}
            if form.code == "profil"
            else _newest_by_kampung(FORMS["penduduk"], kabupaten, date(year, month, 1))
        )
        self.shares = {key: self.shares_of(key, row) for key, row in self.rows.items()}
        self.by_kecamatan: dict[str, list[UUID]] = defaultdict(list)
        self.figures: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
        self.texts: dict[str, list[UUID]] = defaultdict(list)
        for key, row in self.rows.items():
            self.by_kecamatan[row["kampung__village_id"][:8]].append(key)
            if figures := risk.fingerprint(form, row):
                self.figures[figures].append(key)
            for text in risk.long_texts(form, row).values():
                self.texts[text].append(key)

    def shares_of(self, kampung_id: UUID, values: Values) -> dict[str, risk.Share]:
        return risk.shares(self.form.code, values, self.penduduk.get(kampung_id, {}))

    def around(self, report: Report) -> list[Mapping[str, risk.Share]]:
        """The shares of the other kampung of the kecamatan."""
        near = self.by_kecamatan[report.kampung.village_id[:8]]
        return [self.shares[key] for key in near if key != report.kampung_id]

    def copies(self, report: Report, values: Values) -> list[Reason]:
        """Figures or long texts that another kampung sent too, word for word."""
        found = []
        figures = risk.fingerprint(self.form, values)
        if figures and (other := self._other(self.figures[figures], report)):
            found.append(Reason(f"Semua angka sama dengan Kampung {other}", risk.COPIED))
        for column, text in risk.long_texts(self.form, values).items():
            if other := self._other(self.texts[text], report):
                label = self.form.field(column).label
                words = f"{label}: teksnya sama dengan Kampung {other}"
                found.append(Reason(words, risk.COPIED, column))
        return found

    def _other(self, keys: Sequence[UUID], report: Report) -> str:
        others = [self.rows[key]["kampung__nama"] for key in keys if key != report.kampung_id]
        return min(others, default="")


def _newest_by_kampung(
    form: Form, kabupaten: Iterable[str], month: date, *, exact: bool = False
) -> dict[UUID, dict[str, Any]]:
    """The newest version of each kampung, of the month itself or of the year before it."""
    rows = MODELS[form.code].objects.current().filter(kabupaten_code__in=list(kabupaten))
    if exact:
        rows = rows.filter(tahun=month.year, bulan=month.month)
    else:
        rows = rows.filter(tanggal_isi__gte=month - timedelta(days=PAST_DAYS))
    place = ("kampung__village_id", "kampung__nama") if exact else ()
    columns = ("kampung_id", "tanggal_isi", "source_id", "recorded_at", *place, *form.by_name)
    newest: dict[UUID, dict[str, Any]] = {}
    for row in rows.exclude(state=State.RETURNED).values(*columns):
        known = newest.get(row["kampung_id"])
        if known is None or _key(known) < _key(row):
            newest[row["kampung_id"]] = row
    return newest


# The history of a version -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a version, told."""

    before: str
    after: str
    at: datetime
    who: Who
    comment: str
    remarks: Mapping[str, str]


def steps_of(form_code: str, report: Report, *, reader: Actor) -> list[Step]:
    """The steps of a version, oldest first: three queries."""
    taken = list(ReviewStep.objects.filter(form=form_code, version_id=report.pk))
    if not taken:
        return []
    who = people.who_did(STEPPING, [report.pk], reader=reader, code=report.kampung.village_id)
    return [
        Step(
            before=step.from_state,
            after=step.to_state,
            at=step.taken_at,
            who=who.get((str(report.pk), str(step.pk)), people.SOMEBODY),
            comment=step.comment,
            remarks=step.remarks,
        )
        for step in taken
    ]


def senders(reports: Iterable[Report], *, reader: Actor, code: str) -> dict[UUID, Who]:
    """Who sent which version; imported ones are absent. At most three queries for a whole page."""
    own = {
        str(report.pk): report for report in reports if report.recorded_by and not report.batch_id
    }
    told = people.who_did(SENDING, own, reader=reader, code=code)
    known = {own[subject].pk: who for (subject, _), who in told.items()}
    # Rows from before the trail told posts: the name alone, where the reader may know it.
    rest = [report for report in own.values() if report.pk not in known]
    names = people.names((report.recorded_by for report in rest), reader=reader, code=code)
    unnamed = {report.pk: Who("Pelapor", names.get(report.recorded_by or 0, "")) for report in rest}
    return known | unnamed


def returned_with(report: Report, form_code: str) -> ReviewStep | None:
    """The step that sent a version back; None where it was not."""
    if report.state != State.RETURNED:
        return None
    steps = ReviewStep.objects.filter(form=form_code, version_id=report.pk, to_state=State.RETURNED)
    return steps.last()


def on_its_clock(moment: datetime, kampung: KampungKB) -> datetime:
    """A moment in the time zone of a kampung."""
    return moment.astimezone(local_now(kampung.village_id).tzinfo)
