"""Whether a kampung has an approved RKM: what the profil's `rkm_ada` derives from."""

from datetime import date

from naikkelas.registry.models import KampungKB, WorkPlan


def approved(kampung: KampungKB, on: date) -> WorkPlan | None:
    """The newest approval that covers a day; None where nothing is known, which is not "no"."""
    found = WorkPlan.objects.filter(kampung=kampung, year=on.year, approved_on__lte=on)
    return found.order_by("-revision").first()
