"""allauth's views under our addresses. It finds them by these names, which have no namespace.

Only what is used is listed: no sign-up, no e-mail addresses, no reset by e-mail.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as office
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from naikkelas.accounts.views import security, signing_in

urlpatterns = [
    path("masuk/", signing_in.sign_in, name="account_login"),
    path("keluar/", signing_in.sign_out, name="account_logout"),
    path("masuk/langkah-kedua/", login_not_required(factor.authenticate), name="mfa_authenticate"),
    path("masuk/passkey/", login_not_required(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("masuk/tidak-aktif/", account.account_inactive, name="account_inactive"),
    path("masuk/kantor/batal/", office.login_cancelled, name="socialaccount_login_cancelled"),
    path("masuk/kantor/gagal/", office.login_error, name="socialaccount_login_error"),
    path("masuk/kantor/<slug:provider_id>/login/", openid.login, name="openid_connect_login"),
    path(
        "masuk/kantor/<slug:provider_id>/login/callback/",
        openid.callback,
        name="openid_connect_callback",
    ),
    path(
        "masuk/sandi-baru/<slug:uidb36>/<slug:key>/",
        login_not_required(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "masuk/sandi-baru/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("akun/keamanan/", security.security, name="mfa_index"),
    path("akun/kata-sandi/", account.password_change, name="account_change_password"),
    path("akun/kata-sandi/pertama/", account.password_set, name="account_set_password"),
    path("akun/periksa/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/periksa/kode/", factor.reauthenticate, name="mfa_reauthenticate"),
    path(
        "akun/periksa/passkey/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("akun/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/kode-cadangan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "akun/kode-cadangan/baru/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("akun/passkey/", security.security, name="mfa_list_webauthn"),
    path("akun/passkey/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("akun/passkey/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
