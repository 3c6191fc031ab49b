"""Shape of what is typed on the pages of the roadmap; what it means is decided in the actions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from naikkelas.classification.rules.cube import LEVELS as ALL_LEVELS
from naikkelas.lib.numbers import id_number, id_rupiah
from naikkelas.registry.models import Evidence, KampungKB
from naikkelas.roadmap.models import Lock, Step, StepState
from naikkelas.roadmap.rules.catalogue import Action
from naikkelas.roadmap.rules.means import THEME_WEIGHT, BadMeans, MeansData, Mentors, Money
from naikkelas.roadmap.rules.modes import SOURCES
from naikkelas.ui.fields import DayField, NumberField

LEVELS = tuple(level for level in ALL_LEVELS if level != "belum_lapor")
LONGEST_TEXT = 300


# Scenarios --------------------------------------------------------------------------------------


class ScenarioForm(forms.Form):
    """A scenario: its name and why; all else is what stands in catalogue, means and locks."""

    name = forms.CharField(
        label="Nama skenario",
        max_length=120,
        required=False,
        help_text="Misalnya: Tambah satu pendamping di Bajuin.",
    )
    reason = forms.CharField(label="Mengapa dihitung", max_length=LONGEST_TEXT, required=False)
    seconds = NumberField(
        label="Waktu hitung paling lama (detik)",
        least=1,
        most=60,
        initial=8,
        help_text="Bila habis, rencana terbaik sejauh itu yang dipakai, dengan jaraknya.",
    )
    replan = forms.BooleanField(
        label="Rencana ulang: mulai dari hasil langkah, dan ubah sesedikit mungkin",
        required=False,
    )

    def __init__(self, *args: Any, has_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_plan:
            del self.fields["replan"]


class WhatIfForm(forms.Form):
    """One resource, where, and how much more of it."""

    KINDS = (
        ("pendamping", "Pendamping tambahan (orang)"),
        ("dana", "Dana tambahan (rupiah)"),
        ("kursi", "Kursi pelatihan tambahan"),
    )
    kind = forms.ChoiceField(label="Yang ditambah", choices=KINDS)
    amount = NumberField(label="Berapa banyak", initial=1, least=0, most=1e12)
    group = forms.ChoiceField(
        label="Kecamatan", required=False, help_text="Hanya untuk pendamping."
    )
    source = forms.ChoiceField(label="Sumber dana", required=False, help_text="Hanya untuk dana.")

    def __init__(
        self, data: Any = None, *, sources: Mapping[str, str], groups: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.sources, self.groups = sources, groups
        for name, choices in (("group", groups), ("source", sources)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind", "")
        wanted = {"pendamping": "group", "dana": "source"}.get(kind)
        data["key"] = data.get(wanted, "") if wanted else ""
        if wanted and not data["key"]:
            self.add_error(wanted, "Pilih salah satu.")
        if kind == "pendamping" and (data.get("amount") or 0) % 1:
            self.add_error("amount", "Pendamping dihitung per orang, jadi isi bilangan bulat.")
        return data

    def in_words(self) -> str:
        """`1 pendamping tambahan di Kec. Bajuin`."""
        data = self.cleaned_data
        if data["kind"] == "dana":
            return f"{id_rupiah(data['amount'])} tambahan dari {self.sources[data['key']]}"
        if data["kind"] == "kursi":
            return f"{id_number(data['amount'])} kursi pelatihan tambahan"
        return f"{id_number(data['amount'])} pendamping tambahan di {self.groups[data['key']]}"


class LockForm(forms.Form):
    """A wish about one kampung in one year."""

    kampung = forms.ModelChoiceField(
        label="Kampung",
        queryset=KampungKB.objects.none(),
        error_messages={"invalid_choice": "Pilih kampung dari daftar."},
    )
    year = forms.IntegerField(label="Tahun", min_value=2016, max_value=2100)
    wish = forms.ChoiceField(label="Kunci", choices=Lock.Wish.choices)
    reason = forms.CharField(label="Alasan", max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, kabupaten_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kampung"]
        assert isinstance(field, forms.ModelChoiceField)
        live = KampungKB.objects.live().filter(kabupaten_code=kabupaten_code)
        field.queryset = live.order_by("nama", "pk")


# Catalogue --------------------------------------------------------------------------------------


class FigureForm(forms.Form):
    """One figure of an action, and who says so."""

    which = forms.ChoiceField(label="Angka", choices=())
    value = NumberField(
        label="Nilai", help_text="Rupiah penuh, hari, kursi, bulan, atau persen untuk peluang."
    )
    source = forms.CharField(
        label="Menurut siapa",
        max_length=200,
        required=False,
        help_text="Misalnya DPA 2026, atau rapat 12 Januari. Kosong berarti masih asumsi.",
    )

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("peluang", "Peluang berhasil (persen)"),
            *(
                (f"biaya:{source}", f"Biaya dari {SOURCES.get(source, source)} (rupiah)")
                for source, _ in action.costs
            ),
            ("hari", "Hari pendamping"),
            ("kursi", "Kursi pelatihan"),
            ("bulan", "Lama (bulan)"),
        ]

    def figure(self) -> float:
        """The value in the catalogue's own unit."""
        value = float(self.cleaned_data["value"])
        return value / 100 if self.cleaned_data["which"] == "peluang" else value


class CatalogueFileForm(forms.Form):
    """A whole catalogue as a JSON file."""

    file = forms.FileField(label="Berkas katalog (JSON)")
    note = forms.CharField(label="Catatan", max_length=200, required=False)

    LARGEST = 1_000_000

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise forms.ValidationError("Berkas ini lebih besar dari 1 MB. Periksa berkasnya.")
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError("Berkas ini bukan teks UTF-8.") from error


# Means ------------------------------------------------------------------------------------------


RULE_FIELDS = ("start_year", "target", "fairness", "discount", "theme_weight")


class MeansForm(forms.Form):
    """Resources per year and kecamatan, and the rules of the plan.

    Fields are made for every source of funds, year and kecamatan: `dana_0_2` is the first source
    in the third year, `kursi_2` seats, `orang_3` and `hari_3` mentors of the fourth kecamatan.
    """

    def __init__(self, data: Any = None, *, means: MeansData) -> None:
        super().__init__(data, initial=_initial(means))
        self.means = means
        self._add_rules()
        for year in range(means.years):
            for place, money in enumerate(means.money):
                label = f"{money.name}, {means.start_year + year}"
                self.fields[f"dana_{place}_{year}"] = NumberField(label=label)
            self.fields[f"kursi_{year}"] = NumberField(
                label=f"Kursi pelatihan, {means.start_year + year}", most=100_000
            )
        for place, mentors in enumerate(means.mentors):
            self.fields[f"orang_{place}"] = NumberField(
                label=f"Pendamping di {mentors.name} (orang)", most=500
            )
            self.fields[f"hari_{place}"] = NumberField(
                label=f"Hari per pendamping di {mentors.name}", most=366
            )

    def _add_rules(self) -> None:
        self.fields["start_year"] = forms.IntegerField(
            label="Tahun pertama", min_value=2016, max_value=2100
        )
        self.fields["target"] = NumberField(
            label="Target per tahun (% dari semua kampung)",
            most=100,
            required=False,
            help_text="Kosong berarti mengikuti Pengaturan.",
        )
        self.fields["fairness"] = NumberField(
            label="Pemerataan antar-kecamatan (%)",
            most=100,
            help_text="0 tidak memandang kecamatan; 100 tiap kecamatan naik menurut jumlahnya.",
        )
        self.fields["discount"] = NumberField(
            label="Bobot tiap tahun berikutnya (%)",
            least=1,
            most=100,
            help_text="95 berarti kenaikan tahun depan bernilai 95% dari tahun ini.",
        )
        self.fields["theme_weight"] = NumberField(
            label="Nilai satu kriteria tema (% dari satu kelas)",
            most=100,
            required=False,
            help_text="Tindakan yang sekaligus memenuhi kriteria tema sedikit lebih bernilai.",
        )
        for level in LEVELS:
            self.fields[f"bobot_{level}"] = NumberField(label=f"Bobot {level}", most=1000)

    # Groups of bound fields for the template.

    @property
    def money_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (money.name, [self[f"dana_{place}_{year}"] for year in range(self.means.years)])
            for place, money in enumerate(self.means.money)
        ]

    @property
    def seat_fields(self) -> list[forms.BoundField]:
        return [self[f"kursi_{year}"] for year in range(self.means.years)]

    @property
    def mentor_rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [
            (mentors.name, self[f"orang_{place}"], self[f"hari_{place}"])
            for place, mentors in enumerate(self.means.mentors)
        ]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"bobot_{level}"] for level in LEVELS]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in RULE_FIELDS]

    def data_of(self) -> MeansData:
        """The means as they were typed; `BadMeans` where they contradict themselves."""
        data, means = self.cleaned_data, self.means
        years = range(means.years)
        target, themes = data["target"], data["theme_weight"]
        return MeansData(
            start_year=data["start_year"],
            years=means.years,
            money=tuple(
                Money(one.source, one.name, tuple(data[f"dana_{n}_{year}"] for year in years))
                for n, one in enumerate(means.money)
            ),
            seats=tuple(data[f"kursi_{year}"] for year in years),
            mentors=tuple(
                Mentors(one.kecamatan, one.name, int(data[f"orang_{n}"]), data[f"hari_{n}"])
                for n, one in enumerate(means.mentors)
            ),
            weights={level: data[f"bobot_{level}"] for level in LEVELS},
            fairness=data["fairness"] / 100,
            discount=data["discount"] / 100,
            target_share=None if target is None else target / 100,
            theme_weight=THEME_WEIGHT if themes is None else themes / 100,
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.data_of()
            except BadMeans as error:
                self.add_error(None, str(error))
        return data


def _initial(means: MeansData) -> dict[str, Any]:
    found: dict[str, Any] = {
        "start_year": means.start_year,
        "target": None if means.target_share is None else round(100 * means.target_share, 4),
        "fairness": round(100 * means.fairness, 4),
        "discount": round(100 * means.discount, 4),
        "theme_weight": round(100 * means.theme_weight, 4),
    }
    for place, money in enumerate(means.money):
        found |= {f"dana_{place}_{year}": amount for year, amount in enumerate(money.amounts)}
    found |= {f"kursi_{year}": amount for year, amount in enumerate(means.seats)}
    for place, mentors in enumerate(means.mentors):
        found |= {f"orang_{place}": mentors.count, f"hari_{place}": mentors.days_each}
    return found | {f"bobot_{level}": means.weights.get(level, 0) for level in LEVELS}


# Steps ------------------------------------------------------------------------------------------


class StepForm(forms.Form):
    """How a step stands."""

    state = forms.ChoiceField(label="Keadaan", choices=StepState.choices, widget=forms.RadioSelect)
    due_on = DayField(label="Tenggat", required=False)
    note = forms.CharField(
        label="Catatan",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="Wajib bila ditunda, belum berhasil, atau dibatalkan.",
    )
    evidence = forms.ModelChoiceField(
        label="Bukti",
        queryset=Evidence.objects.none(),
        required=False,
        empty_label="Belum ada",
        help_text="Bukti yang sudah diunggah untuk kampung ini.",
    )

    def __init__(self, data: Any = None, *, step: Step, evidence: "QuerySet[Evidence]") -> None:
        initial = {"state": step.state, "due_on": step.due_on, "evidence": step.evidence_id}
        super().__init__(data, initial=initial)
        field = self.fields["evidence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = evidence


class AttemptForm(forms.Form):
    """An action that was tried outside of any step, and whether it worked."""

    kampung = forms.ModelChoiceField(label="Kampung", queryset=KampungKB.objects.none())
    action = forms.ChoiceField(label="Tindakan", choices=())
    worked = forms.ChoiceField(
        label="Hasil",
        choices=(("ya", "Berhasil"), ("tidak", "Belum berhasil")),
        widget=forms.RadioSelect,
    )
    happened_on = DayField(label="Tanggal")

    def __init__(
        self,
        data: Any = None,
        *,
        kampung: "QuerySet[KampungKB]",
        actions: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        own, choice = self.fields["kampung"], self.fields["action"]
        assert isinstance(own, forms.ModelChoiceField)
        assert isinstance(choice, forms.ChoiceField)
        own.queryset = kampung
        choice.choices = list(actions.items())


class PickForm(forms.Form):
    """Which steps to propose."""

    picked = forms.MultipleChoiceField(
        label="Langkah",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang sedikitnya satu langkah."},
    )

    def __init__(self, choices: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["picked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)
