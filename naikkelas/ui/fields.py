"""Fields of forms that read figures and days as Indonesians write them."""

import re
from decimal import Decimal
from typing import Any  # what a browser posts

from django import forms

from naikkelas.lib.numbers import id_number, parse_number

LARGEST = 2**31 - 1
"""What a column of the database holds; the rules of the rooms refuse far less in words."""


class CountField(forms.Field):
    """A whole number as Indonesians write it: 1234 or 1.234."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if re.search(r"\d,\d{3}$", str(value).strip()):
            raise forms.ValidationError(
                "Tulis ribuan dengan titik atau tanpa tanda: 12.000 atau 12000."
            )
        try:
            number = parse_number(str(value))
        except ValueError as error:
            raise forms.ValidationError("Isi bilangan bulat, misalnya 37 atau 1.204.") from error
        if number != number.to_integral_value():
            raise forms.ValidationError("Isi bilangan bulat tanpa koma.")
        if abs(number) > LARGEST:
            raise forms.ValidationError("Angka ini terlalu besar. Periksa kelebihan angka.")
        return int(number)


class RupiahField(forms.Field):
    """Whole rupiah as Indonesians write it: 2500000, 2.500.000 or Rp2.500.000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            number = parse_number(str(value).strip().removeprefix("Rp").strip())
        except ValueError:
            number = None
        if number is None or number < 0 or number != number.to_integral_value():
            raise forms.ValidationError("Isi rupiah tanpa koma, misalnya 2.500.000.")
        return int(number)


class NumberField(forms.CharField):
    """A figure as Indonesians write it: `1.250.000` or `0,6`."""

    def __init__(self, *, least: float = 0, most: float = 1e13, **more: Any) -> None:
        self.least, self.most = least, most
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=30, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = float(parse_number(text.removeprefix("Rp").removesuffix("%")))
        except ValueError as error:
            raise forms.ValidationError(
                "Tulis angka, misalnya 1.250.000 atau 0,6 (titik untuk ribuan, koma untuk pecahan)."
            ) from error
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                f"Isi angka dari {id_number(self.least)} sampai {id_number(self.most)}."
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return id_number(value) if isinstance(value, int | float | Decimal) else value


class DayField(forms.DateField):
    """A day in the browser's own calendar; Indonesian writing is understood too."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
    default_error_messages = {
        "required": "Isi tanggalnya.",
        "invalid": "Isi tanggal, misalnya 31/12/2027.",
    }
