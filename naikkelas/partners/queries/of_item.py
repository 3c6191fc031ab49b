"""Who supports an item of the RKM, for the page of the item, which knows nothing of partners."""

from django.urls import reverse

from naikkelas.activities.models import RKMItem
from naikkelas.lib.actors import Actor
from naikkelas.partners import access
from naikkelas.partners.rules import course

MOST = 20


def support_of_item(item: RKMItem, actor: Actor) -> list[tuple[str, str, str]]:
    """Commitments to the item that the person sees: title, partner with state, address.

    Named in `settings.RKM_ITEM_SUPPORT`. One query.
    """
    found = access.commitments_for(actor).filter(rkm_item=item).select_related("mitra")
    return [
        (
            one.title,
            f"{one.mitra}, {course.STATES[one.state].lower()}",
            reverse("partners:commitment", args=[one.pk]),
        )
        for one in found.order_by("starts_on", "pk")[:MOST]
    ]
