"""Shape of what is typed on the pages of good examples; what it means is decided in the actions."""

from collections.abc import Mapping, Sequence
from typing import Any  # Django's form values

from django import forms

from naikkelas.instruments.rules import Measure
from naikkelas.lib.numbers import id_number
from naikkelas.practices.models import PracticeVersion
from naikkelas.practices.rules import practised
from naikkelas.practices.rules.practised import SOURCES, Practised, lines_of
from naikkelas.registry.models import PokjaSeat
from naikkelas.ui.fields import CountField, DayField, NumberField, RupiahField

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


# Study visits, copies, competitions --------------------------------------------------------------


class VisitForm(forms.Form):
    """A visit to learn: when, how many, what for."""

    visit_on = DayField(label="Tanggal kunjungan")
    participants = CountField(label="Jumlah peserta")
    purpose = _long("Yang ingin dipelajari", "Jangan tulis nama orang.", 3, 300)


class VisitReportForm(forms.Form):
    """What was learned, and the plan that follows from it."""

    came = CountField(label="Peserta yang datang")
    report = _long(
        "Yang dipelajari", "Apa yang akan dikerjakan sesudahnya? Jangan tulis nama orang.", 6, 2000
    )
    rkm = forms.ChoiceField(label="Masuk ke RKM", required=False)

    def __init__(self, data: Any = None, *, plans: list[tuple[str, str]]) -> None:
        super().__init__(data)
        _offer(self.fields["rkm"], [("", "Belum"), *plans])


class AdoptForm(forms.Form):
    """A kampung copies a practice."""

    adopted_on = DayField(label="Mulai meniru")
    visit = forms.ChoiceField(label="Sesudah kunjungan belajar", required=False)

    def __init__(self, data: Any = None, *, visits: list[tuple[str, str]], today: Any) -> None:
        super().__init__(data, initial={"adopted_on": today})
        if visits:
            _offer(self.fields["visit"], [("", "Tidak"), *visits])
        else:
            del self.fields["visit"]


class CompetitionForm(forms.Form):
    """A competition with published criteria."""

    name = forms.CharField(label="Nama lomba", max_length=120)
    year = CountField(label="Tahun")
    instrument = forms.ChoiceField(
        label="Kriteria", help_text="Instrumen yang sudah terbit; tidak dapat diubah sesudahnya."
    )
    opens_on = DayField(label="Pendaftaran mulai")
    closes_on = DayField(label="Pendaftaran sampai")

    def __init__(self, data: Any = None, *, instruments: list[tuple[str, str]], today: Any) -> None:
        super().__init__(data, initial={"year": today.year, "opens_on": today})
        _offer(self.fields["instrument"], instruments)


class JudgeForm(forms.Form):
    """One judge's figures for one entry; an empty field is no figure."""

    def __init__(
        self, data: Any = None, *, measures: Sequence[Measure], given: Mapping[str, float | None]
    ) -> None:
        super().__init__(data)
        self.measures = measures
        for measure in measures:
            self.fields[measure.code] = _judged_field(measure, given.get(measure.code))

    def values(self) -> dict[str, float | None]:
        """Figure by criterion; call after `is_valid`."""
        return {measure.code: _figure(self.cleaned_data[measure.code]) for measure in self.measures}


def _judged_field(measure: Measure, given: float | None) -> forms.Field:
    if measure.kind == "flag":
        return forms.ChoiceField(
            label=measure.name,
            required=False,
            choices=[("", "Belum dinilai"), ("1", "Ya"), ("0", "Tidak")],
            initial="" if given is None else str(int(given)),
        )
    least = 0.0 if measure.least is None else measure.least
    most = 1000.0 if measure.most is None else measure.most
    return NumberField(
        label=measure.name,
        required=False,
        least=least,
        most=most,
        initial=given,
        help_text=f"Dari {id_number(least)} sampai {id_number(most)}.",
    )


def _figure(value: Any) -> float | None:
    return None if value in (None, "") else float(value)
