"""How allauth meets this house: its hooks, each a few lines."""

import base64
import hashlib
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from qrcode.image.svg import SvgPathFillImage

from naikkelas.accounts.actions import signing_in
from naikkelas.accounts.known_devices import know, try_once
from naikkelas.accounts.middleware import FACTOR
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import needs_factor, person_called

WRONG = "Nama pengguna atau kata sandi tidak cocok. Periksa lalu coba lagi."
WRONG_CODE = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi."
PRIMARY = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up, no mail is sent; what allauth would mail goes into the trail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "Kata sandi tidak cocok.",
        "enter_current_password": "Kata sandi yang sekarang tidak cocok.",
        "account_inactive": WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The account alone: the host, which the visitor may choose, gives no fresh tries."""
        name = str(credentials.get("username", "")).lower()
        self._login_failed_rl_usage = try_once(request, name, person_called(name))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        signing_in.fail_to_sign_in(person_called(credentials.get("username", "")), how="password")

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session; the ways in which they proved themselves are in the trail."""
        super().login(request, user)
        know(request, user)
        ways = [r.get("type", r["method"]) for r in get_authentication_records(request, user)]
        signing_in.sign_in(user, how="+".join(dict.fromkeys(ways)))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        if template_prefix.endswith(("totp_activated", "webauthn_added")):
            self.request.session[FACTOR] = True  # shown just now
        signing_in.note_change(user, template_prefix)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No server for e-mail is needed anywhere."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Only our own words are shown; allauth's templates of messages are in English."""
        if kwargs.get("message"):
            super().add_message(*args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Pakai kata sandi",
            "mfa_reauthenticate": "Pakai kode aplikasi atau kode cadangan",
            "mfa_reauthenticate:webauthn": "Pakai passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: secrets are encrypted at rest, and officials keep at least one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": (
            "Jabatan Anda memerlukan langkah kedua. Tambahkan yang baru dulu, lalu hapus yang ini."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user, type__in=PRIMARY)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (is_last and needs_factor(authenticator.user))

    def build_totp_svg(self, url: str) -> str:
        """On white, so that cameras read it in dark mode too."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def get_totp_label(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}"

    def _get_site_name(self) -> str:
        return "Naik Kelas"


def _box() -> Fernet:
    key = hashlib.sha256(b"naikkelas.second-factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class OfficeAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The office's own provider says who somebody is; it never opens an account here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link by an address that the provider has verified, to an account that exists."""
        sociallogin.account.extra_data = {}  # what the provider tells of a person stays there
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        verified = {a.email.strip().lower() for a in sociallogin.email_addresses if a.verified}
        user = User.objects.filter(email__in=verified, is_active=True).first()
        if user is None:
            raise ImmediateHttpResponse(_unknown(request))
        sociallogin.email_addresses = []
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        signing_in.fail_to_sign_in(None, how="kantor")
        raise ImmediateHttpResponse(_unknown(request, failed=True))


def _unknown(request: HttpRequest, *, failed: bool = False) -> HttpResponse:
    return render(request, "accounts/office_unknown.html", {"failed": failed}, status=403)
