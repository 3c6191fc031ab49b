"""Shape of what is typed on the settings page; the checks themselves are in `areas.rules`."""

from collections.abc import Mapping
from typing import Any, cast  # a setting's value is any JSON

from django import forms

from naikkelas.areas.queries import SettingInForce
from naikkelas.areas.rules.settings import (
    ANY_RISE,
    BASES,
    CAPS,
    FOLLOWUP_DESKS,
    INSTRUMENTS,
    LEVELS,
    LICENCES,
    TARGET_MODES,
    TIME_ZONES,
    TODAY,
)
from naikkelas.ui.fields import CountField

_COUNTED = [(code, label) for code, label in LEVELS.items() if code != "belum_lapor"]


class SettingForm(forms.Form):
    """One setting: fields for people on one side, the JSON value on the other."""

    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(
            data,
            files,
            initial=self.fields_of(in_force.value),
            prefix=in_force.setting.key,
            use_required_attribute=False,
        )

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        """The initial content of the fields for a stored value."""
        return {"entry": value}

    def value(self) -> Any:
        """The value to store; call after `is_valid`."""
        return self.cleaned_data["entry"]


class OfficeNameForm(SettingForm):
    entry = forms.CharField(label="Nama kantor", max_length=120, required=False)


class OfficeUnitForm(SettingForm):
    entry = forms.CharField(label="Bidang atau unit", max_length=120, required=False)


class InstrumentForm(SettingForm):
    entry = forms.ChoiceField(label="Aturan", choices=list(INSTRUMENTS.items()))


class TargetBasisForm(SettingForm):
    entry = forms.ChoiceField(label="Kelas untuk target", choices=list(BASES.items()))


class TimeZoneForm(SettingForm):
    entry = forms.ChoiceField(label="Zona waktu", choices=list(TIME_ZONES.items()))


class LogoForm(SettingForm):
    file = forms.FileField(
        label="Berkas logo",
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": "Pilih berkas logo dahulu."},
    )

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return {}


class LevelLabelsForm(SettingForm):
    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(in_force, data, files)
        for number, (code, national) in enumerate(LEVELS.items()):
            self.fields[code] = forms.CharField(
                label=f"{number} · {national}", max_length=30, required=False
            )

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return dict(value)

    def value(self) -> Any:
        return {code: self.cleaned_data[code] for code in LEVELS}


class TargetRuleForm(SettingForm):
    share = forms.DecimalField(
        label="Bagian dari semua kampung (persen)",
        help_text="Dibulatkan ke atas: 5% dari 135 kampung adalah 7 kampung.",
        max_digits=6,
        decimal_places=3,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    levels = forms.MultipleChoiceField(
        label="Kelas yang dihitung",
        choices=_COUNTED,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu kelas yang dihitung untuk target."},
    )
    mode = forms.ChoiceField(label="Cara menghitung", choices=list(TARGET_MODES.items()))

    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(in_force, data, files)
        # Where any rise counts no class need be chosen.
        if self.is_bound and self["mode"].value() == ANY_RISE:
            self.fields["levels"].required = False

    def call_levels(self, labels: Mapping[str, str]) -> None:
        """Name the classes to choose from as the area does."""
        field = cast(forms.MultipleChoiceField, self.fields["levels"])
        field.choices = [(code, labels.get(code, national)) for code, national in _COUNTED]

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return {**value, "share": round(value["share"] * 100, 3)}

    def value(self) -> Any:
        return {**self.cleaned_data, "share": float(self.cleaned_data["share"]) / 100}


class CutoffForm(SettingForm):
    kind = forms.ChoiceField(
        label="Per tanggal",
        choices=[(TODAY, "Hari ini"), ("date", "Tanggal tetap")],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(
        label="Tanggal tetap",
        help_text="Hanya dipakai bila Anda memilih “Tanggal tetap” di atas.",
        error_messages={"required": "Isi tanggalnya, atau pilih “Hari ini”."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(in_force, data, files)
        if self.is_bound and self["kind"].value() == TODAY:
            self.fields["day"].required = False

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return {"kind": TODAY} if value == TODAY else {"kind": "date", "day": value}

    def value(self) -> Any:
        return TODAY if self.cleaned_data["kind"] == TODAY else self.cleaned_data["day"]


class HardCapsForm(SettingForm):
    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(in_force, data, files)
        for key, (label, _) in CAPS.items():
            self.fields[key] = CountField(label=label)

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return dict(value)

    def value(self) -> Any:
        return {key: self.cleaned_data[key] for key in CAPS}


class FollowUpDaysForm(SettingForm):
    def __init__(self, in_force: SettingInForce, data: Any = None, files: Any = None) -> None:
        super().__init__(in_force, data, files)
        for key, label in FOLLOWUP_DESKS.items():
            self.fields[key] = CountField(label=label)

    @classmethod
    def fields_of(cls, value: Any) -> dict[str, Any]:
        return dict(value)

    def value(self) -> Any:
        return {key: self.cleaned_data[key] for key in FOLLOWUP_DESKS}


class DataLicenceForm(SettingForm):
    entry = forms.ChoiceField(
        label="Lisensi", choices=[(code, one.name) for code, one in LICENCES.items()]
    )


class DataContactForm(SettingForm):
    entry = forms.CharField(label="Surel atau alamat web", max_length=200, required=False)


SETTING_FORMS: dict[str, type[SettingForm]] = {
    "office_name": OfficeNameForm,
    "office_unit": OfficeUnitForm,
    "logo": LogoForm,
    "level_labels": LevelLabelsForm,
    "instrument": InstrumentForm,
    "target_rule": TargetRuleForm,
    "target_basis": TargetBasisForm,
    "cutoff": CutoffForm,
    "hard_caps": HardCapsForm,
    "followup_days": FollowUpDaysForm,
    "time_zone": TimeZoneForm,
    "data_licence": DataLicenceForm,
    "data_contact": DataContactForm,
}


class BoundariesForm(forms.Form):
    """A GeoJSON file and where it comes from."""

    file = forms.FileField(
        label="Berkas GeoJSON",
        help_text="Poligon dengan atribut “kode”, dalam derajat (EPSG:4326). Paling besar 25 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
        error_messages={"required": "Pilih berkas GeoJSON dahulu."},
    )
    source = forms.CharField(
        label="Sumber batas",
        help_text="Tertulis di bawah peta, misalnya “BIG 2024”.",
        max_length=200,
    )


class IdentifiersForm(forms.Form):
    """A list of what other systems call our areas, and who made it."""

    file = forms.FileField(
        label="Berkas CSV",
        help_text="Baris pertama: kode,sistem,nilai. Sistem: bps, opensid, openkab.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Pilih berkas CSV dahulu."},
    )
    source = forms.CharField(
        label="Sumber padanan",
        help_text="Tertulis di kamus data terbuka, misalnya “Master file desa BPS 2025”.",
        max_length=200,
    )


class CodesForm(forms.Form):
    """A list of code changes."""

    file = forms.FileField(
        label="Berkas CSV",
        help_text="Baris pertama: kode_lama,kode_baru,berlaku,nama.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Pilih berkas CSV dahulu."},
    )
