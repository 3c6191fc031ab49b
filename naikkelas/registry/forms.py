"""Forms that are made from the field descriptions of `registry.rules.schema`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any  # Django's form values

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html

from naikkelas.lib.fields import Field, Kind
from naikkelas.lib.numbers import id_number
from naikkelas.registry.errors import UnfitAnswer
from naikkelas.registry.rules import checks, limits, reference, totals
from naikkelas.registry.rules.answers import CONDITIONS, answers
from naikkelas.registry.rules.checks import Around, Finding
from naikkelas.registry.rules.derived import Derived
from naikkelas.registry.rules.schema import KAMPUNG, Form
from naikkelas.ui.fields import CountField

YES, NO = "ya", "tidak"
LONG_TEXT = 1000
"""Texts that may be longer than this get a text area."""


class DegreesField(forms.Field):
    """A coordinate; comma and point both part the decimals, as phones and maps write them."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, most: int, **options: Any) -> None:  # those of Django's field
        super().__init__(**options)
        self.most = most

    def to_python(self, value: Any) -> float | None:
        if value in self.empty_values:
            return None
        try:
            degrees = Decimal(str(value).strip().replace(",", ".").replace("\u2212", "-"))
        except ArithmeticError as error:
            raise ValidationError("Isi derajat dengan koma, misalnya -3,798.") from error
        if not degrees.is_finite() or abs(degrees) > self.most:
            raise ValidationError(
                f"Isi derajat antara -{self.most} dan {self.most}. "
                "Periksa apakah lintang dan bujur tertukar."
            )
        return float(degrees)


def _made(field: Field) -> forms.Field:
    """The control of a described field; nothing is required, since missing is an answer too."""
    common: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    choices = [(option.code, option.name) for option in field.options]
    match field.kind:
        case Kind.FLAG:
            return forms.TypedChoiceField(
                choices=[(YES, "Ya"), (NO, "Tidak")],
                widget=forms.RadioSelect,
                coerce=lambda answer: answer == YES,
                empty_value=None,
                **common,
            )
        case Kind.COUNT:
            return CountField(**common)
        case Kind.DECIMAL:
            return DegreesField(most=limits.EARTH[field.name], **common)
        case Kind.DATE:
            return forms.DateField(
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common
            )
        case Kind.CHOICE:
            return forms.ChoiceField(choices=[("", "Pilih …"), *choices], **common)
        case Kind.CHOICES:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **common
            )
        case _:
            area = forms.Textarea if field.max_length > LONG_TEXT else forms.TextInput
            return forms.CharField(max_length=field.max_length or None, widget=area, **common)


def _typed(field: Field, value: Any) -> Any:
    """A stored value as the control shows it."""
    if value is None or value == "":
        return None
    match field.kind:
        case Kind.FLAG:
            return YES if value else NO
        case Kind.COUNT:
            return id_number(value)
        case Kind.CHOICES:
            return str(value).split("|")
        case Kind.DECIMAL:
            return str(value).replace(".", ",")
        case _:
            return value


class DescribedForm(forms.Form):
    """A form whose fields are those of a schema form."""

    def __init__(
        self,
        described: Form,
        *,
        data: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        initial = {
            field.name: _typed(field, (values or {}).get(field.name)) for field in described.fields
        }
        super().__init__(data, initial=initial, auto_id="isian-%s", use_required_attribute=False)
        self.described = described
        for field in described.fields:
            self.fields[field.name] = _made(field)

    def stored(self) -> dict[str, Any]:
        """The answers as they are stored; call after `is_valid`."""
        return answers(
            self.described, {name: self.cleaned_data.get(name) for name in self.described.by_name}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.readable()
        return cleaned

    def readable(self) -> dict[str, Any] | None:
        """The answers as far as they can be read; None, and an error beside it, where one cannot.

        A control whose text is no figure counts as empty here, so that the others are checked too.
        """
        try:
            return self.stored()
        except UnfitAnswer as unfit:
            if unfit.column not in self.errors:
                self.add_error(unfit.column, str(unfit))
            return None


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One age group of the population table: men and women."""

    label: str
    men: forms.BoundField
    women: forms.BoundField


@dataclass(frozen=True, slots=True)
class Asked:
    """A field on screen and, where it hangs on another answer, which one."""

    bound: forms.BoundField
    parent: str = ""
    parent_answer: str = ""
    parent_label: str = ""
    derived: Derived | None = None
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields: one screen on a phone."""

    number: int
    name: str
    asked: tuple[Asked, ...]
    age_rows: tuple[AgeRow, ...]
    totals: tuple[totals.Shown, ...]
    filled: int
    count: int
    has_errors: bool
    has_remarks: bool


class ReportForm(DescribedForm):
    """A monthly report: shape, hard rules beside their fields, soft ones as `doubts`."""

    def __init__(
        self,
        described: Form,
        around: Around,
        *,
        year: int,
        month: int,
        data: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(described, data=data, values=values)
        self.around, self.year, self.month = around, year, month
        self.doubts: list[Finding] = []
        self.remarks: dict[str, str] = {}
        self._settle(around.derived)
        for column, target in reference.TARGETS.items():
            if column in self.fields and (expected := around.penduduk.get(target)) is not None:
                name = reference.names("jenis_keluarga")[target].lower()
                self.fields[column].help_text = f"Sasaran: {id_number(expected)} ({name})."

    def _settle(self, derived: Mapping[str, Derived]) -> None:
        """What records say is not asked: Django takes the initial value of a disabled field."""
        for column, fact in derived.items():
            if column in self.fields:
                self.initial[column] = _typed(self.described.field(column), fact.value)
                self.fields[column].disabled = True

    def start_from(self, typed: Mapping[str, Any]) -> None:
        """Begin with what was typed in a draft; what records say stays."""
        settled = self.around.derived
        self.initial.update({name: text for name, text in typed.items() if name not in settled})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = self.readable()
        if given is not None:
            found = checks.check(self.described, given, self.year, self.month, self.around)
            self.doubts = [finding for finding in found if not finding.is_hard]
            self.refuse(finding for finding in found if finding.is_hard)
        return cleaned

    def refuse(self, findings: Any) -> None:
        """Say hard findings beside the figures that they are about."""
        for finding in findings:
            column = finding.column if finding.column in self.fields else None
            self.add_error(column, f"{finding.message} {finding.remedy}")

    def remark(self, remarks: Mapping[str, str]) -> None:
        """Put the comments of who sent the report back beside their figures."""
        self.remarks |= {name: text for name, text in remarks.items() if name in self.fields}
        for name, text in self.remarks.items():
            self._note(name, "Catatan pemeriksa", text)

    def put_beside(self, theirs: Mapping[str, Any]) -> None:
        """Put what somebody else saved beside the controls that hold something else."""
        for name in self.fields:
            other = theirs.get(name, "")
            if other != (self[name].value() or type(other)()):
                self._note(name, "Tersimpan di draf", self._in_words(name, other))

    def _note(self, name: str, title: str, text: str) -> None:
        bound = self[name]
        note = format_html('<span class="report-remark">{}: {}</span>', title, text)
        bound.help_text = format_html("{} {}", bound.help_text, note) if bound.help_text else note

    def _in_words(self, name: str, typed: str | list[str]) -> str:
        """What a control held, as its options say it."""
        options = dict(getattr(self.fields[name], "choices", ()))
        parts = typed if isinstance(typed, list) else [typed]
        return ", ".join(str(options.get(part, part)) for part in parts if part) or "kosong"

    def sections(self) -> list[Section]:
        """The groups of the form in their order, with what is filled in so far."""
        groups = groupby(self.described.fields, key=lambda field: field.group)
        return [
            self._section(number, name, [field.name for field in fields])
            for number, (name, fields) in enumerate(groups, 1)
        ]

    def _section(self, number: int, name: str, columns: list[str]) -> Section:
        figures = {column: self._figure(column) for column in self.described.names_of(Kind.COUNT)}
        ages = [column for column in columns if column[:2] == "l_"]
        return Section(
            number=number,
            name=name,
            asked=() if ages else tuple(self._asked(column) for column in columns),
            age_rows=tuple(self._age_row(column) for column in ages),
            totals=tuple(totals.shown(name, figures, self.around.penduduk)),
            filled=sum(self[column].value() not in (None, "", []) for column in columns),
            count=len(columns),
            has_errors=any(column in self.errors for column in columns),
            has_remarks=any(column in self.remarks for column in columns),
        )

    def _asked(self, column: str) -> Asked:
        condition, fact = CONDITIONS.get(column), self.around.derived.get(column)
        asked = Asked(self[column], derived=fact, shown=self._shown(column) if fact else "")
        if condition is None:
            return asked
        return replace(
            asked,
            parent=condition.parent,
            parent_answer=YES if condition.answer else NO,
            parent_label=self.described.field(condition.parent).label,
        )

    def _shown(self, column: str) -> str:
        """What a settled control holds, as its options say it."""
        return self._in_words(column, str(self[column].value()))

    def _age_row(self, column: str) -> AgeRow:
        label = self.described.field(column).label.partition(" (")[0].replace(" tahun", "")
        return AgeRow(label, self[column], self[f"p{column[1:]}"])

    def _figure(self, column: str) -> int | None:
        """What stands in the control as a number; None while it is not one."""
        try:
            return CountField().to_python(self[column].value())
        except ValidationError:
            return None


class KampungForm(DescribedForm):
    """What is told of a kampung."""

    def __init__(self, *, data: Any = None, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(KAMPUNG, data=data, values=values)


class NewKampungForm(KampungForm):
    """A kampung that is not registered yet: first of all, its village."""

    desa = forms.CharField(
        label="Desa atau kelurahan",
        max_length=100,
        help_text="Tulis nama atau kodenya, misalnya Tirta Jaya atau 63.01.10.2004.",
        widget=forms.TextInput(attrs={"list": "daftar-desa", "autocomplete": "off"}),
        error_messages={"required": "Tulis nama atau kode desa."},
    )
