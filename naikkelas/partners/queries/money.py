"""Plan and spending of a year, from RKM, roadmap and commitments; four queries at most."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Sum

from naikkelas.activities.models import RKMItem
from naikkelas.lib.actors import Actor
from naikkelas.partners import access
from naikkelas.partners.models import CommitmentPlace, Delivery
from naikkelas.partners.queries.support import kampung_in
from naikkelas.partners.rules import course, money
from naikkelas.partners.rules.money import Line
from naikkelas.roadmap.models import Step, StepState
from naikkelas.roadmap.queries import steps_in_force


def lines_of(actor: Actor, scopes: Sequence[str], year: int, kecamatan: str = "") -> list[Line]:
    """Every planned thing of a year in a part of an area, each once."""
    kampung = kampung_in(scopes, kecamatan).values("pk")
    items = list(_items(kampung, year))
    return money.counted_once(
        [*map(_of_item, items), *_steps(kampung, year, items), *_supports(actor, kampung, year)]
    )


def years_of(today: date) -> list[int]:
    """The years that a page offers."""
    return [today.year + 1, today.year, today.year - 1, today.year - 2]


def _items(kampung: Any, year: int) -> Iterable[RKMItem]:
    found = RKMItem.objects.standing().filter(rkm__kampung__in=kampung, rkm__year=year)
    return found.exclude(state=RKMItem.State.DROPPED).select_related("rkm")


def _of_item(item: RKMItem) -> Line:
    return Line(
        item.pk,
        item.rkm.kampung_id,
        item.inpres_kegiatan,
        item.sumber_dana,
        item.cost,
        item.spent,
        money.RKM,
        item.name,
    )


def _steps(kampung: Any, year: int, items: Sequence[RKMItem]) -> list[Line]:
    """One line for each source of a step; the RKM item that was made of it is the same money."""
    made = {
        (item.rkm.kampung_id, item.source_key): item.pk
        for item in items
        if item.source == RKMItem.Source.STEP
    }
    rows = steps_in_force(Step.objects.filter(kampung__in=kampung, year=year))
    found = []
    for step in rows.exclude(state=StepState.DROPPED):
        same = made.get((step.kampung_id, step.action))
        costs = sorted(step.costs.items()) or [("", None)]
        for place, (source, rupiah) in enumerate(costs):
            key: Any = step.pk if place == 0 else (step.pk, source)
            amount = None if rupiah is None else round(rupiah)
            found.append(
                Line(
                    *(key, step.kampung_id, "", source, amount, None, money.STEP, step.name),
                    same_as=same,
                )
            )
    return found


def _supports(actor: Actor, kampung: Any, year: int) -> list[Line]:
    """The shares of commitments in rupiah that begin in the year, with what reached the kampung."""
    places = CommitmentPlace.objects.filter(
        kampung__in=kampung,
        rupiah__isnull=False,
        commitment__in=access.commitments_for(actor),
        commitment__state__in=course.STANDING,
        commitment__starts_on__year=year,
    )
    given = _delivered(places)
    return [_of_place(place, given) for place in places.select_related("commitment__rkm_item__rkm")]


def _delivered(places: Any) -> dict[tuple[Any, Any], int]:
    rows = Delivery.objects.filter(
        commitment__in=places.values("commitment"), withdrawn_at__isnull=True, rupiah__isnull=False
    )
    sums = rows.order_by().values_list("commitment", "kampung").annotate(Sum("rupiah"))
    return defaultdict(int, {(one, where): int(amount) for one, where, amount in sums})


def _of_place(place: CommitmentPlace, given: dict[tuple[Any, Any], int]) -> Line:
    one = place.commitment
    item = one.rkm_item
    is_here = item is not None and item.rkm.kampung_id == place.kampung_id
    return Line(
        place.pk,
        place.kampung_id,
        one.kegiatan,
        one.sumber_dana,
        place.rupiah,
        given[one.pk, place.kampung_id] or None,
        money.SUPPORT,
        one.title,
        same_as=item.pk if item is not None and is_here else one.step_id,
    )
