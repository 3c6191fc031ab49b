"""Shape of what is typed on the pages of good examples; what it means is decided in the actions."""

from collections.abc import Mapping
from typing import Any  # Django's form values

from django import forms

from naikkelas.practices.models import PracticeVersion
from naikkelas.practices.rules import practised
from naikkelas.practices.rules.practised import SOURCES, Practised, lines_of
from naikkelas.registry.models import PokjaSeat
from naikkelas.ui.fields import DayField, RupiahField

_CONTACTS = [
    (post.value, f"{post.label} Pokja")
    for post in (
        PokjaSeat.Post.CHAIR,
        PokjaSeat.Post.SECRETARY,
        PokjaSeat.Post.COORDINATOR,
        PokjaSeat.Post.TREASURER,
    )
]


def _long(label: str, help_text: str, rows: int, most: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class PracticeForm(forms.Form):
    """A good example in the words of the kampung; its result is not asked."""

    title = forms.CharField(label="Judul", max_length=practised.LONGEST_TITLE)
    problem = _long(
        "Masalah yang dihadapi",
        "Apa yang kurang sebelum ini dikerjakan? Jangan tulis nama orang.",
        4,
        practised.LONGEST_PROBLEM,
    )
    steps = _long(
        "Langkah",
        "Satu baris satu langkah, menurut urutannya. Paling banyak 15.",
        8,
        practised.MOST_STEPS * (practised.LONGEST_STEP + 2),
    )
    indicators = forms.MultipleChoiceField(
        label="Indikator yang dijawab",
        widget=forms.CheckboxSelectMultiple,
        help_text="Hasilnya diambil dari laporan untuk indikator ini, tidak ditulis.",
    )
    from_on = DayField(label="Mulai")
    until_on = DayField(label="Selesai", required=False, help_text="Kosongkan bila masih berjalan.")
    cost = RupiahField(label="Biaya (rupiah)", required=False)
    cost_source = forms.ChoiceField(
        label="Sumber biaya", required=False, choices=[("", "Tidak diketahui"), *SOURCES.items()]
    )
    contact = forms.ChoiceField(
        label="Yang dapat ditanya",
        choices=_CONTACTS,
        help_text="Jabatan di Pokja, bukan nama orang. Yang memegang jabatan itu boleh berganti.",
    )
    innovation = forms.ChoiceField(
        label="Berasal dari inovasi", required=False, help_text="Inovasi yang sudah dicatat."
    )

    def __init__(
        self,
        data: Any = None,
        *,
        indicators: Mapping[str, str],
        innovations: list[tuple[str, str]] | None = None,
        version: PracticeVersion | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(version) if version else None)
        _offer(self.fields["indicators"], list(indicators.items()))
        if innovations and version is None:
            _offer(self.fields["innovation"], [("", "Tidak"), *innovations])
        else:
            del self.fields["innovation"]

    def told(self) -> Practised:
        """What was told; call after `is_valid`."""
        data = self.cleaned_data
        return Practised(
            title=" ".join(data["title"].split()),
            problem=data["problem"].strip(),
            steps=lines_of(data["steps"]),
            indicators=tuple(data["indicators"]),
            contact=data["contact"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            cost=data["cost"],
            cost_source=data["cost_source"],
        )


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _initial(version: PracticeVersion) -> dict[str, Any]:
    plain = ("title", "problem", "from_on", "until_on", "cost", "cost_source", "contact")
    return {name: getattr(version, name) for name in plain} | {
        "steps": "\n".join(version.steps.values_list("words", flat=True)),
        "indicators": version.codes,
    }


class ReasonForm(forms.Form):
    """Why something is returned, declined or ended."""

    reason = _long("Alasan", "Tulis apa yang perlu diketahui. Jangan tulis nama orang.", 3, 300)


class ExemplarForm(forms.Form):
    """A kampung contoh: from when, until when, why, and for which practice."""

    since = DayField(label="Sejak")
    until = DayField(label="Sampai", required=False, help_text="Boleh kosong.")
    reason = _long("Alasan", "Apa yang dapat dipelajari kampung lain di sini?", 3, 300)
    practice = forms.ChoiceField(label="Untuk contoh baik", required=False)

    def __init__(self, data: Any = None, *, practices: list[tuple[str, str]], today: Any) -> None:
        super().__init__(data, initial={"since": today})
        _offer(self.fields["practice"], [("", "Kampung secara keseluruhan"), *practices])


class EndForm(ReasonForm):
    """From which day on no longer, and why."""

    on = DayField(label="Tidak lagi sejak")
    field_order = ("on", "reason")
