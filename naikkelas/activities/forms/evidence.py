"""The shape of choosing an activity as evidence."""

from collections.abc import Iterable
from typing import Any

from django import forms

from naikkelas.activities.models import Kegiatan
from naikkelas.lib.dates import id_date
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.models import Evidence
from naikkelas.registry.rules.backing import FACTS


class ActivityForm(forms.Form):
    """An activity that was recorded, and which facts of a report it shows."""

    activity = forms.ChoiceField(
        label="Kegiatan",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih satu kegiatan."},
    )
    facts = forms.MultipleChoiceField(
        label="Hal yang dibuktikan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu hal yang dibuktikan."},
    )

    def __init__(self, form_code: str, offered: Iterable[Kegiatan], *args: Any) -> None:
        super().__init__(*args)
        self.form_code = form_code
        self.offered = {str(one.pk): one for one in offered}
        activities = [(key, _named(one)) for key, one in self.offered.items()]
        self._offer("activity", activities)
        self._offer("facts", [(fact.code, fact.label) for fact in FACTS[form_code]])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> Kegiatan:
        """The activity that was picked."""
        return self.offered[self.cleaned_data["activity"]]

    def claim(self) -> Claim:
        """What the person says that it shows."""
        facts = tuple(self.cleaned_data["facts"])
        return Claim(self.form_code, facts, Evidence.Kind.ACTIVITY, title=self.chosen.judul)


def _named(activity: Kegiatan) -> str:
    return f"{id_date(activity.tanggal)}: {activity.judul}"
