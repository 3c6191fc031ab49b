"""The addresses of the house and one trivial page, served by one server for a fair comparison."""

from types import MappingProxyType

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from naikkelas.config import doors


@login_not_required
def trivial(request: HttpRequest) -> HttpResponse:
    """What Django and the middleware of the house cost anyway; no database, no template."""
    return HttpResponse("ok", content_type="text/plain")


doors.DOORS = MappingProxyType({**doors.DOORS, "bench": doors.OPEN})
urlpatterns = [path("bench/", trivial, name="bench"), path("", include("naikkelas.config.urls"))]
handler500 = "naikkelas.config.failures.server_error"
