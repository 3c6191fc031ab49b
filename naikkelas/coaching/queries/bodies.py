"""SKPD and partners that may be asked to do something in a kampung, by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from naikkelas.accounts.models import Partner

Names = Callable[[str], Iterable[tuple[str, int | None]]]
"""Village code → names, each with the key of its account where it has one."""


@dataclass(frozen=True, slots=True)
class Body:
    """An SKPD, firm, school or group; `partner` is the key of `accounts.Partner`, if it has one."""

    name: str
    partner: int | None


def bodies_of(village_code: str) -> list[Body]:
    """Those with an account in the areas of a village, and those of `settings.FOLLOWUP_BODIES`.

    By name, each once; one with an account before one without. Two queries with the house's list.
    """
    codes = (village_code[:5], village_code[:8], village_code)
    found = {
        name.casefold(): Body(name, key)
        for key, name in Partner.objects.filter(area__in=codes).values_list("pk", "name")
    }
    for source in settings.FOLLOWUP_BODIES:
        more: Names = import_string(source)
        for name, key in more(village_code):
            if key is not None or name.casefold() not in found:
                found[name.casefold()] = Body(name, key)
    return sorted(found.values(), key=lambda one: one.name.casefold())


def body_named(village_code: str, name: str) -> Body | None:
    """The one of this name, in any case of its letters."""
    wanted = " ".join(name.split()).casefold()
    return next((one for one in bodies_of(village_code) if one.name.casefold() == wanted), None)
