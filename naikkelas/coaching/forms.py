"""The shape of what is typed about visits, plans and follow-ups."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any  # Django's form values

from django import forms

from naikkelas.coaching.models import Desk, SignOff, Visit, VisitCheck
from naikkelas.coaching.queries.bodies import Body
from naikkelas.coaching.queries.checklist import Line
from naikkelas.coaching.rules.sheet import (
    LONGEST_DEED,
    LONGEST_FINDING,
    LONGEST_NAME,
    LONGEST_NOTES,
    LONGEST_REMARK,
    Sheet,
    UnfitSheet,
    read_sheet,
)
from naikkelas.registry.rules.files import ACCEPT
from naikkelas.ui.fields import DayField

FINDINGS = FOLLOWUPS = 3
"""Empty rows on the page; who has more sends a correction, or uses the phone."""
ROWS = {"findings": FINDINGS, "followups": FOLLOWUPS}


def _area(label: str, longest: int, rows: int = 2, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class VisitForm(forms.Form):
    """A visit: when, how, what of the checklist was seen, what was found, what was agreed."""

    day = DayField(label="Tanggal kunjungan")
    kind = forms.ChoiceField(
        label="Cara pendampingan",
        choices=Visit.Kind.choices,
        widget=forms.RadioSelect,
        initial=Visit.Kind.FIELD,
    )
    arrived = forms.TimeField(
        label="Jam tiba", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    left = forms.TimeField(
        label="Jam selesai", required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    notes = _area("Catatan", LONGEST_NOTES, 4, "Jangan tulis NIK atau keadaan kesehatan orang.")
    next_on = DayField(label="Kunjungan berikut", required=False)
    signers = forms.MultipleChoiceField(
        label="Disetujui di tempat oleh",
        required=False,
        choices=SignOff.Role.choices[:2],
        widget=forms.CheckboxSelectMultiple,
        help_text="Centang bila sudah membaca dan menyetujui. Tanpa nama dan tanda tangan.",
    )

    def __init__(
        self, lines: Sequence[Line], today: date, *, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial={"day": today, **(initial or {})})
        self.lines, self.today = lines, today
        self.sheet: Sheet | None = None
        for at, _ in enumerate(lines):
            self._add_check(at)
        for at in range(FINDINGS):
            self.fields[f"finding-{at}"] = _area(f"Temuan {at + 1}", LONGEST_FINDING)
        for at in range(FOLLOWUPS):
            self._add_followup(at)

    def _add_check(self, at: int) -> None:
        self.fields[f"check-{at}"] = forms.ChoiceField(
            label=self.lines[at].words,
            choices=VisitCheck.Answer.choices,
            widget=forms.RadioSelect,
            initial=VisitCheck.Answer.UNCHECKED,
            required=False,
            help_text=self.lines[at].why,
        )
        self.fields[f"remark-{at}"] = forms.CharField(
            label="Catatan pemeriksaan", required=False, max_length=LONGEST_REMARK
        )

    def _add_followup(self, at: int) -> None:
        self.fields[f"what-{at}"] = _area("Apa yang disepakati", LONGEST_DEED)
        self.fields[f"owner-{at}"] = forms.ChoiceField(
            label="Siapa yang mengerjakan", required=False, choices=Desk.choices
        )
        self.fields[f"partner-{at}"] = forms.CharField(
            label="Nama SKPD atau mitra",
            required=False,
            max_length=LONGEST_NAME,
            help_text="Hanya bila dikerjakan SKPD atau mitra. Nama lembaga, bukan orang.",
            widget=forms.TextInput(attrs={"list": "daftar-lembaga"}),
        )
        self.fields[f"due_on-{at}"] = DayField(label="Tenggat", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.sheet = read_sheet(self._told(data), self.today)
            except UnfitSheet as unfit:
                self.add_error(unfit.column if unfit.column in self.fields else None, str(unfit))
        return data

    def _told(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """As a phone would tell it."""
        plain = ("day", "kind", "arrived", "left", "notes", "next_on", "signers")
        return {name: data.get(name) for name in plain} | {
            "checks": list(self._checks(data)),
            "findings": [
                {"text": text} for at in range(FINDINGS) if (text := data.get(f"finding-{at}"))
            ],
            "followups": list(self._followups(data)),
        }

    def _checks(self, data: Mapping[str, Any]) -> Iterator[dict[str, str]]:
        for at, line in enumerate(self.lines):
            yield {
                "sort": line.sort,
                "key": line.key,
                "words": line.words,
                "answer": data.get(f"check-{at}") or VisitCheck.Answer.UNCHECKED.value,
                "remark": data.get(f"remark-{at}") or "",
            }

    def _followups(self, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for at in range(FOLLOWUPS):
            if data.get(f"what-{at}"):
                yield {name: data.get(f"{name}-{at}") for name in _FOLLOWUP}

    @property
    def check_rows(self) -> list[tuple[Line, Any, Any]]:
        """(line, answer, remark) for the page."""
        return [
            (line, self[f"check-{at}"], self[f"remark-{at}"]) for at, line in enumerate(self.lines)
        ]

    @property
    def finding_rows(self) -> list[Any]:
        return [self[f"finding-{at}"] for at in range(FINDINGS)]

    @property
    def followup_rows(self) -> list[list[Any]]:
        return [[self[f"{name}-{at}"] for name in _FOLLOWUP] for at in range(FOLLOWUPS)]


_FOLLOWUP = ("what", "owner", "partner", "due_on")


class CorrectionForm(VisitForm):
    """A new version of a visit, with why."""

    reason = forms.CharField(
        label="Mengapa diperbaiki?", max_length=280, error_messages={"required": "Tulis alasannya."}
    )


class ReasonForm(forms.Form):
    """Why something is taken back or dropped."""

    reason = forms.CharField(
        label="Alasan",
        max_length=280,
        error_messages={"required": "Tulis alasannya."},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Jangan tulis nama orang.",
    )


class SignForm(forms.Form):
    """What the Pokja says of a visit."""

    agrees = forms.ChoiceField(
        label="Apakah catatan ini sesuai?",
        choices=(("ya", "Ya, sesuai"), ("tidak", "Ada yang berbeda")),
        widget=forms.RadioSelect,
        initial="ya",
    )
    remark = _area("Yang berbeda", LONGEST_REMARK)


class PhotoForm(forms.Form):
    """One photo."""

    file = forms.FileField(
        label="Foto",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": "Pilih fotonya."},
    )
    caption = forms.CharField(label="Keterangan", required=False, max_length=200)


class FollowUpForm(forms.Form):
    """What becomes of a follow-up; `bodies` are those that it may be passed on to."""

    DONE, DROPPED, LATER, PASSED = "selesai", "batal", "tunda", "teruskan"
    how = forms.ChoiceField(
        label="Bagaimana sekarang?",
        choices=(
            (DONE, "Sudah dikerjakan"),
            (LATER, "Perlu waktu lagi"),
            (DROPPED, "Tidak jadi dikerjakan"),
        ),
        widget=forms.RadioSelect,
        initial=DONE,
    )
    words = _area("Apa yang dikerjakan, atau alasannya", 500, 3, "Jangan tulis nama orang.")
    due_on = DayField(
        label="Tenggat baru", required=False, help_text="Hanya bila perlu waktu lagi."
    )

    def __init__(self, data: Any = None, bodies: Sequence[Body] = ()) -> None:
        super().__init__(data)
        if not bodies:
            return
        how = self.fields["how"]
        assert isinstance(how, forms.ChoiceField)
        how.choices = [*self.base_fields["how"].choices, (self.PASSED, _PASS_ON)]  # type: ignore[attr-defined]
        self.fields["body"] = forms.ChoiceField(
            label="SKPD atau mitra",
            required=False,
            choices=[("", "Pilih"), *((one.name, one.name) for one in bodies)],
            help_text="Hanya bila diteruskan. Yang punya akun langsung melihatnya.",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("words") or "").strip():
            self.add_error("words", "Tulis apa yang dikerjakan, atau alasannya.")
        if data.get("how") == self.LATER and not data.get("due_on"):
            self.add_error("due_on", "Isi tenggat barunya.")
        if data.get("how") == self.PASSED and not data.get("body"):
            self.add_error("body", "Pilih SKPD atau mitranya.")
        return data


_PASS_ON = "Diteruskan ke SKPD atau mitra"


class DayForm(forms.Form):
    """The day of a planned visit."""

    day = DayField(label="Hari kunjungan")


class PlanForm(forms.Form):
    """What a mentor makes of a planned visit."""

    ACCEPT, MOVE, DROP = "terima", "pindah", "batal"
    how = forms.ChoiceField(
        label="Apa keputusan Anda?",
        choices=(
            (ACCEPT, "Terima pada hari itu"),
            (MOVE, "Pindahkan harinya"),
            (DROP, "Tidak jadi dikunjungi"),
        ),
        widget=forms.RadioSelect,
        initial=ACCEPT,
    )
    day = DayField(label="Hari", required=False, help_text="Hanya bila dipindahkan.")
    reason = _area("Alasan batal", 300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") == self.MOVE and not data.get("day"):
            self.add_error("day", "Isi hari barunya.")
        if data.get("how") == self.DROP and not (data.get("reason") or "").strip():
            self.add_error("reason", "Tulis alasannya.")
        return data
