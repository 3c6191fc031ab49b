"""Addresses of coaching."""

from django.urls import path

from naikkelas.coaching.views import effects, followups, mentors, visits

app_name = "coaching"
urlpatterns = [
    path("pendampingan/", mentors.circle, name="mentors"),
    path("pendampingan/rencana/", mentors.plan, name="plan"),
    path("pendampingan/rencana/usulkan/", mentors.propose, name="propose"),
    path("pendampingan/rencana/<uuid:key>/", mentors.planned, name="planned"),
    path("pendampingan/hasil/", effects.home, name="effects_home"),
    path("pendampingan/hasil/<str:code>/", effects.show, name="effects"),
    path("pendampingan/hasil/<str:code>/hasil.csv", effects.download, name="effects_csv"),
    path("pendampingan/tindak-lanjut/", followups.listing, name="followups"),
    path("kampung/<uuid:pk>/kunjungan/", visits.listing, name="visits"),
    path("kampung/<uuid:pk>/kunjungan/baru/", visits.new, name="visit_new"),
    path("kampung/<uuid:pk>/kunjungan/rencana/", mentors.plan_new, name="plan_new"),
    path("kampung/<uuid:pk>/pendamping/", mentors.of_kampung, name="mentors_of"),
    path("kampung/<uuid:pk>/kunjungan/<uuid:key>/", visits.show, name="visit"),
    path("kampung/<uuid:pk>/kunjungan/<uuid:key>/perbaiki/", visits.correct, name="visit_correct"),
    path("kampung/<uuid:pk>/kunjungan/<uuid:key>/tarik/", visits.withdraw, name="visit_withdraw"),
    path("kampung/<uuid:pk>/kunjungan/<uuid:key>/setuju/", visits.sign, name="visit_sign"),
    path("kampung/<uuid:pk>/kunjungan/<uuid:key>/foto/", visits.photo, name="visit_photo"),
    path("kampung/<uuid:pk>/tindak-lanjut/<uuid:key>/", followups.show, name="followup"),
    path("foto-kunjungan/<str:token>/", visits.photo_file, name="photo_file"),
]
