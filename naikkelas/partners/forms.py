"""Shape of what is typed on the pages of partners; what it means is decided in the actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms

from naikkelas.lib.dates import id_date_short
from naikkelas.partners.actions.letters import Head
from naikkelas.partners.actions.rakor import Plan
from naikkelas.partners.models import Mitra, Need, Rakor
from naikkelas.partners.rules import inpres
from naikkelas.partners.rules.letters import NATURES
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules import reference
from naikkelas.registry.rules.files import ACCEPT, LARGEST, TAKEN_IN_WORDS, Upload
from naikkelas.ui.fields import DayField, NumberField, RupiahField

Choices = list[tuple[str, str]]
LONGEST = 300


def give(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """Choices of a field that depend on the page."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def agencies() -> Choices:
    """The agencies of the reference list, an empty choice first."""
    return [("", "Belum dipilih"), *reference.names("instansi").items()]


@dataclass(frozen=True, slots=True)
class Offered:
    """Where a partner of an area may work: the area and what lies next below it, and villages."""

    areas: Choices
    villages: list[tuple[str, Choices]]
    """By kecamatan; none where the villages are among the areas."""


def deed_choices() -> Choices:
    """The 58 kegiatan with their codes, an empty choice first."""
    named = ((deed.code, f"{deed.code} {deed.name[:90]}") for deed in inpres.deeds())
    return [("", "Tidak ada di daftar Inpres"), *named]


class OnceForm(forms.Form):
    """A form whose second press is the first one again: it carries the identifier of the row."""

    nomor = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomor"].initial = uuid4

    @property
    def identifier(self) -> UUID | None:
        """The identifier that the page carried."""
        found: UUID | None = self.cleaned_data.get("nomor")
        return found


class MitraForm(forms.Form):
    """A partner: an office, its areas, perhaps an account, perhaps a contact."""

    name = forms.CharField(
        label="Nama lembaga",
        max_length=120,
        error_messages={"required": "Tulis nama lembaganya."},
    )
    kind = forms.ChoiceField(label="Jenis", choices=Mitra.Kind.choices)
    instansi = forms.ChoiceField(
        label="Instansi dalam daftar kegiatan",
        required=False,
        help_text="Menghubungkan mitra dengan kegiatan yang menyebut instansi ini.",
    )
    areas = forms.MultipleChoiceField(
        label="Wilayah kerja",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Centang kabupatennya saja bila bekerja di seluruh kabupaten.",
    )
    villages = forms.MultipleChoiceField(
        label="Atau desa/kelurahan tertentu",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Di komputer, tahan Ctrl untuk memilih beberapa.",
    )
    account = forms.ChoiceField(
        label="Akun mitra", required=False, help_text="Kosongkan bila hanya dihubungi."
    )
    contact_name = forms.CharField(
        label="Nama narahubung",
        max_length=120,
        required=False,
        help_text="Cukup jabatan, misalnya: Kepala Seksi Promosi Kesehatan.",
    )
    contact_phone = forms.CharField(label="Telepon narahubung", max_length=20, required=False)

    def __init__(self, accounts: Choices, offered: "Offered", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["instansi"], agencies())
        give(self.fields["account"], [("", "Tanpa akun"), *accounts])
        give(self.fields["areas"], offered.areas)
        villages = self.fields["villages"]
        assert isinstance(villages, forms.MultipleChoiceField)
        villages.choices = offered.villages
        if not offered.villages:
            del self.fields["villages"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.codes:
            self.add_error("areas", "Pilih sedikitnya satu wilayah.")
        return data

    @property
    def codes(self) -> list[str]:
        """The codes that were chosen."""
        return [*self.cleaned_data["areas"], *self.cleaned_data.get("villages", [])]


class NeedForm(OnceForm):
    """A need that a person writes."""

    kampung = forms.ChoiceField(label="Kampung")
    title = forms.CharField(
        label="Apa yang diperlukan?",
        max_length=250,
        error_messages={"required": "Tulis apa yang diperlukan."},
    )
    what = forms.CharField(
        label="Keterangan",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Misalnya: 2 narasumber, tempat, 30 paket makanan tambahan.",
    )
    kegiatan = forms.ChoiceField(label="Kegiatan Inpres 3/2022", required=False)
    instansi = forms.ChoiceField(label="Instansi yang diharapkan", required=False)
    rupiah = RupiahField(
        label="Perkiraan biaya", required=False, help_text="Kosongkan bila belum diketahui."
    )
    needed_by = DayField(label="Diperlukan sebelum", required=False)

    def __init__(self, kampung: Iterable[KampungKB], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["kampung"], kampung_choices(kampung))
        give(self.fields["kegiatan"], deed_choices())
        give(self.fields["instansi"], agencies())


class ReasonForm(forms.Form):
    """Why something is closed, called off or taken back."""

    reason = forms.CharField(
        label="Alasan",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis alasannya."},
    )


class PromiseForm(OnceForm):
    """What a partner offers."""

    MONEY, GOODS = "uang", "barang"

    mitra = forms.ChoiceField(label="Mitra")
    title = forms.CharField(
        label="Dukungan",
        max_length=250,
        help_text="Misalnya: narasumber kelas ibu hamil.",
        error_messages={"required": "Tulis dukungan apa yang ditawarkan."},
    )
    kind = forms.ChoiceField(
        label="Bentuk dukungan",
        choices=[(MONEY, "Uang"), (GOODS, "Barang, orang, atau jasa")],
        widget=forms.RadioSelect,
        initial=MONEY,
    )
    rupiah = RupiahField(label="Jumlah rupiah", required=False, help_text="Untuk uang.")
    quantity = NumberField(
        label="Banyaknya", required=False, help_text="Untuk barang, orang, atau jasa."
    )
    unit = forms.CharField(
        label="Satuan",
        max_length=30,
        required=False,
        help_text="Misalnya: orang, paket, hari.",
    )
    kampung = forms.MultipleChoiceField(
        label="Untuk kampung",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        error_messages={"required": "Pilih sedikitnya satu kampung."},
    )
    kegiatan = forms.ChoiceField(label="Kegiatan Inpres 3/2022", required=False)
    sumber_dana = forms.ChoiceField(
        label="Sumber dana", choices=list(reference.names("sumber_dana").items())
    )
    starts_on = DayField(label="Mulai")
    ends_on = DayField(label="Sampai")

    def __init__(
        self, mitra: Sequence[Mitra], kampung: Iterable[KampungKB], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["mitra"], [(str(one.pk), one.name) for one in mitra])
        give(self.fields["kampung"], kampung_choices(kampung))
        give(self.fields["kegiatan"], deed_choices())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == self.MONEY:
            data["quantity"], data["unit"] = None, ""
            if not data.get("rupiah") and not self.has_error("rupiah"):
                self.add_error("rupiah", "Isi jumlah rupiahnya, lebih dari nol.")
            return data
        data["rupiah"] = None
        if not data.get("quantity") and not self.has_error("quantity"):
            self.add_error("quantity", "Isi banyaknya, lebih dari nol.")
        if not data.get("unit"):
            self.add_error("unit", "Isi satuannya, misalnya orang.")
        return data

    @property
    def amount(self) -> Decimal | None:
        """The quantity, exactly as it was typed."""
        found = self.cleaned_data.get("quantity")
        return None if found is None else Decimal(str(found))


class DeliveryForm(OnceForm):
    """What was handed over, when, where, and what shows it."""

    kampung = forms.ChoiceField(label="Di kampung")
    delivered_on = DayField(label="Tanggal")
    amount = NumberField(label="Jumlah", error_messages={"required": "Isi jumlahnya."})
    note = forms.CharField(label="Catatan", max_length=LONGEST, required=False)
    activity = forms.ChoiceField(
        label="Kegiatan yang menunjukkannya",
        required=False,
        help_text="Kegiatan kampung yang sudah tercatat.",
    )
    file = forms.FileField(
        label="Atau berkas",
        required=False,
        help_text=f"Berita acara atau foto: {TAKEN_IN_WORDS}. Paling besar 15 MB.",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "Berkas ini kosong (0 byte). Pilih berkas lain."},
    )

    def __init__(
        self, kampung: Iterable[KampungKB], activities: Iterable[Any], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["kampung"], kampung_choices(kampung))
        shown = (
            (str(one.record), f"{id_date_short(one.tanggal)} {one.judul[:60]} ({one.kampung})")
            for one in activities
        )
        give(self.fields["activity"], [("", "Tidak ada"), *shown])

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent and (sent.size or 0) > LARGEST:
            raise forms.ValidationError("Berkas ini lebih besar dari 15 MB. Kecilkan dahulu.")
        return sent

    @property
    def upload(self) -> Upload | None:
        """The name and the bytes of the file, if one was chosen."""
        sent = self.cleaned_data.get("file")
        return Upload(sent.name or "", sent.read()) if sent else None

    @property
    def activity_id(self) -> UUID | None:
        """The activity that was chosen."""
        chosen = self.cleaned_data.get("activity")
        return UUID(chosen) if chosen else None


def kampung_choices(kampung: Iterable[KampungKB]) -> Choices:
    """Kampung by name with their kecamatan."""
    return [(str(one.pk), f"{one} (Kec. {one.village.parent})") for one in kampung]


class ResponsibleForm(forms.Form):
    """Who answers for one kegiatan."""

    kegiatan = forms.CharField(max_length=10)
    instansi = forms.ChoiceField(choices=list(reference.names("instansi").items()))


class RakorForm(OnceForm):
    """What a meeting is about, when, where, and which partners are asked."""

    kind = forms.ChoiceField(label="Jenis rapat", choices=Rakor.Kind.choices)
    title = forms.CharField(
        label="Judul",
        required=False,
        max_length=160,
        help_text="Kosongkan bila sama dengan jenisnya.",
    )
    held_on = DayField(label="Tanggal")
    starts = forms.TimeField(
        label="Jam mulai",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        error_messages={"invalid": "Isi jam, misalnya 09.30.", "required": "Isi jam mulainya."},
    )
    ends = forms.TimeField(
        label="Jam selesai",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
        error_messages={"invalid": "Isi jam, misalnya 11.30."},
    )
    place = forms.CharField(label="Tempat", required=False, max_length=160)
    agenda = forms.CharField(
        label="Acara",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Satu acara per baris.",
    )
    mitra = forms.MultipleChoiceField(
        label="Undang mitra", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, mitra: Iterable[Mitra], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["mitra"], [(str(one.pk), one.name) for one in mitra])

    @property
    def plan(self) -> Plan:
        """What the person plans."""
        names = ("kind", "held_on", "starts", "ends", "title", "place", "agenda")
        keys = [UUID(key) for key in self.cleaned_data["mitra"]]
        return Plan(**{name: self.cleaned_data[name] for name in names}, mitra=keys)


class MinutesForm(forms.Form):
    """What was said."""

    text = forms.CharField(
        label="Notulen",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Tulis isi notulennya."},
    )


class TaskForm(OnceForm):
    """A decision with its owner and its day."""

    what = forms.CharField(label="Tugas", max_length=LONGEST)
    mitra = forms.ChoiceField(label="Mitra penanggung jawab", required=False)
    desk = forms.CharField(
        label="Atau meja",
        max_length=120,
        required=False,
        help_text="Misalnya: Kecamatan Bajuin, Bidang KB.",
    )
    due_on = DayField(label="Paling lambat")

    def __init__(self, mitra: Iterable[Mitra], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give(
            self.fields["mitra"],
            [("", "Bukan mitra"), *((str(one.pk), one.name) for one in mitra)],
        )


class LetterForm(forms.Form):
    """The head and the foot of a letter; names of people are written by hand."""

    nature = forms.ChoiceField(label="Sifat", choices=[(one, one) for one in NATURES])
    classification = forms.CharField(
        label="Kode klasifikasi",
        max_length=20,
        required=False,
        help_text="Misalnya: 400.13. Kosongkan bila diisi tangan.",
    )
    office = forms.CharField(
        label="Singkatan kantor", max_length=30, required=False, help_text="Misalnya: DPPKB."
    )
    place = forms.CharField(label="Tempat surat dibuat", max_length=80)
    dated_on = DayField(label="Tanggal surat")
    attachment = forms.CharField(label="Lampiran", max_length=80, required=False)
    signer = forms.CharField(
        label="Jabatan penanda tangan", max_length=120, help_text="Nama dan NIP diisi di kertas."
    )
    copies = forms.CharField(
        label="Tembusan",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Satu per baris.",
    )

    @property
    def head(self) -> Head:
        """What the office typed."""
        names = (
            *("place", "signer", "classification", "office", "nature", "attachment", "copies"),
            "dated_on",
        )
        return Head(**{name: self.cleaned_data[name] for name in names})


class RequestForm(LetterForm):
    """A request: to whom, for which needs."""

    mitra = forms.ChoiceField(label="Kepada")
    needs = forms.MultipleChoiceField(
        label="Kebutuhan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu kebutuhan."},
    )
    field_order = ("mitra", "needs")

    def __init__(
        self, mitra: Iterable[Mitra], needs: Iterable[Need], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        give(self.fields["mitra"], [(str(one.pk), one.name) for one in mitra])
        give(self.fields["needs"], [(str(one.pk), f"{one} ({one.kampung})") for one in needs])
