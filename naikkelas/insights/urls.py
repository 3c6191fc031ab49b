"""Addresses of the screens that show the classification."""

from django.urls import path

from naikkelas.insights.views import kampung, listing, overview, receipt, what_if, year

app_name = "insights"
urlpatterns = [
    path("", overview.home, name="home"),
    path("wilayah/<str:code>/ringkasan/", overview.show, name="overview"),
    path("wilayah/<str:code>/angka/", year.show, name="year"),
    path("wilayah/<str:code>/angka.<str:kind>", year.download, name="year_download"),
    path("kampung/", listing.show, name="kampung_list"),
    path("kampung/<uuid:pk>/", kampung.show, name="kampung"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/terkirim/", receipt.show, name="activity_sent"),
    path("kampung/<uuid:pk>/coba/", what_if.show, name="what_if"),
]
