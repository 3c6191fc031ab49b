"""Addresses of good examples."""

from django.urls import path

from naikkelas.practices.views import kampung, library

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
]
