"""The shapes of the year plan: an item, how it goes, and the steps of the whole."""

from collections.abc import Iterable, Mapping
from typing import Any  # Django's form values

from django import forms

from naikkelas.activities.models import RKMItem
from naikkelas.activities.rules.rkm import ITEM, split
from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.models import Kader, Meeting
from naikkelas.registry.rules import reference
from naikkelas.ui.fields import DayField, RupiahField

_HELP: Mapping[str, str] = {
    "inpres_kegiatan": "Kosongkan bila kegiatan ini tidak ada dalam daftar Inpres.",
    "cost": "Kosongkan bila belum tahu. Kosong tidak sama dengan nol.",
    "kader": "Orang dari daftar kader kampung ini.",
    "responsible": "Bila bukan kader: jabatan atau kelompok, misalnya Kader Posyandu.",
}


class ItemForm(forms.Form):
    """One plan item; only its name is required."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kader: Iterable[Kader] = (),
        values: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in kader]
        for field in ITEM.fields:
            if field.name != "kader" or people:
                self.fields[field.name] = _made(field, people)
        for field in ITEM.fields:
            self.initial[field.name] = _typed(field, (values or {}).get(field.name))

    def values(self) -> dict[str, Any]:
        """The answers; one that is not asked stays out."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "base" and name in ITEM.by_name
        }


def _made(field: Field, people: list[tuple[str, str]]) -> forms.Field:
    common: dict[str, Any] = {
        "label": field.label,
        "required": field.name == "name",
        "help_text": _HELP.get(field.name, ""),
    }
    choices = [(option.code, option.name) for option in field.options]
    if field.name == "kader":
        return forms.ChoiceField(choices=[("", "Pilih …"), *people], **common)
    if field.name == "cost":
        return RupiahField(**common)
    if field.name == "seksi":
        return forms.ChoiceField(choices=[("", "Pilih …"), *_by_scheme()], **common)
    if field.kind is Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "Pilih …"), *choices], **common)
    if field.kind is Kind.CHOICES:
        ticks = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=ticks, **common)
    words = {"required": "Tulis nama kegiatannya."}
    return forms.CharField(max_length=field.max_length, error_messages=words, **common)


def _by_scheme() -> list[tuple[str, list[tuple[str, str]]]]:
    """Both official structures; a village uses one of them."""
    names = {
        "fungsi_keluarga": "8 seksi fungsi keluarga",
        "sasaran_inpres": "4 seksi Inpres 3/2022",
    }
    return [
        (
            label,
            [
                (row["kode"], row["nama"])
                for row in reference.rows("seksi_pokja")
                if row["skema"] == scheme
            ],
        )
        for scheme, label in names.items()
    ]


def _typed(field: Field, value: Any) -> Any:
    """A stored value as the control shows it."""
    if value is None or value == "":
        return None
    if field.name == "cost":
        return id_number(value)
    return list(split(value)) if field.kind is Kind.CHOICES else value


class ProgressForm(forms.Form):
    """How an item goes, what it cost and what came of it."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="Keadaan", choices=RKMItem.State.choices, widget=forms.RadioSelect
    )
    spent = RupiahField(
        label="Biaya terpakai (rupiah)",
        required=False,
        help_text="Kosongkan bila belum tahu. Kosong tidak sama dengan nol.",
    )
    result = forms.CharField(
        label="Hasil atau alasan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bila tidak jadi, tulis alasannya.",
    )


class AgreeForm(forms.Form):
    """The meeting that agreed on the plan: one that is recorded here, or its day."""

    meeting = forms.ChoiceField(label="Rapat", required=False)
    on = DayField(
        label="Tanggal rapat",
        required=False,
        help_text="Bila rapatnya tidak ada dalam daftar.",
    )
    decision = forms.CharField(
        label="Keputusan",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: semua kegiatan disetujui; pelatihan didahulukan.",
    )

    def __init__(self, *args: Any, meetings: Iterable[Meeting] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings}
        field = self.fields["meeting"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Tidak ada dalam daftar"),
            *((key, f"{one.held_on:%d/%m/%Y}: {one.title}") for key, one in self.meetings.items()),
        ]
        if not self.meetings:
            del self.fields["meeting"]

    @property
    def chosen(self) -> Meeting | None:
        return self.meetings.get(self.cleaned_data.get("meeting", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("on") and not data.get("meeting") and not self.has_error("on"):
            self.add_error("on", "Isi tanggalnya.")
        return data


class ApproveForm(forms.Form):
    """The day on which the head of the village approved the plan."""

    on = DayField(label="Tanggal disetujui kepala desa/lurah")


class ReopenForm(forms.Form):
    """Why the plan is changed."""

    reason = forms.CharField(
        label="Mengapa rencana ini diubah?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: anggaran Dana Desa berkurang.",
        error_messages={"required": "Tulis alasannya."},
    )


class TickForm(forms.Form):
    """Which of several things to take."""

    picked = forms.MultipleChoiceField(
        label="Kegiatan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang sedikitnya satu kegiatan."},
    )

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["picked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)


class YearForm(forms.Form):
    """The year of a new plan."""

    year = forms.TypedChoiceField(label="Tahun", coerce=int)

    def __init__(self, years: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]
