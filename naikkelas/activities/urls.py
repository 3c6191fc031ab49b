"""Addresses of activities."""

from django.urls import path

from naikkelas.activities import views

app_name = "activities"
urlpatterns = [
    path("kampung/<uuid:pk>/bukti/kegiatan/", views.new_evidence, name="evidence_new"),
]
