"""allauth's views under our addresses. It finds them by these names, which have no namespace.

Only what is used is listed: no sign-up, no e-mail addresses, no reset by e-mail.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as office
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpResponse
from django.urls import URLPattern, path

from naikkelas.accounts.views import security, signing_in
from naikkelas.web.permissions import OWN, PUBLIC, opened_by

OFFICE = "masuk/kantor/<slug:provider_id>/login/"
NEW_PASSWORD = "masuk/sandi-baru/"  # an address, no password
View = Callable[..., HttpResponse]


def _public(address: str, view: View, name: str) -> URLPattern:
    return path(address, opened_by(PUBLIC)(view), name=name)


def _own(address: str, view: View, name: str) -> URLPattern:
    return path(address, opened_by(OWN)(view), name=name)


urlpatterns = [
    path("masuk/", signing_in.sign_in, name="account_login"),
    path("keluar/", signing_in.sign_out, name="account_logout"),
    _public("masuk/langkah-kedua/", factor.authenticate, "mfa_authenticate"),
    _public("masuk/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    _public("masuk/tidak-aktif/", account.account_inactive, "account_inactive"),
    _public("masuk/kantor/batal/", office.login_cancelled, "socialaccount_login_cancelled"),
    _public("masuk/kantor/gagal/", office.login_error, "socialaccount_login_error"),
    _public(OFFICE, openid.login, "openid_connect_login"),
    _public(f"{OFFICE}callback/", openid.callback, "openid_connect_callback"),
    _public(
        f"{NEW_PASSWORD}<slug:uidb36>/<slug:key>/",
        account.password_reset_from_key,
        "account_reset_password_from_key",
    ),
    _public(
        f"{NEW_PASSWORD}selesai/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    path("akun/keamanan/", security.security, name="mfa_index"),
    _own("akun/kata-sandi/", account.password_change, "account_change_password"),
    _own("akun/kata-sandi/pertama/", account.password_set, "account_set_password"),
    _own("akun/periksa/", account.reauthenticate, "account_reauthenticate"),
    _own("akun/periksa/kode/", factor.reauthenticate, "mfa_reauthenticate"),
    _own("akun/periksa/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("akun/aplikasi/pasang/", totp.activate_totp, "mfa_activate_totp"),
    _own("akun/aplikasi/lepas/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own("akun/kode-cadangan/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    _own("akun/kode-cadangan/baru/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    path("akun/passkey/", security.security, name="mfa_list_webauthn"),
    _own("akun/passkey/tambah/", webauthn.add_webauthn, "mfa_add_webauthn"),
    _own("akun/passkey/<int:pk>/hapus/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
]
