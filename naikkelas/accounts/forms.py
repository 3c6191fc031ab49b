"""The shape of signing in, of passwords and of second factors."""

import json
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from naikkelas.accounts.known_devices import forget_tries, know, try_once
from naikkelas.accounts.models import User
from naikkelas.accounts.queries import is_official, person_called
from naikkelas.accounts.rules.names import phone_number

PASSWORD_HINT = (
    "Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan, dengan spasi, mudah diingat "
    "dan sulit ditebak. Jangan pakai nama program, nama wilayah Anda, NIK, atau tanggal lahir."
)
CODE_LABEL = "Kode 6 angka"


def _reword(form: forms.Form, **words: tuple[str, str]) -> None:
    """Our labels and hints instead of allauth's; no placeholders."""
    for name, (label, hint) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)


def _code(form: forms.Form, label: str, hint: str) -> None:
    _reword(form, code=(label, hint))
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class SignInForm(account_forms.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """One field for user name, e-mail address or phone number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(max_length=254)
        label = "Nama pengguna, alamat surel, atau nomor telepon"
        _reword(self, login=(label, ""), password=("Kata sandi", ""))
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"].widget.attrs |= attrs
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """The user name of the account; what names nobody is passed on, and takes as long."""
        text: str = self.cleaned_data["login"]
        user = person_called(text)
        return user.username if user else text.strip().lower()

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """allauth gives every cookie the same life; an official's ends with the working day."""
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if isinstance(request.user, User) and is_official(request.user):
            request.session.set_expiry(settings.SESSION_LIMITS["official"][1])
        return response

    def user_credentials(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"username": data["login"], "password": data["password"]}


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            oldpassword=("Kata sandi sekarang", ""),
            password1=("Kata sandi baru", PASSWORD_HINT),
            password2=("Kata sandi baru, sekali lagi", ""),
        )

    def clean(self) -> Any:
        return _same_twice(self, super().clean())


class NewPasswordForm(account_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after a reset link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            password1=("Kata sandi baru", PASSWORD_HINT),
            password2=("Kata sandi baru, sekali lagi", ""),
        )

    def clean(self) -> Any:
        return _same_twice(self, super().clean())

    def save(self) -> None:
        """Whoever held the link is no stranger to the account: its wait is over for them."""
        super().save()
        know(context.request, self.user)
        forget_tries(context.request, self.user.username.lower())


def _same_twice(form: forms.Form, cleaned: Any) -> Any:
    """allauth says it in English."""
    if "password2" in form.errors and form.data.get("password2"):
        form.errors["password2"] = form.error_class(["Isi kata sandi yang sama dua kali."])
    return cleaned


class AgainForm(account_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, password=("Kata sandi", ""))


class LimitedCode(forms.Form):
    """A code that is guessed no more often than a password, by a counter of its own."""

    user: User

    def clean_code(self) -> str:
        request = context.request
        tried = try_once(request, f"kode:{self.user.pk}", self.user)
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's form is beside this one
        tried.rollback()
        return code


class CodeForm(LimitedCode, factor_forms.AuthenticateForm):  # type: ignore[misc]
    """The second step: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "Kode", "6 angka dari aplikasi autentikator, atau salah satu kode cadangan.")


class CodeAgainForm(LimitedCode, factor_forms.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, "Kode", "6 angka dari aplikasi autentikator, atau salah satu kode cadangan.")


class ActivateAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, CODE_LABEL, "Kode yang sekarang tampil di aplikasi.")


class CredentialDecoder(json.JSONDecoder):
    """What nests too deep, or has a number of thousands of digits, is no JSON here."""

    def decode(self, text: str, *more: Any) -> Any:
        try:
            return super().decode(text, *more)
        except (RecursionError, ValueError) as error:
            raise json.JSONDecodeError("no credential", "", 0) from error


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in by a passkey; open to everybody, so it takes whatever is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = CredentialDecoder


class PasskeyAgainForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].decoder = CredentialDecoder


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey; here it always signs in alone, since it asks for finger, face or PIN."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, name=("Nama passkey", "Misalnya: HP kantor, laptop rumah."))
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True
        self.fields["credential"].decoder = CredentialDecoder


class ContactForm(forms.ModelForm[User]):
    """One's own e-mail address and phone number; both may be empty, both name one account only."""

    class Meta:
        model = User
        fields = ("email", "phone")
        labels = {"email": "Alamat surel", "phone": "Nomor telepon"}
        widgets = {
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }

    def clean_email(self) -> str:
        return self._own("email", str(self.cleaned_data["email"]).strip().lower())

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        number = phone_number(text)
        if text and not number:
            raise ValidationError("Isi nomor telepon Indonesia, misalnya 0812 3456 7890.")
        return self._own("phone", number)

    def _own(self, field: str, value: str) -> str:
        others = User.objects.exclude(pk=self.instance.pk)
        if value and (others.filter(**{field: value}) | others.filter(username=value)).exists():
            raise ValidationError("Sudah dipakai akun lain. Hubungi operator bila ini milik Anda.")
        return value


class PinForm(forms.Form):
    """Six digits."""

    pin = forms.RegexField(
        r"^\d{6}$",
        label="PIN",
        strip=True,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "PIN terdiri atas 6 angka."},
    )


class NewPinForm(PinForm):
    """Six digits that are not the first ones that anybody would try."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"].label = "PIN baru"
        self.fields["pin"].help_text = "6 angka, bukan angka berurutan, kembar, atau tanggal lahir."

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if len(set(pin)) < 3 or pin in "01234567890 09876543210":
            raise ValidationError("PIN ini mudah ditebak. Pilih angka lain.")
        return pin
