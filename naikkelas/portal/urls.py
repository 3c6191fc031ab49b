"""Addresses of the portal, open to everybody."""

from django.urls import path

from naikkelas.portal.views import areas, searching, showing

app_name = "portal"
urlpatterns = [
    path("portal/", areas.home, name="home"),
    path("portal/cari/", searching.search, name="search"),
    path("portal/banding/", searching.comparing, name="comparing"),
    path("portal/contoh-baik/", showing.good_examples, name="examples"),
    path("portal/contoh-baik/<uuid:pk>/", showing.example_page, name="example"),
    path("portal/tentang/", showing.about, name="about"),
    path("portal/privasi/", showing.privacy, name="privacy"),
    path("portal/aksesibilitas/", showing.accessibility, name="accessibility"),
    path("portal/<area:code>/", areas.area, name="area"),
    path("portal/<area:code>/statistik/", areas.statistics, name="statistics"),
    path("portal/<area:code>/statistik.csv", areas.statistics_csv, name="statistics_csv"),
    path("portal/<area:code>/terpilih/", showing.selected, name="selected"),
    path("portal/<area:code>/agenda/", showing.agenda, name="agenda"),
    path("portal/<area:code>/agenda.ics", showing.agenda_calendar, name="agenda_calendar"),
]
