"""Addresses of open data. `terbaru.csv` leads to the newest day; dated ones stay for ever."""

from django.urls import path

from naikkelas.opendata.views import catalogue, files, pages

app_name = "opendata"
urlpatterns = [
    path("data/", pages.home, name="home"),
    path("data/kamus/", pages.dictionary, name="dictionary"),
    path("data/kamus.<slug:extension>", catalogue.dictionary, name="dictionary_file"),
    path("data/metadata/", pages.metadata, name="metadata"),
    path("data/metadata.json", catalogue.metadata, name="metadata_file"),
    path("data/katalog.jsonld", catalogue.catalogue, name="catalogue"),
    path("data/<area:slug>/katalog.jsonld", catalogue.catalogue, name="area_catalogue"),
    path("data/<area:slug>/", pages.area, name="area"),
    path("data/<area:slug>/<slug:table>/", pages.table, name="table"),
    path("data/<area:slug>/<slug:table>/<str:name>", files.download, name="file"),
]
