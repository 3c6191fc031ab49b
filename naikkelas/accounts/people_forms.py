"""The shape of opening, filling and handing over posts."""

from datetime import timedelta
from typing import Any

from django import forms

from naikkelas.accounts.access import may_fill, may_name
from naikkelas.accounts.models import Partner, Post, Role, User
from naikkelas.accounts.queries import person_called
from naikkelas.accounts.rules import policy
from naikkelas.areas.models import Area
from naikkelas.areas.rules import codes
from naikkelas.lib.actors import Actor

OVERLAPS = (
    (0, "Tidak, langsung berhenti"),
    (7, "Ya, 7 hari"),
    (14, "Ya, 14 hari"),
    (31, "31 hari"),
)


class PostForm(forms.Form):
    """Which post, and where."""

    role = forms.ChoiceField(label="Jabatan")
    areas = forms.CharField(
        label="Kode wilayah",
        max_length=600,
        help_text="Satu kode, misalnya 63.01.10.2004. Untuk PKB boleh beberapa, pisahkan koma.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "daftar-wilayah"}),
    )
    partner = forms.CharField(
        label="Nama SKPD atau mitra",
        max_length=120,
        required=False,
        help_text="Hanya untuk jabatan SKPD/mitra.",
    )
    partner_kind = forms.ChoiceField(
        label="Jenis mitra", choices=Partner.Kind.choices, required=False
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        granted = policy.GRANTS.get(getattr(actor, "role", ""), frozenset())
        choices = [(role, label) for role, label in Role.choices if role in granted]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        if Role.PARTNER not in granted:
            del self.fields["partner"], self.fields["partner_kind"]

    def clean_areas(self) -> list[Area]:
        return read_areas(self.cleaned_data["areas"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, areas = cleaned.get("role", ""), cleaned.get("areas", [])
        outside = [area for area in areas if not may_fill(self.actor, role, area.code)]
        if role and outside:
            self.add_error("areas", f"{outside[0].code} di luar wilayah Anda. Periksa kodenya.")
        return cleaned


def read_areas(text: str) -> list[Area]:
    """The areas of codes that are separated by commas; refuses what is unknown or has ended."""
    wanted = [codes.normalise(part) for part in text.replace(";", ",").split(",") if part.strip()]
    found = {area.code: area for area in Area.objects.current().filter(pk__in=wanted)}
    if unknown := [code for code in wanted if code not in found]:
        raise forms.ValidationError(f"Kode {unknown[0]} tidak dikenal atau sudah berakhir.")
    return [found[code] for code in dict.fromkeys(wanted)]


class AreasForm(forms.Form):
    """Other areas for a post."""

    areas = PostForm.base_fields["areas"]
    overlap = forms.TypedChoiceField(
        label="Wilayah yang dilepas masih dipegang sebentar?",
        choices=OVERLAPS,
        coerce=int,
        initial=0,
    )

    def clean_areas(self) -> list[Area]:
        return read_areas(self.cleaned_data["areas"])

    @property
    def days(self) -> timedelta:
        return timedelta(days=self.cleaned_data["overlap"])


class InviteForm(forms.Form):
    """Who is invited, under which login name."""

    name = forms.CharField(label="Nama", max_length=120)
    login_name = forms.CharField(
        label="Nama masuk",
        max_length=254,
        help_text="Nomor telepon, alamat surel, atau nama pengguna. Undangan terikat padanya.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    takes_over = forms.BooleanField(label="Menggantikan pemegang yang sekarang", required=False)

    def __init__(self, post: Post, is_vacant: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        if is_vacant:
            del self.fields["takes_over"]


class HandOverForm(forms.Form):
    """To which account a post goes, and for how long both work."""

    to = forms.CharField(
        label="Nama masuk pengganti",
        max_length=254,
        help_text="Orang yang sudah punya akun. Yang belum, undang saja.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    overlap = forms.TypedChoiceField(
        label="Apakah pemegang lama masih bekerja bersama sebentar?",
        choices=OVERLAPS,
        coerce=int,
        initial=0,
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_to(self) -> User:
        """An unknown name, a closed account and one from elsewhere sound the same."""
        user = person_called(self.cleaned_data["to"])
        if user is None or not user.is_active or not may_name(self.actor, user):
            raise forms.ValidationError(
                "Tidak ada akun aktif dengan nama masuk ini di wilayah Anda. Periksa ejaannya, "
                "atau undang dia."
            )
        return user

    @property
    def days(self) -> timedelta:
        return timedelta(days=self.cleaned_data["overlap"])


class NewPasswordTwiceForm(forms.Form):
    """The password of a new account, typed twice."""

    password = forms.CharField(
        label="Kata sandi",
        max_length=128,
        strip=False,
        help_text="Paling sedikit 12 karakter. Beberapa kata yang tidak berhubungan mudah diingat.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Kata sandi, sekali lagi",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"password", "again"} <= set(cleaned) and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "Isi kata sandi yang sama dua kali.")
        return cleaned
