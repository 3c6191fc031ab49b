"""The shape of adding and withdrawing evidence."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from naikkelas.lib.dates import id_month, months_back
from naikkelas.registry.actions.evidence import LONGEST_TITLE, Claim
from naikkelas.registry.models import Evidence
from naikkelas.registry.rules.backing import FACTS, usual_facts
from naikkelas.registry.rules.files import ACCEPT, LARGEST, TAKEN_IN_WORDS, Upload
from naikkelas.ui.fields import DayField

MONTHS_OFFERED = 24
_SUBJECT_HELP = "Satu berkas boleh membuktikan beberapa hal."
_TOO_LARGE = "Berkas ini lebih besar dari 15 MB. Kecilkan, lalu kirim lagi."


class ClaimForm(forms.Form):
    """Which facts of a form something shows."""

    facts = forms.MultipleChoiceField(
        label="Hal yang dibuktikan",
        widget=forms.CheckboxSelectMultiple,
        help_text=_SUBJECT_HELP,
    )

    def __init__(self, form_code: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_code = form_code
        field = self.fields["facts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(fact.code, fact.label) for fact in FACTS[form_code]]
        field.error_messages["required"] = "Pilih sedikitnya satu hal yang dibuktikan."

    def claim(self, kind: str) -> Claim:
        """What the person says."""
        data = self.cleaned_data
        return Claim(
            self.form_code,
            tuple(data["facts"]),
            kind,
            title=data.get("title", ""),
            valid_from=data.get("valid_from"),
            valid_until=data.get("valid_until"),
            for_month=data.get("for_month"),
        )


FILE_KINDS = [choice for choice in Evidence.Kind.choices if choice[0] != Evidence.Kind.ACTIVITY]


class EvidenceForm(ClaimForm):
    """A file, what kind it is, what it shows, and until when it holds."""

    camera = forms.FileField(
        label="Foto dengan kamera",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = forms.FileField(
        label="Atau pilih berkas",
        required=False,
        help_text=f"{TAKEN_IN_WORDS}. Paling besar 15 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "Berkas ini kosong (0 byte). Pilih berkas lain."},
    )
    kind = forms.ChoiceField(label="Jenis bukti", choices=FILE_KINDS)
    title = forms.CharField(
        label="Judul atau nomor",
        required=False,
        max_length=LONGEST_TITLE,
        help_text="Misalnya: SK Kepala Desa Nomor 12 Tahun 2025. Jangan tulis NIK.",
    )
    valid_from = DayField(label="Berlaku sejak", required=False)
    valid_until = DayField(
        required=False,
        label="Berlaku sampai",
        help_text="Untuk SK. Anda diingatkan 60 hari sebelumnya; sesudahnya bukti tidak dihitung.",
    )
    for_month = forms.TypedChoiceField(
        label="Untuk laporan bulan", required=False, coerce=date.fromisoformat, empty_value=None
    )
    field_order = ("camera", "file", "kind", "facts", "title", "for_month", "valid_from")

    def __init__(self, form_code: str, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(form_code, *args, **kwargs)
        field = self.fields["for_month"]
        assert isinstance(field, forms.TypedChoiceField)
        first = today.replace(day=1)
        days = [months_back(first, ago) for ago in range(MONTHS_OFFERED)]
        field.choices = [
            ("", "Tidak untuk satu bulan"),
            *((str(day), id_month(day)) for day in days),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.sent and not self.has_error("file"):
            self.add_error("file", "Ambil foto atau pilih berkas dahulu.")
        elif self.sent and (self.sent.size or 0) > LARGEST:
            self.add_error("file", _TOO_LARGE)
        if self.has_error("facts") and (kind := data.get("kind")):
            usual = [fact.label for fact in usual_facts(self.form_code, kind)][:3]
            if usual:
                words = f"{Evidence.Kind(kind).label} biasanya membuktikan: {', '.join(usual)}."
                self.add_error("facts", words)
        return data

    @property
    def sent(self) -> "UploadedFile[Any] | None":
        """What was photographed, else what was chosen."""
        data = self.cleaned_data
        return data.get("camera") or data.get("file")

    def upload(self) -> Upload:
        """The name and the bytes; the form has seen to their size."""
        assert self.sent is not None
        return Upload(self.sent.name or "", self.sent.read())


class WithdrawForm(forms.Form):
    """Why evidence is taken back."""

    reason = forms.CharField(
        label="Mengapa bukti ini ditarik?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: berkas tertukar, atau sudah ada SK yang baru.",
        error_messages={"required": "Tulis mengapa bukti ini ditarik."},
    )
