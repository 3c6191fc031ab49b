"""The shape of reporting and changing an activity."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any  # Django's form values

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from naikkelas.activities.errors import ActivityRefused
from naikkelas.activities.rules.reporting import ACTIVITY, AGES, SEXES
from naikkelas.lib.dates import id_date
from naikkelas.lib.fields import Option
from naikkelas.lib.numbers import id_number
from naikkelas.lib.refusals import Refused
from naikkelas.registry.rules.files import ACCEPT_PHOTOS, LARGEST, Upload
from naikkelas.ui.fields import CountField

TODAY, YESTERDAY, OTHER = "hari_ini", "kemarin", "lain"
KINDS = (("kegiatan", "Foto kegiatan"), ("sebelum_sesudah", "Sebelum dan sesudah"))


class ManyFiles(forms.FileInput):
    """Several photos at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """As many photos as were picked, none too; each is looked at by the action."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        """The photos in their order."""
        picked = data if isinstance(data, list | tuple) else [data]
        return [one for one in picked if one]


def _choices(options: Iterable[Option], first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The options, remembered ones before the others."""
    listed = [(option.code, option.name) for option in options]
    return sorted(listed, key=lambda one: first.index(one[0]) if one[0] in first else len(first))


class ActivityForm(forms.Form):
    """What was done, when, where, with whom, and how many came; only day and title are needed."""

    hari = forms.ChoiceField(
        label="Kapan?",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih hari kegiatannya."},
    )
    tanggal = forms.DateField(
        label="Tanggal lain",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"),
        help_text="Isi bila Anda memilih “Tanggal lain”.",
        error_messages={"invalid": "Isi tanggal, misalnya 31/12/2026."},
    )
    judul = forms.CharField(
        label="Kegiatan apa?",
        max_length=250,
        help_text="Misalnya: Posyandu balita, Penyuluhan gizi. Jangan tulis NIK.",
        error_messages={"required": "Tulis kegiatannya."},
    )
    deskripsi = forms.CharField(
        label="Uraian", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    tempat = forms.CharField(
        label="Di mana?",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "tempat-lalu"}),
    )
    inpres_kegiatan = forms.ChoiceField(label="Kegiatan Inpres 3/2022", required=False)
    instansi = forms.MultipleChoiceField(
        label="Instansi yang terlibat",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Centang semua yang hadir atau membantu. Ini menambah skor lintas sektor.",
    )
    instansi_lainnya = forms.CharField(
        label="Nama instansi lain", required=False, max_length=200, help_text="Bila ada."
    )
    peserta_l = CountField(label="Peserta laki-laki", required=False)
    peserta_p = CountField(label="Peserta perempuan", required=False)
    is_youth_led = forms.BooleanField(label="Digerakkan pemuda (16–30 tahun)", required=False)
    kategori = forms.ChoiceField(label="Fungsi keluarga", required=False)
    sasaran = forms.MultipleChoiceField(
        label="Sasaran", required=False, widget=forms.CheckboxSelectMultiple
    )
    kelompok = forms.ChoiceField(
        label="Kelompok yang mengadakan",
        required=False,
        help_text="Pilih bila kegiatan ini pertemuan Poktan atau kelompok lain kampung ini.",
    )
    rkm_item = forms.ChoiceField(
        label="Bagian dari rencana kerja (RKM)",
        required=False,
        help_text="Pilih bila kegiatan ini ada pada rencana kerja.",
    )

    def __init__(
        self,
        today: date,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        partners: Sequence[str] = (),
        plan: Sequence[tuple[str, str]] = (),
        groups: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(
            data,
            files,
            initial=dict(initial or {}),
            auto_id="isian-%s",
            use_required_attribute=False,
        )
        self.today = today
        for sex, name in SEXES.items():
            for age, words in AGES.items():
                self.fields[f"{sex}_{age}"] = CountField(label=f"{name} {words}", required=False)
        self._offer("hari", _days(today))
        self._offer("inpres_kegiatan", [("", "Belum tahu"), *_list("inpres_kegiatan")])
        self._offer("kategori", [("", "Pilih …"), *_list("kategori")])
        self._offer("sasaran", _list("sasaran"))
        self._offer("instansi", _choices(ACTIVITY.field("instansi").options, partners))
        self._offer("rkm_item", [("", "Tidak ada"), *plan])
        self._offer("kelompok", [("", "Tidak ada"), *groups])

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)
        field.error_messages["invalid_choice"] = "Pilihan ini tidak dikenal. Pilih lagi."

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("hari")
        if chosen == OTHER and not data.get("tanggal") and not self.has_error("tanggal"):
            self.add_error("tanggal", "Tanggal kegiatan belum diisi. Pilih tanggal kegiatan.")
        return data

    @property
    def day(self) -> date | None:
        """The day of the activity."""
        chosen = self.cleaned_data.get("hari")
        if chosen == OTHER:
            other: date | None = self.cleaned_data["tanggal"]
            return other
        return self.today - timedelta(days=1) if chosen == YESTERDAY else self.today

    def values(self) -> dict[str, Any]:
        """The answers as the action takes them; call after `is_valid`."""
        names = [name for name in self.fields if name in ACTIVITY.by_name]
        return {name: self.cleaned_data[name] for name in names} | {"tanggal": self.day}

    def say(self, refusal: Refused) -> None:
        """A refusal beside the fields that it is about."""
        if isinstance(refusal, ActivityRefused):
            for column, sentences in refusal.fields.items():
                for sentence in sentences:
                    self.add_error(column if column in self.fields else None, sentence)
        else:
            about = getattr(refusal, "column", "")  # an answer, a group, a plan item
            self.add_error(about if about in self.fields else None, str(refusal))

    @property
    def ages(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Words of the age, men, women: the rows of the table."""
        return [(words, self[f"l_{age}"], self[f"p_{age}"]) for age, words in AGES.items()]

    @property
    def has_ages(self) -> bool:
        """Whether any band was filled in or is wrong, so that the table is shown open."""
        return any(one.value() or one.errors for _, *both in self.ages for one in both)


class NewActivityForm(ActivityForm):
    """A first report, with its photos."""

    foto = PhotosField(
        label="Foto",
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*", "multiple": True}),
        help_text="Paling banyak 5. Lokasi pada foto dihapus. Jangan foto KTP atau KK.",
    )
    jenis_post = forms.ChoiceField(
        label="Jenis foto", choices=KINDS, widget=forms.RadioSelect, required=False
    )

    def clean_jenis_post(self) -> str:
        """Of what the photos are; activities, where nobody says."""
        return self.cleaned_data["jenis_post"] or KINDS[0][0]


class PhotoForm(forms.Form):
    """One more photo, or the words of one."""

    file = forms.FileField(
        label="Foto",
        widget=forms.FileInput(attrs={"accept": ACCEPT_PHOTOS}),
        error_messages={
            "required": "Ambil foto atau pilih fotonya dahulu.",
            "empty": "Berkas ini kosong (0 byte). Pilih foto lain.",
        },
    )
    kind = forms.ChoiceField(
        label="Jenis foto",
        choices=[("kegiatan", "Kegiatan"), ("sebelum", "Sebelum"), ("sesudah", "Sesudah")],
    )
    caption = forms.CharField(label="Keterangan", required=False, max_length=200)

    def clean_file(self) -> Any:
        """No larger than is read at once."""
        sent = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise ValidationError("Foto ini lebih besar dari 15 MB. Kecilkan, lalu kirim lagi.")
        return sent

    def upload(self) -> Upload:
        """The name and the bytes."""
        sent = self.cleaned_data["file"]
        return Upload(sent.name or "", sent.read())


class WithdrawForm(forms.Form):
    """Why an activity is taken back."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Misalnya: tercatat dua kali.",
        error_messages={"required": "Tulis mengapa kegiatan ini ditarik."},
    )


def _days(today: date) -> list[tuple[str, str]]:
    yesterday = today - timedelta(days=1)
    return [
        (TODAY, f"Hari ini, {id_date(today)}"),
        (YESTERDAY, f"Kemarin, {id_date(yesterday)}"),
        (OTHER, "Tanggal lain"),
    ]


def _list(name: str) -> list[tuple[str, str]]:
    return [(option.code, option.name) for option in ACTIVITY.field(name).options]


def initial_of(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Stored values as the controls show them."""
    shown = dict(values)
    for name in ("sasaran", "instansi"):
        shown[name] = str(values.get(name) or "").split("|")
    for name in ACTIVITY.names_of(ACTIVITY.field("peserta_l").kind):
        if (value := values.get(name)) is not None:
            shown[name] = id_number(value)
    day = values.get("tanggal")
    days = {today: TODAY, today - timedelta(days=1): YESTERDAY}
    return shown | ({"hari": days.get(day, OTHER)} if day else {"hari": TODAY})
