"""Addresses of activities."""

from django.urls import path

from naikkelas.activities.views import evidence

app_name = "activities"
urlpatterns = [
    path("kampung/<uuid:pk>/bukti/kegiatan/", evidence.new, name="evidence_new"),
]
