"""The shape of what is entered about themes."""

from collections.abc import Mapping, Sequence
from typing import Any  # Django's form values
from uuid import UUID

from django import forms

from naikkelas.registry.models import Evidence
from naikkelas.registry.rules.files import ACCEPT, LARGEST, TAKEN_IN_WORDS, Upload
from naikkelas.themes.actions.keeping import Told
from naikkelas.themes.rules.reference import Theme
from naikkelas.ui.fields import DayField, NumberField

LARGEST_FILE = 200_000
TOO_LARGE = "Berkas ini lebih besar dari 15 MB. Kecilkan, lalu kirim lagi."
YES, NO, UNKNOWN = "ya", "tidak", "tidak_tahu"
_CHOICES = ((YES, "Ya"), (NO, "Tidak"), (UNKNOWN, "Belum tahu"))
_VALUES: Mapping[str, float | None] = {YES: 1.0, NO: 0.0, UNKNOWN: None}
_KEYS = {1.0: YES, 0.0: NO, None: UNKNOWN}


def evidence_field(rows: Sequence[Evidence], label: str) -> forms.ChoiceField:
    """A file of the kampung, or none."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", "Tanpa berkas"), *((str(one.pk), one.called) for one in rows)],
        help_text="Berkas kampung yang sudah ada di halaman Bukti.",
    )


class WithFile(forms.Form):
    """A form with a file: one that the kampung has (`chosen_name`), or a new one."""

    chosen_name = ""

    def offer_files(self, rows: Sequence[Evidence], name: str, label: str) -> None:
        """Add the two fields; a form calls it where they are to stand."""
        self.chosen_name = name
        self.fields[name] = evidence_field(rows, label)
        self.fields["unggahan"] = forms.FileField(
            label="Atau unggah berkas baru",
            required=False,
            help_text=f"{TAKEN_IN_WORDS}, paling besar 15 MB. Disimpan sebagai bukti "
            "kampung. Jangan kirim KTP atau KK.",
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            error_messages={"empty": "Berkas ini kosong (0 byte). Pilih berkas lain."},
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sent = data.get("unggahan")
        if sent and (sent.size or 0) > LARGEST:
            self.add_error("unggahan", TOO_LARGE)
        elif sent and data.get(self.chosen_name):
            self.add_error("unggahan", "Pilih satu saja: berkas yang sudah ada, atau yang baru.")
        return data

    @property
    def evidence(self) -> UUID | None:
        """The file that was chosen; call after `is_valid`."""
        return _key(self.cleaned_data[self.chosen_name])

    @property
    def upload(self) -> Upload | None:
        """The new file, read once; call after `is_valid`."""
        sent = self.cleaned_data["unggahan"]
        return Upload(sent.name or "", sent.read()) if sent else None


def _key(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


class AnswerForm(WithFile):
    """One field per criterion that is asked: yes, no or unknown; a figure where one is asked."""

    def __init__(
        self,
        asked: Mapping[str, tuple[str, str, float | None]],
        evidence: Sequence[Evidence],
        data: Any = None,
        files: Any = None,
    ) -> None:
        """`asked`: criterion → its words, the kind of its measure, and the answer that stands."""
        super().__init__(data, files)
        self.asked = asked
        for code, (words, kind, value) in asked.items():
            self.fields[code] = (
                forms.ChoiceField(
                    label=words,
                    choices=_CHOICES,
                    widget=forms.RadioSelect,
                    initial=_KEYS.get(value, UNKNOWN),
                    error_messages={"required": "Pilih ya, tidak, atau belum tahu."},
                )
                if kind == "flag"
                else NumberField(label=words, most=1e6, required=False, initial=value)
            )
        self.offer_files(evidence, "bukti", "Bukti untuk jawaban yang berubah")
        self.fields["catatan"] = forms.CharField(
            label="Catatan",
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="Untuk jawaban yang berubah. Jangan tulis nama orang.",
        )

    def values(self) -> dict[str, float | None]:
        """Criterion to answer; call after `is_valid`."""
        given = self.cleaned_data
        return {
            code: _VALUES[given[code]] if kind == "flag" else given[code]
            for code, (_, kind, _) in self.asked.items()
        }


class JoinForm(WithFile):
    """A kampung carries a theme."""

    theme = forms.ChoiceField(label="Tema")
    since = DayField(label="Sejak", required=False, help_text="Kosongkan bila tidak diketahui.")
    decree_number = forms.CharField(label="Nomor SK", required=False, max_length=120)
    decree_date = DayField(label="Tanggal SK", required=False)

    def __init__(
        self,
        themes: Sequence[Theme],
        evidence: Sequence[Evidence],
        data: Any = None,
        files: Any = None,
    ) -> None:
        super().__init__(data, files)
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, one.name) for one in themes]
        self.offer_files(evidence, "evidence", "Berkas SK")


class LeaveForm(forms.Form):
    """The theme is carried no longer, or was entered by mistake."""

    STOPPED, MISTAKE = "berhenti", "keliru"
    how = forms.ChoiceField(
        label="Apa yang terjadi?",
        choices=[
            (STOPPED, "Tidak menyandang tema ini lagi"),
            (MISTAKE, "Catatan ini keliru sejak awal"),
        ],
        widget=forms.RadioSelect,
        initial=STOPPED,
    )
    until = DayField(label="Sejak kapan", required=False)
    reason = forms.CharField(
        label="Mengapa?",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Jangan tulis nama orang.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == self.STOPPED:
            if not data.get("until") and not self.has_error("until"):
                self.add_error("until", "Isi tanggalnya.")
            if not (data.get("reason") or "").strip():
                self.add_error("reason", "Tulis alasannya.")
        return data


class AwardForm(forms.Form):
    """A level that the responsible body gave."""

    level = forms.ChoiceField(label="Tingkat")
    awarded_on = DayField(label="Ditetapkan pada")
    decree_number = forms.CharField(label="Nomor SK", required=False, max_length=120)

    def __init__(self, theme: Theme, data: Any = None) -> None:
        super().__init__(data)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, one) for one in theme.levels]


class ThemeForm(forms.Form):
    """A theme of the kabupaten: what it is called and who answers for it."""

    name = forms.CharField(label="Nama tema", max_length=80)
    body = forms.CharField(label="Lembaga penanggung jawab", max_length=120)
    skpd = forms.CharField(label="SKPD", max_length=120)
    legal_basis = forms.CharField(label="Dasar hukum", max_length=300, required=False)
    source = forms.CharField(label="Sumber kriteria", max_length=300, required=False)
    levels = forms.CharField(
        label="Tingkat",
        max_length=300,
        required=False,
        help_text="Pisahkan dengan koma, misalnya: Pratama, Madya, Utama.",
    )

    def told(self) -> Told:
        """What was typed; call after `is_valid`."""
        given = self.cleaned_data
        levels = tuple(filter(None, (one.strip() for one in given["levels"].split(","))))
        return Told(
            given["name"],
            given["body"],
            given["skpd"],
            given["legal_basis"],
            given["source"],
            levels,
        )


class NewThemeForm(ThemeForm):
    """A new theme with its criteria: written here, or a file."""

    criteria = forms.CharField(
        label="Kriteria",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Satu pertanyaan ya atau tidak per baris. Kriteria yang sama persis dengan milik "
        "tema lain hanya ditanyakan sekali.",
    )
    file = forms.FileField(
        label="Atau berkas instrumen (TOML)",
        required=False,
        help_text="Untuk kriteria dengan tingkat. Isi id-nya tema-KODE-KABUPATEN-….",
    )

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if not upload:
            return ""
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError("Berkas instrumen paling besar 200 KB.")
        try:
            return str(upload.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError("Simpan berkasnya sebagai teks UTF-8.") from error


class ChangeThemeForm(ThemeForm):
    """A theme that is there already; its criteria stay."""

    is_closed = forms.BooleanField(label="Tema ini tidak dipakai lagi", required=False)
