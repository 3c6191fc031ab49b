"""Addresses of themes."""

from django.urls import path

from naikkelas.themes.views import boards, kampung, keeping, matrix

app_name = "themes"
urlpatterns = [
    path("tema/", boards.home, name="home"),
    path("tema/matriks/", matrix.show, name="matrix"),
    path("tema/matriks.<str:extension>", matrix.download, name="matrix_file"),
    path("tema/baru/", keeping.new, name="new"),
    path("tema/<slug:code>/ubah/", keeping.edit, name="edit"),
    path("tema/<slug:code>/", boards.theme, name="theme"),
    path("tema/<slug:code>/nilai.csv", boards.theme_csv, name="theme_csv"),
    path("kampung/<uuid:pk>/tema/", kampung.show, name="kampung"),
    path("kampung/<uuid:pk>/tema/jawab/", kampung.answer, name="answer"),
    path("kampung/<uuid:pk>/tema/periksa/", kampung.check, name="check"),
    path("kampung/<uuid:pk>/tema/catat/", kampung.join, name="join"),
    path("kampung/<uuid:pk>/tema/<uuid:key>/berhenti/", kampung.leave, name="leave"),
    path("kampung/<uuid:pk>/tema/<uuid:key>/tingkat/", kampung.award, name="award"),
    path("kampung/<uuid:pk>/tema/<uuid:key>/kembalikan/", kampung.restore, name="restore"),
]
