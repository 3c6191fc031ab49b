from django.urls import path

from naikkelas.accounts.views import signing_in

app_name = "accounts"
urlpatterns = [
    # Signing in and out, the second factor, devices.
    path("masuk/", signing_in.sign_in, name="sign_in"),
    path("keluar/", signing_in.sign_out, name="sign_out"),
]
# People, posts and invitations: append a list of their own below.
urlpatterns += []
