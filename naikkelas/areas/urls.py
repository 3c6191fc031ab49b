"""Addresses below `/wilayah/`."""

from django.urls import path

from naikkelas.areas import views

app_name = "areas"
urlpatterns = [
    path("pengaturan/", views.settings, name="settings"),
    path("batas/", views.boundaries, name="boundaries"),
    path("kode/", views.codes, name="codes"),
    path("kode-lain/", views.identifiers, name="identifiers"),
    path("cari/", views.search, name="search"),
    path("logo/<str:name>", views.logo, name="logo"),
]
