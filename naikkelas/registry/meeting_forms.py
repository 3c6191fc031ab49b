"""The shape of planning meetings, noting attendance, minutes, decisions and tasks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms

from naikkelas.registry.actions.meetings import LONGEST_REASON, LONGEST_TEXT
from naikkelas.registry.actions.minutes import LONGEST_MINUTES, LONGEST_WHAT
from naikkelas.registry.models import Kader, Meeting, MeetingAttendance
from naikkelas.registry.rules.meetings import Plan, lines

Choices = list[tuple[str, str]]


class _Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")


class _Clock(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ("%H:%M", "%H.%M", "%H:%M:%S")


def _day(label: str, **more: Any) -> _Day:
    words = {"invalid": "Isi tanggal, misalnya 31/12/2027.", "required": "Isi tanggalnya."}
    return _Day(label=label, error_messages=words, **more)


def _clock(label: str, **more: Any) -> _Clock:
    words = {"invalid": "Isi jam, misalnya 09.30.", "required": "Isi jam mulainya."}
    return _Clock(label=label, error_messages=words, **more)


class _Once(forms.Form):
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


class MeetingForm(_Once):
    """What a meeting is about, when, where, and who is asked."""

    kind = forms.ChoiceField(label="Jenis rapat", choices=Meeting.Kind.choices)
    title = forms.CharField(
        label="Judul",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="Kosongkan bila sama dengan jenisnya.",
    )
    held_on = _day("Tanggal")
    starts = _clock("Jam mulai")
    ends = _clock("Jam selesai", required=False)
    place = forms.CharField(
        label="Tempat", required=False, max_length=LONGEST_TEXT, help_text="Misalnya: Balai desa."
    )
    agenda = forms.CharField(
        label="Acara",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Satu acara per baris.",
    )
    kader = forms.MultipleChoiceField(
        label="Undang anggota", required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label="Undang tamu",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Satu tamu per baris. Jabatan saja cukup, misalnya: Kepala desa.",
    )
    is_public = forms.BooleanField(
        label="Tampilkan di agenda umum",
        required=False,
        help_text="Judul, tanggal, jam, dan tempat lalu dibaca semua orang di situs kampung dan "
        "portal. Acara, undangan, daftar hadir, dan notulen tidak.",
    )

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give(self.fields["kader"], people)

    @property
    def plan(self) -> Plan:
        """What the person plans."""
        data = self.cleaned_data
        return Plan(
            kind=data["kind"],
            held_on=data["held_on"],
            starts=data["starts"],
            ends=data["ends"],
            title=data["title"],
            place=data["place"],
            agenda=lines(data["agenda"]),
            kader=tuple(map(UUID, data["kader"])),
            guests=lines(data["guests"], 120),
            is_public=data["is_public"],
        )


def of_meeting(meeting: Meeting, rows: Iterable[MeetingAttendance]) -> dict[str, Any]:
    """What a form of an existing meeting starts with."""
    invited = [row for row in rows if row.is_invited]
    title = "" if meeting.title == meeting.get_kind_display() else meeting.title
    names = ("kind", "held_on", "starts", "ends", "place", "agenda", "is_public")
    return {name: getattr(meeting, name) for name in names} | {
        "title": title,
        "kader": [str(row.kader_id) for row in invited if row.kader_id],
        "guests": "\n".join(row.guest_name for row in invited if not row.kader_id),
    }


class CancelForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(
        label="Mengapa rapat ini dibatalkan?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis mengapa rapat ini dibatalkan."},
    )


class AttendanceForm(forms.Form):
    """Who came: places on the list, people of the kampung who were not asked, others by name."""

    present = forms.MultipleChoiceField(
        label="Yang hadir", required=False, widget=forms.CheckboxSelectMultiple
    )
    seen = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    kader = forms.MultipleChoiceField(
        label="Hadir tanpa undangan", required=False, widget=forms.CheckboxSelectMultiple
    )
    guests = forms.CharField(
        label="Tamu lain yang hadir",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu nama per baris, tanpa nomor telepon atau NIK.",
    )

    def __init__(self, places: Choices, others: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give(self.fields["present"], places)
        _give(self.fields["seen"], places)
        _give(self.fields["kader"], others)


class GuestForm(forms.Form):
    """The name that somebody without an account types."""

    name = forms.CharField(
        label="Nama Anda",
        max_length=120,
        help_text="Tanpa nomor telepon atau NIK. Sekretaris akan mengonfirmasi.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Tulis nama Anda."},
    )


class MinutesForm(forms.Form):
    """The minutes; the version that the person saw; for a correction its reason."""

    text = forms.CharField(
        label="Isi notulen",
        max_length=LONGEST_MINUTES,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Tulis apa yang dibahas. Keputusan dan tugas dicatat terpisah.",
        error_messages={"required": "Tulis isi notulennya."},
    )
    reason = forms.CharField(label="Alasan perbaikan", required=False, max_length=LONGEST_REASON)
    base = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
            return
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = "Tulis mengapa notulen ini diperbaiki."


class DecisionForm(_Once):
    """What was decided; with a day it is a task."""

    what = forms.CharField(
        label="Apa yang diputuskan?",
        max_length=LONGEST_WHAT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Tulis apa yang diputuskan."},
    )
    kader = forms.ChoiceField(label="Penanggung jawab", required=False)
    due_on = _day(
        "Paling lambat",
        required=False,
        help_text="Isi bila ada yang harus dikerjakan; keputusan ini lalu menjadi tugas.",
    )

    def __init__(self, people: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _give(self.fields["kader"], [("", "Pokja bersama-sama"), *people])

    @property
    def person(self) -> UUID | None:
        """Who is responsible."""
        return UUID(self.cleaned_data["kader"]) if self.cleaned_data["kader"] else None


class TaskForm(forms.Form):
    """What came of a task, or why it is withdrawn."""

    outcome = forms.CharField(
        label="Hasil atau alasan",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Untuk menarik tugas, alasannya wajib diisi.",
    )


def people_choices(people: Iterable[Kader], posts: dict[UUID | None, str]) -> Choices:
    """People by name with their posts, as choices."""
    return [
        (str(one.pk), f"{one.name} ({posts[one.pk]})" if posts.get(one.pk) else one.name)
        for one in people
    ]


def _give(field: forms.Field, choices: Choices) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
