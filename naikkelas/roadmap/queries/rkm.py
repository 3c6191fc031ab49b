"""Steps of the plan in force as proposals for the RKM of a kampung."""

from collections.abc import Sequence
from datetime import date

from naikkelas.activities.models import RKMItem
from naikkelas.activities.rules.rkm import Proposal
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.roadmap.models import Step, StepState
from naikkelas.roadmap.queries.stored import newest_catalogue, read_catalogue, steps_in_force

_ENDED = (StepState.DONE, StepState.DROPPED)
LONGEST_OWNER = 120


def years_of_steps(kampung: KampungKB, today: date) -> list[int]:
    """The years from this one on for which the plan in force has steps in a kampung."""
    found = steps_in_force(Step.objects.filter(kampung=kampung, year__gte=today.year))
    wanted = found.exclude(state__in=_ENDED).order_by("year").values_list("year", flat=True)
    return list(dict.fromkeys(wanted))


def proposals(kampung: KampungKB, year: int) -> list[Proposal]:
    """The steps of a year that are still to be done, one proposal for each action.

    The key is the action, so that a step stays the same item when the plan is computed anew.
    """
    found = steps_in_force(Step.objects.filter(kampung=kampung, year=year))
    by_action: dict[str, list[Step]] = {}
    for step in found.exclude(state__in=_ENDED).order_by("position", "due_on"):
        by_action.setdefault(step.action, []).append(step)
    codes = _inpres_codes(kampung.kabupaten_code)
    return [_proposal(some, codes.get(action, "")) for action, some in by_action.items()]


def _proposal(steps: Sequence[Step], inpres: str) -> Proposal:
    first = steps[0]
    costs: dict[str, float] = {}
    for step in steps:
        for source, rupiah in step.costs.items():
            costs[source] = costs.get(source, 0) + rupiah
    dearest = max(costs, key=lambda source: costs[source], default="")
    return Proposal(
        RKMItem.Source.STEP,
        first.action,
        first.name,
        months=tuple(step.planned_for.month for step in steps),
        cost=round(sum(costs.values())) if costs else None,
        sumber_dana=dearest if dearest in reference.names("sumber_dana") else "",
        inpres_kegiatan=inpres,
        responsible=first.owner[:LONGEST_OWNER],
    )


def _inpres_codes(kabupaten_code: str) -> dict[str, str]:
    """Action to the first activity of Inpres 3/2022 that its catalogue names."""
    version = newest_catalogue(kabupaten_code)
    if version is None:
        return {}
    codes = {row["nomor_portal"]: row["kode"] for row in reference.rows("inpres_3_2022")}
    actions = read_catalogue(version).actions
    return {one.code: codes.get(str(one.inpres[0]), "") for one in actions if one.inpres}
