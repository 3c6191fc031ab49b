"""Addresses of the sites of kampung."""

from django.urls import path

from naikkelas.publicsite.views import aspirations, desk, sites, whole

app_name = "publicsite"
urlpatterns = [
    path("robots.txt", whole.robots, name="robots"),
    path("sitemap.xml", whole.sitemap_index, name="sitemap_index"),
    path("sitemap-<str:code>.xml", whole.sitemap_of, name="sitemap_of"),
    path("k/<slug:slug>/", sites.home, name="home"),
    path("k/<slug:slug>/profil/", sites.profile, name="profile"),
    path("k/<slug:slug>/pokja/", sites.pokja, name="pokja"),
    path("k/<slug:slug>/kegiatan/", sites.activities, name="activities"),
    path(
        "k/<slug:slug>/kegiatan/halaman/<int:number>/",
        sites.activities_page,
        name="activities_page",
    ),
    path("k/<slug:slug>/kegiatan/<uuid:record>/", sites.activity, name="activity"),
    path(
        "k/<slug:slug>/kegiatan/<uuid:record>/kartu.png", sites.activity_card, name="activity_card"
    ),
    path("k/<slug:slug>/kabar/", sites.news_list, name="news_list"),
    path("k/<slug:slug>/kabar/<uuid:key>/", sites.news, name="news"),
    path("k/<slug:slug>/agenda/", sites.agenda, name="agenda"),
    path("k/<slug:slug>/agenda.ics", sites.agenda_file, name="agenda_file"),
    path("k/<slug:slug>/rencana/", sites.plan, name="plan"),
    path("k/<slug:slug>/kelas/", sites.classes, name="classes"),
    path("k/<slug:slug>/data/", sites.data, name="data"),
    path("k/<slug:slug>/potensi/", sites.potential, name="potential"),
    path("k/<slug:slug>/dokumen/", sites.documents, name="documents"),
    path("k/<slug:slug>/aspirasi/", aspirations.show, name="aspirations"),
    path("k/<slug:slug>/kontak/", sites.contact, name="contact"),
    path("k/<slug:slug>/umpan.xml", sites.feed, name="feed"),
    path("k/<slug:slug>/sitemap.xml", sites.sitemap, name="sitemap"),
    path("k/<slug:slug>/foto/<uuid:key>/<int:width>.<slug:ending>", sites.photo, name="photo"),
    # Where the Pokja works on its site.
    path("situs/menunggu/", desk.queue, name="queue"),
    path("kampung/<uuid:pk>/situs/", desk.manage, name="manage"),
    path("kampung/<uuid:pk>/situs/tulis/", desk.text_new, name="text_new"),
    path("kampung/<uuid:pk>/situs/tulisan/<uuid:key>/", desk.text, name="text"),
    path("kampung/<uuid:pk>/situs/tulisan/<uuid:key>/ubah/", desk.text_edit, name="text_edit"),
    path("kampung/<uuid:pk>/situs/tulisan/<uuid:key>/langkah/", desk.text_move, name="text_move"),
    path("kampung/<uuid:pk>/situs/foto/", desk.photos, name="photos"),
    path("kampung/<uuid:pk>/situs/foto/<uuid:key>/", desk.photo_move, name="photo_move"),
    path("kampung/<uuid:pk>/situs/atur/", desk.settings, name="settings"),
    path("kampung/<uuid:pk>/situs/aspirasi/", desk.residents, name="residents"),
    path(
        "kampung/<uuid:pk>/situs/aspirasi/<uuid:key>/", desk.resident_settle, name="resident_settle"
    ),
]
