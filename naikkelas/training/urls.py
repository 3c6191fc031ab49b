"""Addresses of training."""

from django.urls import path

from naikkelas.training.views import attendance, certificates, curricula, needs, sessions, tests

app_name = "training"
urlpatterns = [
    path("pelatihan/", sessions.listing, name="session_list"),
    path("pelatihan/baru/", sessions.new, name="session_new"),
    path("pelatihan/kebutuhan/", needs.needs, name="needs"),
    path("pelatihan/cakupan/", needs.coverage, name="coverage"),
    path("pelatihan/cakupan.<slug:extension>", needs.as_file, name="coverage_file"),
    path("pelatihan/kurikulum/", curricula.listing, name="curriculum_list"),
    path("pelatihan/kurikulum/baru/", curricula.new, name="curriculum_new"),
    path("pelatihan/kurikulum/<slug:code>/", curricula.show, name="curriculum"),
    path("pelatihan/kurikulum/<slug:code>/ubah/", curricula.edit, name="curriculum_edit"),
    path("pelatihan/kurikulum/<slug:code>/soal/", curricula.question, name="question"),
    path("pelatihan/kurikulum/<slug:code>/soal/<slug:key>/hapus/", curricula.strike, name="strike"),
    path("pelatihan/<uuid:pk>/", sessions.show, name="session"),
    path("pelatihan/<uuid:pk>/ubah/", sessions.edit, name="session_edit"),
    path("pelatihan/<uuid:pk>/batal/", sessions.cancel, name="session_cancel"),
    path("pelatihan/<uuid:pk>/undang/", sessions.invite, name="invite"),
    path("pelatihan/<uuid:pk>/surat/", sessions.letter, name="letter"),
    path("pelatihan/<uuid:pk>/hadir/", attendance.tick, name="tick"),
    path("pelatihan/<uuid:pk>/kode/", attendance.code, name="code"),
    path("pelatihan/<uuid:pk>/materi/", tests.lessons, name="lessons"),
    path("pelatihan/<uuid:pk>/terbitkan/", certificates.issue, name="issue"),
    path("pelatihan/<uuid:pk>/peserta/<uuid:key>/lepas/", sessions.unregister, name="unregister"),
    path("pelatihan/<uuid:pk>/peserta/<uuid:key>/tes/<slug:kind>/", tests.test, name="test"),
    path(
        "pelatihan/<uuid:pk>/peserta/<uuid:key>/sertifikat.pdf",
        certificates.pdf,
        name="certificate",
    ),
    path("pelatihan/<uuid:pk>/peserta/<uuid:key>/cabut/", certificates.revoke, name="revoke"),
    path("hadir-pelatihan/<str:token>/", attendance.check_in, name="check_in"),
    path("sertifikat/<str:token>/", certificates.verify, name="verify"),
    path("kampung/<uuid:pk>/pelatihan/", sessions.of_kampung, name="kampung"),
    path("kampung/<uuid:pk>/pelatihan/<uuid:key>/daftar/", sessions.register, name="register"),
]
