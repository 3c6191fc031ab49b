"""What this room gives the app for work without a signal (`settings.PHONE_PROVISIONS`)."""

from collections.abc import Mapping
from typing import Any  # JSON values

from django.urls import reverse

from naikkelas.areas.queries import local_now
from naikkelas.classification.queries import Card
from naikkelas.insights.queries.kampung import way_up
from naikkelas.insights.queries.viewpoint import viewpoint
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries import next_steps
from naikkelas.roadmap.rules import words
from naikkelas.roadmap.rules.advice import BranchAdvice, GoalAdvice
from naikkelas.ui.levels import level

_WORKS_SAID = 2
"""How many works fit on a phone; the page of the kampung tells all."""
_HIGHEST = "berkelanjutan"
_LINKS = (
    ("RKM", "activities:rkm_list"),
    ("Pokja", "registry:pokja_show"),
    ("Rapat", "registry:meeting_list"),
    ("Kelompok", "registry:group_list"),
)
_REPORT = {
    "sentence": "Belum ada laporan yang dihitung. Kirim laporan bulan ini.",
    "url": "#/laporan",
}


def next_points(kampung: KampungKB, actor: Actor) -> dict[str, str] | None:
    """The nearest class above the declared one: `{sentence, url}`; None where no way is known.

    The same goals as "Jalan naik" on the page of the kampung. On equal points the one that counts
    for the target comes first, as there.
    """
    view = viewpoint(kampung.village_id, {})
    card, goals = way_up(kampung, view)
    url = reverse("insights:kampung", args=[kampung.pk])
    if not any(card.versions.values()):
        return _REPORT
    if goals:
        return {"sentence": _sentence(card, _nearest(goals), view.labels), "url": f"{url}#jalan"}
    if card.level == _HIGHEST:
        name = level(card.level, view.labels).label
        return {"sentence": f"Sudah {name} menurut laporan. Jaga ketiga indeksnya.", "url": url}
    return None


def _nearest(goals: tuple[GoalAdvice, ...]) -> BranchAdvice:
    return min(goals, key=lambda advice: advice.goal.points).branches[0]


def _sentence(card: Card, branch: BranchAdvice, labels: Mapping[str, str]) -> str:
    """`Kurang 1 poin menuju Mandiri: latih Pokja`."""
    name = level(branch.branch.level, labels).label
    start = f"Kurang {branch.branch.points} poin menuju {name}"
    works = branch.options[0].works if branch.options else ()
    if not works:
        return f"{start}. Lengkapi laporan agar langkahnya dapat dihitung."
    said = "; ".join(words.said(work, card.instrument) for work in works[:_WORKS_SAID])
    more = len(works) - _WORKS_SAID
    return f"{start}: {said}{f'; dan {more} hal lain' if more > 0 else ''}."


def steps(kampung: KampungKB, actor: Actor) -> list[dict[str, Any]]:
    """The open steps of "Langkah kita"; without the persons in charge, who stay here."""
    today = local_now(kampung.village_id).date()
    return [
        {
            "name": step.name,
            "due": step.due_on.isoformat(),
            "late": step.due_on < today,
            "url": reverse("roadmap:step", args=[step.pk]),
        }
        for step in next_steps(kampung)
    ]


def links(kampung: KampungKB, actor: Actor) -> list[dict[str, str]]:
    """Pages of the kampung that need a signal."""
    return [{"label": label, "url": reverse(name, args=[kampung.pk])} for label, name in _LINKS]
