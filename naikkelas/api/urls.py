"""Addresses for apps of others (OpenRosa, below the key of a phone), and for their keys."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.gzip import gzip_page

from naikkelas.api.views import devices, hooks, openrosa, reference, tokens
from naikkelas.api.views.v1.door import NOWHERE, serve

# Written out here, so that the start of a process needs neither ninja nor the schemas; a test holds
# the addresses against those of the schema.
V1 = {
    "v1_openapi": "openapi.json",
    "v1_me": "saya",
    "v1_areas": "wilayah",
    "v1_area": "wilayah/<str:kode>",
    "v1_kampung_list": "kampung",
    "v1_kampung": "kampung/<str:id>",
    "v1_kampung_class": "kampung/<str:id>/kelas",
    "v1_kampung_gap": "kampung/<str:id>/kekurangan",
    "v1_profil_list": "laporan/profil",
    "v1_profil": "laporan/profil/<str:id>",
    "v1_penduduk_list": "laporan/penduduk",
    "v1_penduduk": "laporan/penduduk/<str:id>",
    "v1_kkbpk_list": "laporan/kkbpk",
    "v1_kkbpk": "laporan/kkbpk/<str:id>",
    "v1_activities": "kegiatan",
    "v1_activity": "kegiatan/<str:id>",
    "v1_activity_withdraw": "kegiatan/<str:id>/tarik",
    "v1_classes": "kelas",
    "v1_target": "target",
    "v1_figures": "angka",
    "v1_summary": "ringkasan",
    "v1_summary_history": "ringkasan/riwayat",
    "v1_steps": "langkah",
    "v1_instruments": "instrumen",
    "v1_instrument": "instrumen/<str:id>",
    "v1_changes": "perubahan",
    "v1_hooks": "webhook",
    "v1_hook": "webhook/<str:id>",
    "v1_deliveries": "webhook/<str:id>/kiriman",
    "v1_delivery_again": "webhook/<str:id>/kiriman/<str:kiriman>/ulangi",
}
"""Name to address below /api/v1/."""


def _view(name: str) -> Callable[..., HttpResponse]:
    """The schema goes out compressed; others carry strong ETags, which compressing weakens."""
    return gzip_page(serve(name)) if name == "v1_openapi" else serve(name)


app_name = "api"
urlpatterns = [
    path("akun/perangkat/odk/", devices.show, name="devices"),
    path("akun/perangkat/odk/<int:pk>/cabut/", devices.revoke, name="device_revoke"),
    path("akun/kunci-api/", tokens.show, name="tokens"),
    path("akun/kunci-api/<int:pk>/cabut/", tokens.revoke, name="token_revoke"),
    path("akun/kunci-api/<int:pk>/webhook/", hooks.show, name="hooks"),
    path("akun/kunci-api/webhook/<uuid:key>/hentikan/", hooks.end, name="hook_end"),
    path("akun/kunci-api/kiriman/<uuid:key>/ulangi/", hooks.again, name="delivery_again"),
    path("api/v1/referensi/", gzip_page(reference.show), name="v1_reference"),
    *(path(f"api/v1/{address}", _view(name), name=name) for name, address in V1.items()),
    path("api/v1/<path:rest>", serve(NOWHERE), name=NOWHERE),
    path("odk/<str:token>/formList", openrosa.form_list, name="form_list"),
    path("odk/<str:token>/submission", openrosa.submission, name="submission"),
    path("odk/<str:token>/forms/<slug:code>.xml", openrosa.form, name="form"),
    path("odk/<str:token>/forms/<slug:code>/manifest", openrosa.manifest, name="manifest"),
    path("odk/<str:token>/forms/<slug:code>/<str:name>", openrosa.attachment, name="attachment"),
]
