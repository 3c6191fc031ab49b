"""What becomes of an envelope of kind `kunjungan`: a visit that was written down on a phone."""

from uuid import UUID

from django.utils import timezone

from naikkelas.activities.actions.arriving import Landed
from naikkelas.activities.rules import clocks
from naikkelas.activities.rules.letters import Letter
from naikkelas.areas.queries import local_now
from naikkelas.coaching.actions import visits
from naikkelas.coaching.errors import UnfitVisit
from naikkelas.coaching.models import PlannedVisit
from naikkelas.coaching.rules.sheet import UnfitSheet, read_sheet
from naikkelas.lib.actors import Actor
from naikkelas.registry.models import KampungKB


def kunjungan(kampung: KampungKB, letter: Letter, by: Actor) -> Landed:
    """Store a visit under the number of its envelope; its content is that of `rules.sheet`."""
    try:
        sheet = read_sheet(letter.body, local_now(kampung.village_id).date())
    except UnfitSheet as unfit:
        raise UnfitVisit(unfit.column, str(unfit)) from unfit
    is_wrong = clocks.is_wrong(letter.made_at, timezone.now())
    stored = visits.record_visit(
        kampung,
        sheet,
        by=by,
        id=letter.id,
        planned=_planned(kampung, letter.body.get("planned")),
        made_at=None if is_wrong else letter.made_at,
    )
    return Landed(stored.record, stored.pk)


def _planned(kampung: KampungKB, key: object) -> PlannedVisit | None:
    """The planned visit that the phone named, where it is still ahead."""
    try:
        number = UUID(key) if isinstance(key, str) else None
    except ValueError:
        return None
    ahead = PlannedVisit.objects.ahead().filter(kampung=kampung)
    return ahead.filter(pk=number).first() if number else None
