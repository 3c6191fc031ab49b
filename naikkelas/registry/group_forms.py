"""The shape of records of groups, of a Rumah DataKu and of innovations."""

from collections.abc import Mapping
from datetime import date
from typing import Any  # Django's form values
from uuid import UUID

from django import forms

from naikkelas.registry.forms import DescribedForm
from naikkelas.registry.models import Kelompok
from naikkelas.registry.rules.groups import DATAKU, INOVASI, KELOMPOK, REQUIRED, checked
from naikkelas.registry.rules.schema import Form
from naikkelas.ui.fields import CountField, DayField

LONG = ("problem", "what")


class RecordForm(DescribedForm):
    """A lasting record with the person who is responsible for it."""

    def __init__(
        self,
        described: Form,
        today: date,
        people: list[tuple[str, str]],
        *,
        data: Any = None,
        values: Mapping[str, Any] | None = None,
        kader: UUID | None = None,
    ) -> None:
        super().__init__(described, data=data, values=values)
        self.today = today
        for name in REQUIRED.get(described.code, ()):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "Isi dahulu."
        for name in LONG:
            if name in self.fields:
                self.fields[name].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["kader"] = forms.ChoiceField(
            label="Penanggung jawab",
            required=False,
            choices=[("", "Belum ada"), *people],
            initial=str(kader or ""),
            help_text="Dipilih dari kader kampung.",
        )

    def stored(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in self.described.by_name}
        return checked(self.described, given, self.today)

    @property
    def responsible(self) -> UUID | None:
        """The chosen person's identifier; call after `is_valid`."""
        chosen = self.cleaned_data["kader"]
        return UUID(chosen) if chosen else None


class GroupForm(RecordForm):
    """A group that is recorded already; its kind stays."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(KELOMPOK, *args, **more)


class NewGroupForm(GroupForm):
    """A group that is not recorded yet: first of all, its kind."""

    def __init__(self, *args: Any, kind: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"] = forms.ChoiceField(
            label="Jenis", choices=Kelompok.Kind.choices, initial=kind
        )
        self.order_fields(["kind"])


class InnovationForm(RecordForm):
    """What a village invented."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(INOVASI, *args, **more)


class DatakuForm(DescribedForm):
    """What a Rumah DataKu has."""

    def __init__(
        self, today: date, *, data: Any = None, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(DATAKU, data=data, values=values)
        self.today = today

    def stored(self) -> dict[str, Any]:
        given = {name: self.cleaned_data.get(name) for name in self.described.by_name}
        return checked(self.described, given, self.today)


class MeetingForm(forms.Form):
    """The group met."""

    held_on = DayField(label="Tanggal pertemuan", required=False)
    members = CountField(label="Jumlah anggota sekarang", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["held_on"].required = True
        self.fields["held_on"].error_messages["required"] = "Isi tanggal pertemuannya."


class StopForm(forms.Form):
    """Why it goes on no longer, or that the record was a mistake."""

    STOPPED, MISTAKE = "berhenti", "keliru"
    how = forms.ChoiceField(
        label="Apa yang terjadi?",
        choices=[
            (STOPPED, "Sudah berhenti atau dibubarkan"),
            (MISTAKE, "Catatan ini keliru sejak awal"),
        ],
        widget=forms.RadioSelect,
        initial=STOPPED,
    )
    stopped_on = DayField(label="Berhenti sejak", required=False)
    reason = forms.CharField(
        label="Mengapa berhenti?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: digabung dengan kelompok lain. Jangan tulis nama orang.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == self.STOPPED:
            if not data.get("stopped_on") and not self.has_error("stopped_on"):
                self.add_error("stopped_on", "Isi sejak kapan berhenti.")
            if not (data.get("reason") or "").strip():
                self.add_error("reason", "Tulis mengapa berhenti.")
        return data
