"""How each criterion stands in many kampung at once: by their records, else by their answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from naikkelas.registry.models import DatakuStanding, Inovasi, Kelompok
from naikkelas.themes.models import AnswerCheck, CriterionAnswer
from naikkelas.themes.rules.recorded import Found, answered
from naikkelas.themes.rules.reference import recorded

GROUPS, DATAKU, INNOVATIONS = (
    "registry:group_list",
    "registry:dataku",
    "registry:innovation_list",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a criterion: 1 yes, 0 no, a figure, None unknown; and from where."""

    value: float | None = None
    records: tuple[Found, ...] = ()
    answer: CriterionAnswer | None = None
    check: AnswerCheck | None = None

    @property
    def is_recorded(self) -> bool:
        """Whether records of the kampung say it, so that it is not asked."""
        return bool(self.records)

    @property
    def is_met(self) -> bool:
        return self.value == 1

    @property
    def is_unmet(self) -> bool:
        return self.value == 0

    @property
    def is_verified(self) -> bool:
        return self.check is not None and self.check.is_right

    @property
    def is_doubted(self) -> bool:
        return self.check is not None and not self.check.is_right


UNKNOWN = Standing()
Standings = Mapping[UUID, Mapping[str, Standing]]


def standings(kampung: Collection[UUID], on: date) -> Standings:
    """Criterion by criterion, for these kampung: five queries however many there are."""
    found = _records(kampung, on)
    checks = _checks(kampung)
    result: dict[UUID, dict[str, Standing]] = {one: {} for one in kampung}
    rows = CriterionAnswer.objects.current().filter(kampung__in=kampung).select_related("evidence")
    for answer in rows:
        result[answer.kampung_id][answer.criterion] = Standing(
            answer.value, answer=answer, check=checks.get(answer.pk)
        )
    for one, held in found.items():
        for criterion, asked in recorded().items():
            if records := answered(asked, held):
                result[one][criterion] = Standing(1.0, records)
    return result


def figures(of: Mapping[str, Standing]) -> dict[str, float | None]:
    """The values alone, as the engine scores them."""
    return {criterion: one.value for criterion, one in of.items()}


def _checks(kampung: Collection[UUID]) -> dict[UUID, AnswerCheck]:
    """The newest check of each current answer."""
    rows = AnswerCheck.objects.filter(
        answer__kampung__in=kampung, answer__replaced_at__isnull=True
    ).order_by("checked_at", "id")
    return {row.answer_id: row for row in rows}


def _records(kampung: Collection[UUID], on: date) -> dict[UUID, dict[str, Found]]:
    """What the records of the kampung show, by the names of the reference file."""
    found: dict[UUID, dict[str, Found]] = {one: {} for one in kampung}
    rows = Kelompok.objects.active(on).filter(kampung__in=kampung)
    for row in rows.order_by("recorded_at", "id"):
        words = Found(row.nama, GROUPS)
        found[row.kampung_id].setdefault(f"kelompok:{row.kind}", words)
    for one in Inovasi.objects.active(on).filter(kampung__in=kampung, is_youth_led=True):
        words = Found(f"inovasi {one.title}", INNOVATIONS)
        found[one.kampung_id].setdefault("inovasi:pemuda", words)
    _add_dataku(found, kampung, on)
    return found


def _add_dataku(found: dict[UUID, dict[str, Found]], kampung: Collection[UUID], on: date) -> None:
    """Kinds of data that a Rumah DataKu at work holds, as last noted."""
    rows = DatakuStanding.objects.filter(
        kelompok__in=Kelompok.objects.active(on).filter(
            kampung__in=kampung, kind=Kelompok.Kind.RUMAH_DATAKU
        ),
        withdrawn_at__isnull=True,
    ).select_related("kelompok")
    newest = {row.kelompok_id: row for row in rows.order_by("noted_on", "recorded_at", "id")}
    for row in newest.values():
        for kind in filter(None, row.jenis_data.split("|")):
            words = Found("data di Rumah DataKu", DATAKU)
            found[row.kelompok.kampung_id].setdefault(f"dataku:{kind}", words)
