"""The house's list of partners by name, for rooms that know nothing of it."""

from naikkelas.lib.actors import covers
from naikkelas.partners.models import Mitra

KABUPATEN = len("63.01")


def bodies_at(village_code: str) -> list[tuple[str, int | None]]:
    """The partners that work in a village with the key of their account, by name: one query.

    Named in `settings.FOLLOWUP_BODIES`.
    """
    rows = Mitra.objects.working().filter(kabupaten_code=village_code[:KABUPATEN])
    return [
        (one.name, one.account_id)
        for one in rows.order_by("name", "pk")
        if any(covers(code, village_code) for code in one.areas.split("|"))
    ]
