"""What every page knows: the office, the way around, the words for the levels, the cut-off."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from naikkelas.accounts.models import User
from naikkelas.areas.queries import several_settings
from naikkelas.classification.queries import cutoff_from
from naikkelas.config.navigation import kampung_navigation, navigation
from naikkelas.lib.actors import Act
from naikkelas.registry.models import KampungKB


def page(request: HttpRequest) -> dict[str, Any]:  # a template context
    """The context of `base.html`; an anonymous visitor gets the default words only."""
    user = request.user
    scope = user.home if isinstance(user, User) else ""
    values = several_settings(scope)
    context: dict[str, Any] = {
        "office": {
            "name": values["office_name"],
            "unit": values["office_unit"],
            "logo_url": reverse("areas:logo", args=[values["logo"]]) if values["logo"] else "",
        },
        "level_labels": values["level_labels"],
        "instrument_in_force": values["instrument"],
    }
    if isinstance(user, User):
        context |= {
            "may": {act.value: user.can(act) for act in Act},
            "navigation": navigation(request),
            "kampung_places": kampung_navigation(request),
            "search_url": reverse("insights:kampung_list"),
            "search_text": request.GET.get("cari", ""),
            "cutoff": cutoff_from(values["cutoff"], values["time_zone"]),
            "is_example": _holds_examples(user),
        }
    return context


def _holds_examples(user: User) -> bool:
    return KampungKB.objects.within_any(user.scopes).filter(is_example=True).exists()
