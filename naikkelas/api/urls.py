"""Addresses for apps of others (OpenRosa, below the key of a phone), and for their keys."""

from django.urls import path

from naikkelas.api.views import devices, openrosa

app_name = "api"
urlpatterns = [
    path("akun/perangkat/odk/", devices.show, name="devices"),
    path("akun/perangkat/odk/<int:pk>/cabut/", devices.revoke, name="device_revoke"),
    path("odk/<str:token>/formList", openrosa.form_list, name="form_list"),
    path("odk/<str:token>/submission", openrosa.submission, name="submission"),
    path("odk/<str:token>/forms/<slug:code>.xml", openrosa.form, name="form"),
    path("odk/<str:token>/forms/<slug:code>/manifest", openrosa.manifest, name="manifest"),
    path("odk/<str:token>/forms/<slug:code>/<str:name>", openrosa.attachment, name="attachment"),
]
