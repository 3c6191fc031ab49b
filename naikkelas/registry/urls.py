"""Addresses of kampung and their reports."""

from django.urls import path

from naikkelas.registry.views import (
    evidence,
    groups,
    innovations,
    kampung,
    locks,
    personal,
    quality,
    reports,
    verification,
)
from naikkelas.registry.views.trail import show as show_trail

app_name = "registry"
urlpatterns = [
    path("kampung/baru/", kampung.new, name="kampung_new"),
    path("kampung/<uuid:pk>/ubah/", kampung.edit, name="kampung_edit"),
    path("kampung/<uuid:pk>/nonaktifkan/", kampung.deactivate, name="kampung_deactivate"),
    path("kampung/<uuid:pk>/aktifkan/", kampung.activate, name="kampung_activate"),
    path("kampung/<uuid:pk>/lapor/<slug:form>/", reports.fill, name="report_fill"),
    path("kampung/<uuid:pk>/lapor/<slug:form>/draf/", reports.draft, name="report_draft"),
    path("kampung/<uuid:pk>/lapor/<slug:form>/periksa/", reports.check, name="report_check"),
    path("kampung/<uuid:pk>/laporan/", reports.list_versions, name="report_list"),
    path("kampung/<uuid:pk>/laporan/<slug:form>/<uuid:version>/", reports.show, name="report_show"),
    path(
        "kampung/<uuid:pk>/laporan/<slug:form>/<uuid:version>/terkirim/",
        reports.sent,
        name="report_sent",
    ),
    path("kampung/<uuid:pk>/riwayat/", show_trail, name="kampung_trail"),
    path(
        "kampung/<uuid:pk>/laporan/profil/<uuid:version>/tampilkan/",
        personal.reveal,
        name="report_reveal",
    ),
    path("kampung/<uuid:pk>/bukti/", evidence.show, name="evidence_list"),
    path("kampung/<uuid:pk>/bukti/<uuid:key>/", evidence.open_file, name="evidence_open"),
    path("kampung/<uuid:pk>/bukti/<uuid:key>/tarik/", evidence.withdraw, name="evidence_withdraw"),
    path("kampung/<uuid:pk>/kelompok/", groups.listing, name="group_list"),
    path("kampung/<uuid:pk>/kelompok/baru/", groups.new, name="group_new"),
    path("kampung/<uuid:pk>/kelompok/<uuid:key>/", groups.show, name="group_show"),
    path("kampung/<uuid:pk>/kelompok/<uuid:key>/ubah/", groups.edit, name="group_edit"),
    path("kampung/<uuid:pk>/kelompok/<uuid:key>/henti/", groups.stop, name="group_stop"),
    path("kampung/<uuid:pk>/kelompok/<uuid:key>/kembalikan/", groups.undo, name="group_undo"),
    path("kampung/<uuid:pk>/rumah-dataku/", groups.dataku, name="dataku"),
    path(
        "kampung/<uuid:pk>/rumah-dataku/<uuid:key>/batal/", groups.dataku_undo, name="dataku_undo"
    ),
    path("kampung/<uuid:pk>/inovasi/", innovations.listing, name="innovation_list"),
    path("kampung/<uuid:pk>/inovasi/baru/", innovations.new, name="innovation_new"),
    path("kampung/<uuid:pk>/inovasi/<uuid:key>/", innovations.show, name="innovation_show"),
    path("kampung/<uuid:pk>/inovasi/<uuid:key>/ubah/", innovations.edit, name="innovation_edit"),
    path("kampung/<uuid:pk>/inovasi/<uuid:key>/henti/", innovations.stop, name="innovation_stop"),
    path(
        "kampung/<uuid:pk>/inovasi/<uuid:key>/kembalikan/",
        innovations.undo,
        name="innovation_undo",
    ),
    path("berkas/<str:token>/", evidence.file, name="evidence_file"),
    path("mutu/", quality.listing, name="quality_list"),
    path("mutu/unduh/", quality.download, name="quality_csv"),
    path("mutu/<uuid:pk>/", quality.show, name="quality_item"),
    path("periksa/", verification.queue, name="review_queue"),
    path("periksa/<slug:form>/<uuid:version>/", verification.show, name="review_show"),
    path("bulan/", locks.months, name="month_list"),
]
