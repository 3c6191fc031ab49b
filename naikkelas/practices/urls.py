"""Addresses of good examples."""

from django.urls import path

from naikkelas.practices.views import competitions, following, kampung, library, peers

app_name = "practices"
urlpatterns = [
    path("contoh-baik/", library.listing, name="library"),
    path("contoh-baik/<uuid:pk>/", library.show, name="show"),
    path("contoh-baik/<uuid:pk>/keputusan/", library.decide, name="decide"),
    path("contoh-baik/<uuid:pk>/foto/<uuid:key>/", library.photo, name="photo"),
    path("kampung/<uuid:pk>/contoh/", kampung.show, name="of_kampung"),
    path("kampung/<uuid:pk>/contoh/baru/", kampung.new, name="new"),
    path("kampung/<uuid:pk>/contoh/tetapkan/", kampung.exemplar, name="exemplar"),
    path("kampung/<uuid:pk>/contoh/<uuid:key>/ubah/", kampung.edit, name="edit"),
    path("kampung/<uuid:pk>/contoh/<uuid:key>/langkah/", kampung.move, name="move"),
    path("kampung/<uuid:pk>/contoh/<uuid:key>/foto/", kampung.attachments, name="attachments"),
    path("kampung/<uuid:pk>/contoh/<uuid:key>/tiru/", following.adopt, name="adopt"),
    path("kampung/<uuid:pk>/tiruan/<uuid:key>/", following.replication, name="replication"),
    path("kampung/<uuid:pk>/contoh/<uuid:key>/kunjungi/", following.ask, name="visit_ask"),
    path("kampung/<uuid:pk>/kunjungan-belajar/", following.visit_list, name="visit_list"),
    path("kampung/<uuid:pk>/kunjungan-belajar/<uuid:key>/", following.visit, name="visit"),
    path(
        "kampung/<uuid:pk>/kunjungan-belajar/<uuid:key>/kalender/",
        following.visit_calendar,
        name="visit_calendar",
    ),
    path("kampung/<uuid:pk>/sebaya/", peers.show, name="peers"),
    path("kampung/<uuid:pk>/lomba/", competitions.of_kampung, name="competitions_of"),
    path("lomba/", competitions.listing, name="competition_list"),
    path("lomba/baru/", competitions.new, name="competition_new"),
    path("lomba/<uuid:pk>/", competitions.show, name="competition"),
    path("lomba/<uuid:pk>/langkah/", competitions.step, name="competition_step"),
    path("lomba/<uuid:pk>/nilai/<uuid:key>/", competitions.judge, name="judge"),
]
