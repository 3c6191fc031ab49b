"""The upload form, and the filters of what was found."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from naikkelas.areas.models import Area
from naikkelas.lib.actors import Actor, reaches


class SeveralFiles(forms.ClearableFileInput):
    """Django's file control, for more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; each is checked as Django checks one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """What a person uploads and says about it."""

    uploads = FilesField(
        label="Berkas",
        help_text="Excel (.xlsx) menurut templat, CSV, atau nilai DHIS2 (.json). Boleh beberapa. "
        "Paling banyak 25 MB dan 200.000 baris untuk semuanya.",
        error_messages={"required": "Pilih berkas dahulu.", "empty": "Berkas kosong (0 byte)."},
    )
    area = forms.CharField(
        label="Wilayah",
        required=False,
        help_text="Kode wilayah yang diimpor, misalnya 63.01. Kosongkan untuk semua.",
        max_length=13,
    )
    as_reported = forms.BooleanField(
        label="Riwayat dari sistem lain: simpan laporan sebagaimana dilaporkan",
        required=False,
        help_text="Baris yang melanggar aturan pun disimpan, dengan tanda. "
        "Pakai ini untuk memindahkan riwayat, bukan untuk laporan baru.",
    )
    endorsed = forms.BooleanField(
        label="Laporan ini sudah disahkan",
        required=False,
        help_text="Kabupaten menyatakan isinya sudah diperiksa.",
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        if actor.home:
            del self.fields["area"]

    def clean_area(self) -> str:
        """A code that exists, within the person's own area."""
        code = str(self.cleaned_data["area"]).strip()
        if code and not Area.objects.filter(pk=code).exists():
            raise forms.ValidationError(
                "Kode wilayah ini tidak dikenal. Periksa titik dan angkanya."
            )
        if not reaches(self.actor, code):
            raise forms.ValidationError("Wilayah ini di luar wilayah Anda.")
        return code

    @property
    def area_code(self) -> str:
        """The area that the upload is for."""
        return self.cleaned_data.get("area", "") or self.actor.home
