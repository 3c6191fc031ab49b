"""Addresses of activities."""

from django.urls import path

from naikkelas.activities.views import app, evidence, phone, waiting

app_name = "activities"
urlpatterns = [
    path("perlu-diperbaiki/", waiting.listed, name="waiting"),
    path("kerja/sapa/", phone.greet, name="phone_greet"),
    path("kerja/kirim/", phone.send, name="phone_send"),
    path("kerja/foto/", phone.photo_begin, name="phone_photo_begin"),
    path("kerja/foto/<uuid:pk>/", phone.photo, name="phone_photo"),
    path("kerja/keadaan/", phone.standing, name="phone_standing"),
    path("kerja/bekal/<uuid:pk>/", phone.provide, name="phone_provide"),
    path("kerja/", app.shell, name="app"),
    path("kerja/sw.js", app.worker, name="app_worker"),
    path("kerja/aplikasi.webmanifest", app.manifest, name="app_manifest"),
    path("kerja-daring/", app.online, name="app_online"),
    path("kerja-pulih/", app.repair, name="app_repair"),
    path("kampung/<uuid:pk>/bukti/kegiatan/", evidence.new, name="evidence_new"),
]
