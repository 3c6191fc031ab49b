"""The addresses of the house and one trivial view, served by one server for a fair comparison."""

from datetime import timedelta
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from naikkelas.accounts.models import Remembered


def trivial(request: HttpRequest) -> HttpResponse:
    """What Django costs anyway: session, person, token, one row, one commit."""
    Remembered.objects.create(
        key=uuid4().hex,
        value=request.body.decode(),
        until=timezone.now() + timedelta(days=1),
    )
    return HttpResponse('{"ok": true}', status=201, content_type="application/json")


urlpatterns = [path("bench/", trivial, name="bench"), path("", include("naikkelas.config.urls"))]
handler500 = "naikkelas.config.failures.server_error"
