"""The addresses, room by room."""

from django.urls import include, path

from naikkelas.config import denied

urlpatterns = [
    path("", include("naikkelas.activities.urls")),  # first, for what phones send all day
    path("mengapa/", denied.show, name="denied"),
    path("", include("naikkelas.accounts.urls")),
    path("", include("naikkelas.accounts.urls_allauth")),
    path("", include("naikkelas.audit.urls")),
    path("wilayah/", include("naikkelas.areas.urls")),
    path("", include("naikkelas.registry.urls")),
    path("", include("naikkelas.roadmap.urls")),
    path("", include("naikkelas.themes.urls")),
    path("", include("naikkelas.coaching.urls")),
    path("", include("naikkelas.training.urls")),
    path("", include("naikkelas.partners.urls")),
    path("", include("naikkelas.practices.urls")),
    path("", include("naikkelas.api.urls")),
    path("", include("naikkelas.exchange.urls")),
    path("", include("naikkelas.publicsite.urls")),
    path("", include("naikkelas.opendata.urls")),
    path("", include("naikkelas.insights.urls")),
    path("", include("naikkelas.portal.urls")),
    path("", include("naikkelas.ui.urls")),
]
handler429 = "naikkelas.config.failures.too_many_requests"
handler500 = "naikkelas.config.failures.server_error"
