"""Addresses of partners."""

from django.urls import path

from naikkelas.partners.views import commitments, letters, matrix, mitra, money, needs, pages, rakor

app_name = "partners"
urlpatterns = [
    path("mitra/", pages.home, name="home"),
    path("mitra/berkas/<str:token>/", commitments.file, name="delivery_file"),
    path("mitra/lembaga/<uuid:pk>/", mitra.show, name="mitra"),
    path("mitra/lembaga/<uuid:pk>/ubah/", mitra.edit, name="mitra_edit"),
    path("mitra/lembaga/<uuid:pk>/akhiri/", mitra.end, name="mitra_end"),
    path("mitra/lembaga/<uuid:pk>/telepon/", mitra.phone, name="mitra_phone"),
    path("mitra/lembaga/<uuid:pk>/dukungan/", commitments.freely, name="offer_freely"),
    path("mitra/kebutuhan/<uuid:pk>/", needs.show, name="need"),
    path("mitra/kebutuhan/<uuid:pk>/buka/", needs.reopen, name="need_reopen"),
    path("mitra/kebutuhan/<uuid:pk>/dukungan/", commitments.on_need, name="offer_on_need"),
    path("mitra/komitmen/<uuid:pk>/", commitments.show, name="commitment"),
    path("mitra/komitmen/<uuid:pk>/langkah/", commitments.step, name="commitment_step"),
    path(
        "mitra/komitmen/<uuid:pk>/penyerahan/<uuid:key>/tarik/",
        commitments.take_back,
        name="delivery_take_back",
    ),
    path(
        "mitra/komitmen/<uuid:pk>/penyerahan/<uuid:key>/berkas/",
        commitments.open_file,
        name="delivery_open",
    ),
    path("mitra/rakor/<uuid:pk>/", rakor.show, name="rakor"),
    path("mitra/rakor/<uuid:pk>/ubah/", rakor.edit, name="rakor_edit"),
    path("mitra/rakor/<uuid:pk>/undangan/", letters.invite, name="rakor_invite"),
    path("mitra/tugas/<uuid:pk>/tutup/", rakor.close_task, name="rakor_task_close"),
    path("mitra/surat/<uuid:pk>/", letters.show, name="letter"),
    path("mitra/<str:code>/", pages.area, name="area"),
    path("mitra/<str:code>/daftar/", mitra.listing, name="mitra_list"),
    path("mitra/<str:code>/daftar/baru/", mitra.new, name="mitra_new"),
    path("mitra/<str:code>/kebutuhan/", needs.board, name="need_list"),
    path("mitra/<str:code>/kebutuhan/usulan/", needs.propose, name="need_propose"),
    path("mitra/<str:code>/kebutuhan/baru/", needs.new, name="need_new"),
    path("mitra/<str:code>/komitmen/", commitments.listing, name="commitment_list"),
    path("mitra/<str:code>/matriks/", matrix.show, name="matrix"),
    path("mitra/<str:code>/matriks.<str:extension>", matrix.export, name="matrix_export"),
    path("mitra/<str:code>/penanggung-jawab/", matrix.responsible, name="responsible"),
    path("mitra/<str:code>/anggaran/", money.show, name="money"),
    path("mitra/<str:code>/anggaran.<str:extension>", money.export, name="money_export"),
    path("mitra/<str:code>/rapat/", rakor.listing, name="rakor_list"),
    path("mitra/<str:code>/rapat/baru/", rakor.new, name="rakor_new"),
    path("mitra/<str:code>/kalender.ics", rakor.ics, name="calendar"),
    path("mitra/<str:code>/surat/", letters.listing, name="letter_list"),
    path("mitra/<str:code>/surat/permohonan/", letters.ask, name="letter_ask"),
    path("kampung/<uuid:pk>/mitra/", pages.kampung, name="kampung"),
]
