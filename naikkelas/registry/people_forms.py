"""The shape of what is asked about a Pokja and its people."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from naikkelas.lib.ids import uuid7
from naikkelas.registry.actions.people import LONGEST_NAME, Card, Training
from naikkelas.registry.actions.pokja import (
    LONGEST_NUMBER,
    LONGEST_OFFICE,
    LONGEST_SEKSI,
    NO_DECREE,
    Decree,
)
from naikkelas.registry.models import Kader, KaderConsent, Pokja, PokjaSeat, Seksi
from naikkelas.registry.rules.files import ACCEPT, LARGEST, TAKEN_IN_WORDS, Upload

_TOO_LARGE = "Berkas ini lebih besar dari 15 MB. Kecilkan, lalu kirim lagi."
_OF_THE_POKJA = {PokjaSeat.Reason.NEW_DECREE.value, PokjaSeat.Reason.POKJA_ENDED.value}
REASONS = [one for one in PokjaSeat.Reason.choices if one[0] not in _OF_THE_POKJA]


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day in the browser's own calendar; Indonesian writing is understood too."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"),
        error_messages={
            "invalid": "Isi tanggal, misalnya 31/12/2025.",
            "required": "Isi tanggalnya.",
        },
    )


# The decree -------------------------------------------------------------------------------------


class DecreeForm(forms.Form):
    """The SK of a Pokja, and its file."""

    number = forms.CharField(
        label="Nomor SK",
        max_length=LONGEST_NUMBER,
        help_text="Seperti tertulis di SK, misalnya 140/12/KPTS/2025.",
        error_messages={"required": "Tulis nomor SK."},
    )
    signed_on = _day("Tanggal SK")
    signed_by = forms.CharField(
        label="Ditandatangani oleh (jabatan)",
        max_length=LONGEST_OFFICE,
        help_text="Jabatannya saja, tanpa nama: Kepala Desa, Lurah, Camat.",
        widget=forms.TextInput(attrs={"list": "daftar-jabatan", "autocomplete": "off"}),
        error_messages={"required": "Tulis jabatan yang menandatangani SK."},
    )
    valid_until = _day(
        "Berlaku sampai", required=False, help_text="Kosongkan bila SK tidak menyebutkannya."
    )
    camera = forms.FileField(
        label="Foto SK dengan kamera",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = forms.FileField(
        label="Atau pilih berkas SK",
        required=False,
        help_text=f"{TAKEN_IN_WORDS}. Paling besar 15 MB. Boleh menyusul.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "Berkas ini kosong (0 byte). Pilih berkas lain."},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.sent and (self.sent.size or 0) > LARGEST:
            self.add_error("file", _TOO_LARGE)
        return data

    @property
    def sent(self) -> "UploadedFile[Any] | None":
        """What was photographed, else what was chosen."""
        return self.cleaned_data.get("camera") or self.cleaned_data.get("file")

    def decree(self) -> Decree:
        """What the person says of the SK."""
        data = self.cleaned_data
        if not data["number"]:
            return NO_DECREE
        return Decree(data["number"], data["signed_on"], data["signed_by"], data["valid_until"])

    def upload(self) -> Upload | None:
        """The name and the bytes, where there is a file; the form has seen to its size."""
        return Upload(self.sent.name or "", self.sent.read()) if self.sent else None


def decree_of(pokja: Pokja) -> dict[str, Any]:
    """What is noted of the SK, for the form."""
    return {
        "number": pokja.decree_number,
        "signed_on": pokja.decree_date,
        "signed_by": pokja.signed_by,
        "valid_until": pokja.valid_until,
    }


class _Scheme(forms.Form):
    scheme = forms.ChoiceField(
        label="Susunan seksi",
        choices=Pokja.Scheme.choices,
        widget=forms.RadioSelect,
        help_text="Pilih yang dipakai di SK. Seksi lain dapat ditambah sesudahnya.",
        error_messages={"required": "Pilih susunan seksi yang dipakai di SK."},
    )
    formed_on = _day("Mulai bertugas")


class NewPokjaForm(_Scheme, DecreeForm):
    """The first Pokja of a kampung; the SK may follow."""

    field_order = ("scheme", "formed_on", "number", "signed_on", "signed_by", "valid_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "signed_on", "signed_by"):
            self.fields[name].required = False


class RenewForm(_Scheme, DecreeForm):
    """The next Pokja under a new SK, and who goes on."""

    keep = forms.MultipleChoiceField(
        label="Yang meneruskan jabatannya",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Hapus centang bagi yang tidak ada di SK baru. Riwayatnya tetap tersimpan.",
    )
    field_order = (
        *("number", "signed_on", "signed_by", "valid_until", "camera", "file"),
        *("scheme", "formed_on", "keep"),
    )

    def __init__(self, terms: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(terms)

    def kept(self) -> set[UUID]:
        """The terms that go on."""
        return {UUID(key) for key in self.cleaned_data["keep"]}


class EndPokjaForm(forms.Form):
    """The first day without a Pokja."""

    ended_on = _day("Tidak bertugas lagi sejak")


class SeksiForm(forms.Form):
    """A seksi that the village adds."""

    name = forms.CharField(
        label="Nama seksi",
        max_length=LONGEST_SEKSI,
        help_text="Misalnya: Seksi Pariwisata.",
        error_messages={"required": "Tulis nama seksi."},
    )


# People -----------------------------------------------------------------------------------------


class PersonForm(forms.Form):
    """A person. No birth date: the age band is enough."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label="Nama",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Tulis nama orangnya."},
    )
    sex = forms.ChoiceField(
        label="Jenis kelamin",
        choices=Kader.Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih laki-laki atau perempuan."},
    )
    age_band = forms.ChoiceField(
        label="Kelompok umur",
        required=False,
        choices=[("", "Belum ditanyakan"), *Kader.AgeBand.choices],
        widget=forms.RadioSelect,
        help_text="Tanggal lahir tidak dicatat. Pengurus berumur 16 tahun ke atas.",
    )
    phone = forms.CharField(
        label="Nomor telepon",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        help_text="Hanya untuk Pokja dan petugas; tidak tampil di situs.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("id", uuid7())

    def card(self) -> Card:
        """What is kept of the person; an age band is noted for this year unless told."""
        data = self.cleaned_data
        noted = data.get("age_noted") if data["age_band"] else None
        return Card(data["name"], data["sex"], data["phone"], data["age_band"], noted)


class PersonEditForm(PersonForm):
    """The same, of somebody who is known: the year of the age band is asked too."""

    age_noted = forms.IntegerField(
        label="Umur ditanyakan pada tahun",
        required=False,
        help_text="Tulis tahun ini bila kelompok umurnya baru saja ditanyakan lagi.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Tulis tahunnya, misalnya 2025."},
    )
    field_order = ("id", "name", "sex", "age_band", "age_noted", "phone")


def card_of(kader: Kader) -> dict[str, Any]:
    """What is kept of a person, for the form."""
    names = ("name", "sex", "age_band", "age_noted", "phone")
    return {name: getattr(kader, name) for name in names}


def _post_choices(pokja: Pokja, seksi: Iterable[Seksi]) -> list[tuple[str, Any]]:
    """Posts, those of a seksi by seksi: `koordinator:<id>`."""
    posts = [
        one
        for one in PokjaSeat.Post.choices
        if one[0] not in (PokjaSeat.Post.COORDINATOR, PokjaSeat.Post.MEMBER)
    ]
    found: list[tuple[str, Any]] = [("", "Pilih jabatan"), ("Pengurus", posts)]
    for one in seksi:
        pair = [
            (f"koordinator:{one.pk}", f"Koordinator {one.name}"),
            (f"anggota:{one.pk}", f"Anggota {one.name}"),
        ]
        found.append((one.name, pair))
    return [*found, ("Lainnya", [("anggota", "Anggota tanpa seksi")])]


class AppointForm(forms.Form):
    """A post in the Pokja from a day on."""

    post = forms.ChoiceField(label="Jabatan", error_messages={"required": "Pilih jabatannya."})
    since = _day("Mulai bertugas")

    def __init__(self, pokja: Pokja, seksi: Sequence[Seksi], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in seksi}
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _post_choices(pokja, seksi)

    def chosen(self) -> tuple[str, Seksi | None]:
        """The post, and the seksi where it has one."""
        post, _, key = self.cleaned_data["post"].partition(":")
        return post, self.by_key.get(key)


class MemberForm(AppointForm, PersonForm):
    """A new person with a post, or for now without."""

    field_order = ("id", "name", "sex", "age_band", "phone", "post", "since")

    def __init__(self, pokja: Pokja, seksi: Sequence[Seksi], *args: Any, **kwargs: Any) -> None:
        super().__init__(pokja, seksi, *args, **kwargs)
        self.fields["post"].required = False
        self.fields["post"].help_text = "Boleh menyusul."
        self.fields["since"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("post") and not data.get("since") and not self.has_error("since"):
            self.add_error("since", "Isi sejak kapan jabatan ini dipegang.")
        return data


class HandOverForm(forms.Form):
    """Who takes a post, from when on, and why it is handed on."""

    successor = forms.TypedChoiceField(
        label="Penggantinya",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="Belum ada di daftar? Tambahkan dahulu sebagai anggota.",
    )
    on = _day("Mulai hari")
    reason = forms.ChoiceField(
        label="Alasan",
        choices=[("", "Pilih alasan"), *REASONS],
        error_messages={"required": "Pilih alasannya."},
    )

    def __init__(self, people: Iterable[Kader], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["successor"]
        assert isinstance(field, forms.TypedChoiceField)
        none = ("", "Belum ada pengganti: jabatan dikosongkan")
        field.choices = [none, *((str(one.pk), one.name) for one in people)]


class ConsentForm(forms.Form):
    """What a person agrees to, how and when they said so."""

    purpose = forms.ChoiceField(
        label="Izin untuk",
        choices=KaderConsent.Purpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih untuk apa izinnya."},
    )
    how = forms.ChoiceField(
        label="Diberikan dengan cara",
        choices=KaderConsent.How.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih bagaimana izinnya diberikan."},
    )
    on = _day("Diberikan pada")


class TrainingForm(forms.Form):
    """A training and who took it."""

    name = forms.CharField(
        label="Nama pelatihan",
        max_length=200,
        help_text="Misalnya: Orientasi Pokja Kampung KB.",
        error_messages={"required": "Tulis nama pelatihan."},
    )
    held_on = _day("Tanggal")
    organiser = forms.CharField(label="Penyelenggara", max_length=120, required=False)
    hours = forms.IntegerField(
        label="Jam pelajaran",
        required=False,
        min_value=1,
        max_value=999,
        error_messages={
            "invalid": "Tulis angka, misalnya 8.",
            "min_value": "Paling sedikit 1 jam.",
            "max_value": "Paling banyak 999 jam.",
        },
    )
    people = forms.MultipleChoiceField(
        label="Yang ikut",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang sedikitnya satu orang."},
    )

    def __init__(self, people: Iterable[Kader], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.pk), one.name) for one in people]

    def training(self) -> Training:
        """What the person says of the training."""
        data = self.cleaned_data
        return Training(data["name"], data["held_on"], data["organiser"], data["hours"])

    def keys(self) -> list[UUID]:
        """Who took it."""
        return [UUID(key) for key in self.cleaned_data["people"]]


class LeaveForm(forms.Form):
    """The last day of somebody."""

    on = _day("Berhenti pada")


def today_initial(today: date, **more: Any) -> dict[str, Any]:
    """Today for the days that are asked."""
    return {"since": today, "on": today, "held_on": today, **more}
