"""The shape of a test: one question with its answers after the other."""

from collections.abc import Sequence
from typing import Any  # Django's form values

from django import forms

from naikkelas.training.rules.testing import Drawn


class TestForm(forms.Form):
    """The questions as they were drawn; a question left open is no right answer."""

    __test__ = False

    def __init__(self, drawn: Sequence[Drawn], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, one in enumerate(drawn, 1):
            self.fields[one.question.code] = forms.TypedChoiceField(
                label=f"{number}. {one.question.text}",
                choices=[(str(place), text) for place, text in enumerate(one.options)],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                error_messages={"required": "Pilih satu jawaban."},
            )
