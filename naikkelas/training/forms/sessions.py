"""The shape of planning a session, inviting, registering and ticking."""

from typing import Any  # Django's form values
from uuid import UUID, uuid4

from django import forms

from naikkelas.training.actions.sessions import MOST_SEATS, Plan
from naikkelas.training.models import TrainingSession
from naikkelas.ui.fields import DayField, RupiahField

Choices = list[tuple[str, str]]
_CLOCK = ("%H:%M", "%H.%M", "%H:%M:%S")


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=_CLOCK,
        error_messages={"invalid": "Isi jam, misalnya 09.30.", "required": "Isi jamnya."},
    )


class SessionForm(forms.Form):
    """What is taught, for whom, when, where and with how many seats."""

    nomor = forms.UUIDField(widget=forms.HiddenInput, required=False)
    curriculum = forms.ChoiceField(label="Kurikulum")
    area = forms.ChoiceField(
        label="Untuk wilayah", help_text="Kampung di wilayah ini dapat diundang."
    )
    starts_on = DayField(label="Hari pertama")
    ends_on = DayField(
        label="Hari terakhir", required=False, help_text="Kosongkan bila hanya satu hari."
    )
    starts = _clock("Jam mulai")
    ends = _clock("Jam selesai")
    place = forms.CharField(
        label="Tempat", max_length=160, help_text="Misalnya: Aula Kecamatan Bajuin."
    )
    trainer = forms.CharField(
        label="Pelatih", max_length=160, required=False, help_text="Nama atau jabatan."
    )
    seats = forms.IntegerField(label="Kursi", min_value=1, max_value=MOST_SEATS)
    cost = RupiahField(
        label="Biaya", required=False, help_text="Kosongkan bila belum tahu. Kosong bukan nol."
    )

    def __init__(self, curricula: Choices, areas: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomor"].initial = uuid4
        for name, choices in (("curriculum", curricula), ("area", areas)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @property
    def identifier(self) -> UUID | None:
        """The identifier that the page carried, so that a second press is the first one again."""
        found: UUID | None = self.cleaned_data.get("nomor")
        return found

    @property
    def plan(self) -> Plan:
        """What the person plans."""
        data = self.cleaned_data
        return Plan(
            ends_on=data["ends_on"] or data["starts_on"],
            **{
                name: data[name]
                for name in (
                    *("curriculum", "starts_on", "starts", "ends", "place", "seats"),
                    *("trainer", "cost"),
                )
            },
        )


def of_session(session: TrainingSession) -> dict[str, Any]:
    """What a form of an existing session starts with."""
    names = ("starts_on", "ends_on", "starts", "ends", "place", "trainer", "seats", "cost")
    return {name: getattr(session, name) for name in names} | {
        "curriculum": session.curriculum.code,
        "area": session.area_id,
        "nomor": session.pk,
    }


class ReasonForm(forms.Form):
    """Why something is called off or taken back."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasannya."},
    )


class PeopleForm(forms.Form):
    """People or kampung to tick."""

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, label: str, choices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("chosen", "seen"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
        self.fields["chosen"].label = label

    def ticked(self, name: str = "chosen") -> set[UUID]:
        """The identifiers that were ticked."""
        return set(map(UUID, self.cleaned_data[name]))
