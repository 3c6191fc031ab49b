"""Addresses of activities."""

from django.urls import path

from naikkelas.activities.views import evidence, phone

app_name = "activities"
urlpatterns = [
    path("kerja/sapa/", phone.greet, name="phone_greet"),
    path("kerja/kirim/", phone.send, name="phone_send"),
    path("kerja/foto/", phone.photo_begin, name="phone_photo_begin"),
    path("kerja/foto/<uuid:pk>/", phone.photo, name="phone_photo"),
    path("kerja/keadaan/", phone.standing, name="phone_standing"),
    path("kerja/bekal/<uuid:pk>/", phone.provide, name="phone_provide"),
    path("kampung/<uuid:pk>/bukti/kegiatan/", evidence.new, name="evidence_new"),
]
