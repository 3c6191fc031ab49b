"""The shape of the filters of the trail."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from naikkelas.audit.queries import Wanted

# Within these every zone can tell the first and the last moment of a day.
_DAYS = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))

_LARGEST_KEY = 2**63 - 1
"""No database holds a larger one; SQLite would not even take it as a question."""


class TrailFilter(forms.Form):
    """Area, post, what was done, period; all may be left empty."""

    wilayah = forms.CharField(
        label="Kode kabupaten", required=False, max_length=13, help_text="Misalnya 63.01."
    )
    jabatan = forms.CharField(
        label="Jabatan", required=False, max_length=60, help_text="Sebagian sudah cukup."
    )
    tindakan = forms.ChoiceField(label="Tindakan", required=False)
    dari = forms.DateField(
        label="Dari tanggal",
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    sampai = forms.DateField(
        label="Sampai tanggal",
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    orang = forms.IntegerField(
        required=False, min_value=1, max_value=_LARGEST_KEY, widget=forms.HiddenInput
    )

    def __init__(self, data: object, verbs: dict[str, str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = sorted(verbs.items(), key=lambda pair: pair[1])
        self.fields["tindakan"].choices = [("", "Semua"), *choices]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was asked for; a field that makes no sense is left out and said beside it."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            area=given.get("wilayah") or "",
            person=given.get("orang"),
            post=given.get("jabatan") or "",
            verb=given.get("tindakan") or "",
            since=given.get("dari"),
            until=given.get("sampai"),
        )
