"""Handing the steps of a kampung down to its year plan."""

from collections.abc import Collection

from naikkelas.activities.actions import rkm
from naikkelas.activities.actions.rkm import Proposed
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB
from naikkelas.roadmap.queries.rkm import proposals


def propose_steps(
    kampung: KampungKB, year: int, *, by: Actor, only: Collection[str] | None = None
) -> Proposed:
    """Propose the steps of a year (all, or `only` some actions) for the RKM; nothing twice.

    What is named in `only` comes back even where the village struck it out before; proposing all
    leaves such items out and says so in `struck`.
    """
    found = [one for one in proposals(kampung, year) if only is None or one.key in only]
    return rkm.propose(kampung, year, found, by=by, again=only or ())
