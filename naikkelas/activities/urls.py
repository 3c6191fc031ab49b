"""Addresses of activities."""

from django.urls import path

from naikkelas.activities.views import app, evidence, kegiatan, phone, photos, review, rkm, waiting
from naikkelas.activities.views.paper import show as show_paper

app_name = "activities"
urlpatterns = [
    path("kerja/kirim/", phone.send, name="phone_send"),
    path("kerja/sapa/", phone.greet, name="phone_greet"),
    path("kerja/foto/", phone.photo_begin, name="phone_photo_begin"),
    path("kerja/foto/<uuid:pk>/", phone.photo, name="phone_photo"),
    path("kerja/keadaan/", phone.standing, name="phone_standing"),
    path("kerja/bekal/<uuid:pk>/", phone.provide, name="phone_provide"),
    path("kerja/", app.shell, name="app"),
    path("kerja/sw.js", app.worker, name="app_worker"),
    path("kerja/aplikasi.webmanifest", app.manifest, name="app_manifest"),
    path("perlu-diperbaiki/", waiting.listed, name="waiting"),
    path("kerja-daring/", app.online, name="app_online"),
    path("kerja-pulih/", app.repair, name="app_repair"),
    path("kampung/<uuid:pk>/rkm/", rkm.listing, name="rkm_list"),
    path("kampung/<uuid:pk>/rkm/<int:year>/", rkm.show, name="rkm"),
    path("kampung/<uuid:pk>/rkm/<int:year>/baru/", rkm.item_new, name="rkm_item_new"),
    path("kampung/<uuid:pk>/rkm/<int:year>/tahun-lalu/", rkm.carry_over, name="rkm_carry_over"),
    path("kampung/<uuid:pk>/rkm/<int:year>/sepakati/", rkm.agree, name="rkm_agree"),
    path("kampung/<uuid:pk>/rkm/<int:year>/setujui/", rkm.approve, name="rkm_approve"),
    path("kampung/<uuid:pk>/rkm/<int:year>/ubah/", rkm.reopen, name="rkm_reopen"),
    path("kampung/<uuid:pk>/rkm/<int:year>/cetak/", rkm.paper, name="rkm_paper"),
    path("kampung/<uuid:pk>/rkm/<int:year>/rkm.csv", rkm.as_csv, name="rkm_csv"),
    path("kampung/<uuid:pk>/rkm/<int:year>/rkm.xlsx", rkm.as_workbook, name="rkm_workbook"),
    path("kampung/<uuid:pk>/rkm/<int:year>/<uuid:item>/", rkm.item_show, name="rkm_item"),
    path("kampung/<uuid:pk>/rkm/<int:year>/<uuid:item>/ubah/", rkm.item_edit, name="rkm_item_edit"),
    path(
        "kampung/<uuid:pk>/rkm/<int:year>/<uuid:item>/coret/",
        rkm.item_strike,
        name="rkm_item_strike",
    ),
    path(
        "kampung/<uuid:pk>/rkm/<int:year>/<uuid:item>/kembalikan/",
        rkm.item_restore,
        name="rkm_item_restore",
    ),
    path("kampung/<uuid:pk>/bukti/kegiatan/", evidence.new, name="evidence_new"),
    path("kampung/<uuid:pk>/kegiatan/", kegiatan.listing, name="list"),
    path("kampung/<uuid:pk>/kegiatan/baru/", kegiatan.new, name="new"),
    path("kampung/<uuid:pk>/kegiatan/saran/", kegiatan.suggest, name="suggest"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/", kegiatan.show, name="show"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/ubah/", kegiatan.edit, name="edit"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/inpres/", kegiatan.choose, name="choose"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/tarik/", kegiatan.withdraw, name="withdraw"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/kembalikan/", kegiatan.restore, name="restore"),
    path("kampung/<uuid:pk>/kegiatan/<uuid:record>/foto/", photos.manage, name="photos"),
    path(
        "kampung/<uuid:pk>/kegiatan/<uuid:record>/foto/<uuid:photo>/",
        photos.change,
        name="photo_change",
    ),
    path("foto-kegiatan/<str:token>/", photos.file, name="photo_file"),
    path("periksa/kegiatan/", review.queue, name="review_queue"),
    path("periksa/kegiatan/buka/<uuid:version>/", review.show, name="review_show"),
]
urlpatterns += [path("kampung/<uuid:pk>/kegiatan/kertas/", show_paper, name="activity_paper")]
