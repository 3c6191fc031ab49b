"""Reads of data quality: what there is to look into in a kabupaten, and the queue of items."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any  # rows of a table by column
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from naikkelas.accounts.models import PostArea, running
from naikkelas.accounts.rules.policy import POKJA_ROLES
from naikkelas.areas.queries import local_now, setting
from naikkelas.audit.models import Event
from naikkelas.lib.actors import Actor
from naikkelas.lib.dates import id_date
from naikkelas.lib.fields import Kind as FieldKind
from naikkelas.registry import access
from naikkelas.registry.models import KampungKB, Pokja, QualityItem
from naikkelas.registry.queries import evidence
from naikkelas.registry.queries import pokja as people
from naikkelas.registry.queries.reports import MODELS
from naikkelas.registry.rules import quality, risk
from naikkelas.registry.rules.quality import DESKS, Found, Kind
from naikkelas.registry.rules.schema import FORMS, REPORTS, Form

VERSIONS_COMPARED = 12
Row = Mapping[str, Any]
REFRESHED = "quality.refresh"

# What there is to look into ---------------------------------------------------------------------


def day_of(kabupaten: str) -> date:
    """The day as of which a kabupaten is looked at: its fixed cut-off, or today."""
    cutoff = str(setting(kabupaten, "cutoff"))
    return today_of(kabupaten) if cutoff == "today" else date.fromisoformat(cutoff)


def today_of(kabupaten: str) -> date:
    """Today where the kabupaten lies: what due days are counted from, and decrees end by."""
    return local_now(kabupaten).date()


def find(kabupaten: str, today: date) -> dict[UUID, list[Found]]:
    """Kampung to all that there is to look into at its newest versions: nine queries or so."""
    kampung = _live(kabupaten)
    histories = {form.code: _histories(form, kabupaten, today) for form in REPORTS}
    found: dict[UUID, list[Found]] = {key: [] for key in kampung}
    for form in REPORTS:
        peers = _Peers(form, histories, kampung)
        for key in kampung:
            found[key] += peers.of(key)
    for key in kampung:
        newest = _newest_month(key, histories)
        found[key] += quality.silence(*newest, today)
    for ending in evidence.expiring((kabupaten,), today_of(kabupaten)):
        found[ending.evidence.kampung_id].append(_of_ending(ending))
    for pokja in people.decrees_without_file(kabupaten, today_of(kabupaten)):
        found[pokja.kampung_id].append(_of_decree(pokja, today_of(kabupaten)))
    for key, item in _of_photos(list(kampung)):
        found[key].append(item)
    return found


def _live(kabupaten: str) -> dict[UUID, tuple[str, str]]:
    """Live kampung to their village and name."""
    rows = KampungKB.objects.live().within(kabupaten)
    return {key: (code, name) for key, code, name in rows.values_list("pk", "village_id", "nama")}


def _histories(form: Form, kabupaten: str, today: date) -> dict[UUID, list[Row]]:
    """Kampung to the newest versions that are known by a day, the newest first."""
    names = (*form.names_of(FieldKind.COUNT), *risk.long_text_columns(form))
    place = ("kampung_id", "id", "tanggal_isi", "source_id", "recorded_at", "tahun", "bulan")
    columns = (*place, "broken_rules", "doubts", *names)
    rows = (
        MODELS[form.code]
        .objects.current()
        .filter(kabupaten_code=kabupaten, tanggal_isi__lte=today)
        .order_by()
        .values_list(*columns)
    )
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows.iterator(chunk_size=5000):
        found[row[0]].append(row)
    newest: dict[UUID, list[Row]] = {}
    for key, versions in found.items():
        versions.sort(key=_order, reverse=True)
        kept = versions[: VERSIONS_COMPARED + 1]
        newest[key] = [dict(zip(columns, row, strict=True)) for row in kept]
    return newest


def _order(row: tuple[Any, ...]) -> tuple[object, ...]:
    """`Report.version_key` of a row."""
    return (row[2], row[3] is None, row[3] or 0, row[4])


class _Peers:
    """The newest versions of one form in a kabupaten: neighbours, and possible originals."""

    def __init__(
        self,
        form: Form,
        histories: Mapping[str, Mapping[UUID, list[Row]]],
        kampung: Mapping[UUID, tuple[str, str]],
    ) -> None:
        self.form, self.kampung, self.histories = form, kampung, histories[form.code]
        self.penduduk = histories["penduduk"]
        self.shares: dict[UUID, dict[str, risk.Share]] = {}
        self.by_kecamatan: dict[str, list[UUID]] = defaultdict(list)
        self.figures: dict[object, list[UUID]] = defaultdict(list)
        self.texts: dict[object, list[UUID]] = defaultdict(list)
        for key, versions in self.histories.items():
            if key in kampung:
                self._add(key, versions[0])

    def _add(self, key: UUID, row: Row) -> None:
        base = self.penduduk.get(key, [{}])[0]
        self.shares[key] = risk.shares(self.form.code, row, base)
        self.by_kecamatan[self.kampung[key][0][:8]].append(key)
        if figures := risk.fingerprint(self.form, row):
            self.figures[row["tahun"], row["bulan"], figures].append(key)
        for text in risk.long_texts(self.form, row).values():
            self.texts[text].append(key)

    def of(self, key: UUID) -> Iterator[Found]:
        """All that there is to look into at the newest version of a kampung, each mark once."""
        versions = self.histories.get(key)
        if not versions:
            return
        seen: set[str] = set()
        for found in self._all(key, versions[0], versions[1:]):
            if found.mark not in seen:
                seen.add(found.mark)
                yield found

    def _all(self, key: UUID, row: Row, past: Sequence[Row]) -> Iterator[Found]:
        form, version = self.form, row["id"]
        yield from quality.of_marks(form, version, row["broken_rules"], row["doubts"])
        near = self.by_kecamatan[self.kampung[key][0][:8]]
        neighbours = [self.shares[one] for one in near if one != key]
        yield from quality.outliers(form, version, row, past, self.shares[key], neighbours)
        if past:
            yield from quality.copied_from_last(form, version, row, past[0])
        if figures := risk.fingerprint(form, row):
            others = self._others(self.figures[row["tahun"], row["bulan"], figures], key)
            yield from quality.copied_figures(form, version, others)
        for column, text in risk.long_texts(form, row).items():
            others = self._others(self.texts[text], key)
            yield from quality.copied_text(form, version, column, others)

    def _others(self, keys: Sequence[UUID], own: UUID) -> list[str]:
        return [self.kampung[key][1] for key in keys if key != own]


def _newest_month(
    key: UUID, histories: Mapping[str, Mapping[UUID, list[Row]]]
) -> tuple[date | None, UUID | None]:
    """The newest month that was reported with any form, and by which version."""
    known = [
        (date(row["tahun"], row["bulan"], 1), row["id"])
        for by_kampung in histories.values()
        for row in by_kampung.get(key, ())
    ]
    return max(known, default=(None, None))


def _of_ending(ending: evidence.Ending) -> Found:
    one = ending.evidence
    due_on = None if ending.is_expired else ending.until
    return Found(Kind.EVIDENCE, one.form, f"bukti:{one.pk.hex}", ending.words, one.pk, due_on)


def _of_decree(pokja: Pokja, today: date) -> Found:
    """An SK of which only the days are noted; one with its file is found as evidence."""
    until = pokja.valid_until or today
    verb = "habis masa berlakunya sejak" if until < today else "berlaku sampai"
    words = f"SK Pokja {verb} {id_date(until)}"
    due_on = None if until < today else until
    return Found(Kind.EVIDENCE, "profil", f"sk_pokja:{pokja.pk.hex}", words, None, due_on)


def _of_photos(kampung: Sequence[UUID]) -> Iterator[tuple[UUID, Found]]:
    """Photos that came twice, and those taken far from their month or activity."""
    for key, reused in evidence.reused_photos(kampung).items():
        for one in reused:
            mark = f"foto:{one.evidence_id.hex}"
            yield key, Found(Kind.COPY, one.form, mark, one.words, one.evidence_id)
    dated = list(evidence.standing().filter(kampung__in=kampung, taken_on__isnull=False))
    held = evidence.days_held(dated)
    for row in dated:
        words = evidence.far_in_words(row, held.get((row.kampung_id, row.form)))
        if words:
            mark = f"tanggal_foto:{row.pk.hex}"
            detail = "; ".join(words)
            yield row.kampung_id, Found(Kind.WARNING, row.form, mark, detail, row.pk)


# Whose turn it is -------------------------------------------------------------------------------


def held_desks(kabupaten: str) -> list[tuple[str, str]]:
    """(area, desk) of every post that somebody holds now and that has a part in the queue."""
    now = timezone.now()
    rows = PostArea.objects.filter(
        running(now),
        running(now, "post__holdings__"),
        post__closed_at__isnull=True,
        post__holdings__user__is_active=True,
        post__role__in=(*POKJA_ROLES, *DESKS),
    )
    pairs = rows.values_list("area_id", "post__role").order_by().distinct()
    return [
        (code or "", "pokja" if role in POKJA_ROLES else role)
        for code, role in pairs
        if (code or "").startswith(kabupaten) or kabupaten.startswith(code or "")
    ]


def desks_of(village: str, held: Sequence[tuple[str, str]]) -> set[str]:
    """The desks that somebody holds for a village."""
    return {
        desk for code, desk in held if not code or village == code or village.startswith(f"{code}.")
    }


# The queue --------------------------------------------------------------------------------------


def open_items() -> "QuerySet[QualityItem]":
    """Items that nobody has looked into yet."""
    return QualityItem.objects.filter(closed_at__isnull=True)


def visible_to(actor: Actor) -> "QuerySet[QualityItem]":
    """All items of the kampung that a person sees."""
    return QualityItem.objects.filter(kampung__in=access.visible_to(actor))


def open_for(actor: Actor) -> "QuerySet[QualityItem]":
    """The open items of a person's areas, the most urgent first."""
    return visible_to(actor).filter(closed_at__isnull=True)


def turn_of(actor: Actor) -> "QuerySet[QualityItem]":
    """The open items at which it is the turn of this person's desk."""
    return open_for(actor).filter(owner_role=actor.desk)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items somebody asked to see."""

    kind: str = ""
    mine: bool = False
    kecamatan: str = ""
    overdue: bool = False
    closed: bool = False

    @property
    def is_narrowed(self) -> bool:
        return any((self.kind, self.mine, self.kecamatan, self.overdue, self.closed))


def listed(actor: Actor, wanted: Wanted) -> "QuerySet[QualityItem]":
    """The items that were asked for, with their kampung at hand."""
    items = visible_to(actor).filter(closed_at__isnull=not wanted.closed)
    if wanted.kind:
        items = items.filter(kind=wanted.kind)
    if wanted.mine:
        items = items.filter(owner_role=actor.desk)
    if wanted.kecamatan:
        items = items.filter(kampung__village__parent_id=wanted.kecamatan)
    if wanted.overdue:
        items = items.filter(due_on__lt=local_now(actor.home).date())
    order = ("-closed_at", "id") if wanted.closed else ("due_on", "kampung__village_id", "id")
    return items.select_related("kampung__village__parent").order_by(*order)


def counts(actor: Actor) -> dict[str, int]:
    """Kind to the number of open items; one query."""
    rows = open_for(actor).order_by().values_list("kind").annotate(Count("id"))
    return dict(rows)


def kecamatan_of(actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the kecamatan in which something is open."""
    place = ("kampung__village__parent_id", "kampung__village__parent__name")
    return list(open_for(actor).order_by(place[1]).values_list(*place).distinct())


def form_name(item: QualityItem) -> str:
    """The form that an item is about; empty where it is about none."""
    return FORMS[item.form].name if item.form in FORMS else ""


# What has changed -------------------------------------------------------------------------------


def states() -> dict[str, str]:
    """Kabupaten to what tells that something happened there: its last event, and the day."""
    last = dict(
        Event.objects.exclude(verb=REFRESHED)
        .order_by()
        .values_list("kabupaten_code")
        .annotate(Max("at"))
    )
    codes = KampungKB.objects.live().order_by().values_list("kabupaten_code", flat=True).distinct()
    return {code: f"{day_of(code)} {last.get(code, '')} {last.get('', '')}" for code in codes}
