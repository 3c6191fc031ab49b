"""The addresses of the house and one trivial page, served by one server for a fair comparison."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from naikkelas.web.permissions import PUBLIC, opened_by


@opened_by(PUBLIC)
def trivial(request: HttpRequest) -> HttpResponse:
    """What Django and the middleware of the house cost anyway; no database, no template."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bench/", trivial, name="bench"), path("", include("naikkelas.config.urls"))]
handler500 = "naikkelas.config.failures.server_error"
