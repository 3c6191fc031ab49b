"""Addresses of the sites of kampung."""

from django.urls import path

from naikkelas.publicsite.views import sites

app_name = "publicsite"
urlpatterns = [
    path("k/<slug:slug>/", sites.home, name="home"),
]
