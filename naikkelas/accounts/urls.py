from django.urls import path

from naikkelas.accounts.views import invitations, people, privacy, rights, security, signing_in

app_name = "accounts"
urlpatterns = [
    # Signing in and out, the second factor, devices.
    path("masuk/", signing_in.sign_in, name="sign_in"),
    path("masuk/lupa/", signing_in.forgotten, name="forgotten"),
    path("keluar/", signing_in.sign_out, name="sign_out"),
    path("pin/", signing_in.pin, name="pin"),
    path("jabatan/", signing_in.choose_post, name="choose_post"),
    path("akun/pin/", signing_in.pin_set, name="pin_set"),
    path("akun/kontak/", security.contact, name="contact"),
    path("akun/perangkat/", security.devices, name="devices"),
    path("akun/perangkat/<int:pk>/keluarkan/", security.remove_device, name="remove_device"),
    path("akun/perangkat/keluarkan-semua/", security.remove_all_devices, name="remove_all_devices"),
]
# People, posts and invitations: append a list of their own below.
urlpatterns += [
    path("orang/", people.list_posts, name="post_list"),
    path("orang/baru/", people.new_post, name="post_new"),
    path("orang/<int:pk>/", people.show_post, name="post"),
    path("orang/<int:pk>/undang/", people.invite, name="invite"),
    path("orang/<int:pk>/serahkan/", people.hand_over, name="hand_over"),
    path("orang/<int:pk>/wilayah/", people.change_areas, name="change_areas"),
    path("orang/<int:pk>/akhiri/<int:holding>/", people.end_holding, name="end_holding"),
    path("orang/<int:pk>/tutup/", people.close, name="post_close"),
    path("orang/undangan/<int:pk>/tarik/", people.withdraw_invitation, name="withdraw_invitation"),
    path("orang/akun/<int:pk>/", people.set_active, name="set_active"),
    path("orang/akun/<int:pk>/sandi/", people.reset_password, name="reset_password"),
    path("orang/akun/<int:pk>/langkah-kedua/", people.remove_factors, name="remove_factors"),
    path("undangan/<str:token>/", invitations.show, name="invitation"),
    path("hak-akses/", rights.table, name="rights"),
]
# Personal data: one's own, and the queue of the PPDP.
urlpatterns += [
    path("privasi/saya/", privacy.mine, name="my_data"),
    path("privasi/orang/<int:pk>/", privacy.show, name="personal_data"),
    path("privasi/orang/<int:pk>/dilihat/", privacy.viewers, name="personal_viewers"),
    path("privasi/orang/<int:pk>/unduh/", privacy.download, name="personal_download"),
    path("privasi/orang/<int:pk>/tampilkan/", privacy.reveal, name="personal_reveal"),
    path("privasi/permintaan/", privacy.queue, name="privacy_requests"),
    path("privasi/permintaan/<uuid:pk>/", privacy.answer, name="privacy_request"),
]
