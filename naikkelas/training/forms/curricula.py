"""The shape of a curriculum and of one question of its bank."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any  # Django's form values

from django import forms

from naikkelas.training.rules.curricula import Curriculum, Lesson, Question

Choices = Sequence[tuple[str, str]]
FACTS: Choices = (
    ("pokja_terlatih", "Pokja belum pernah dilatih"),
    ("belum_lapor", "Kampung belum pernah melapor"),
)
_BLANK = Curriculum("", "", "", 4, 70, 80, 8, 2, (), (), "", "", "", (), (), ())


def _percent(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=100)


class CurriculumForm(forms.Form):
    """What a curriculum is about; its questions are added one by one."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label="Nama", max_length=160)
    aim = forms.CharField(
        label="Tujuan", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    indicators = forms.MultipleChoiceField(
        label="Menjawab kekurangan pada indikator",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    facts = forms.MultipleChoiceField(
        label="Menjawab keadaan", required=False, choices=FACTS, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.IntegerField(label="Jam pelajaran", min_value=1, max_value=80)
    passing = _percent("Nilai lulus (0–100)")
    attendance = _percent("Kehadiran paling sedikit (persen)")
    drawn = forms.IntegerField(label="Soal dalam satu tes", min_value=1, max_value=50)
    tries = forms.IntegerField(label="Kesempatan tes akhir", min_value=1, max_value=5)
    topics = forms.CharField(
        label="Topik",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Satu topik per baris.",
    )
    lessons = forms.CharField(
        label="Materi",
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Baris pertama adalah judul, lalu isinya. Pisahkan materi dengan baris kosong.",
    )
    source = forms.CharField(
        label="Sumber", required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = forms.CharField(label="Mengapa diubah", required=False, max_length=300)

    def __init__(self, indicators: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicators"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(indicators)

    def applied(self, code: str, before: Curriculum | None) -> Curriculum:
        """The curriculum with what was typed; its questions stay."""
        data = self.cleaned_data
        return replace(
            before or _BLANK,
            code=code,
            **{
                name: data[name]
                for name in (
                    *("name", "aim", "hours", "passing", "attendance", "drawn", "tries"),
                    "source",
                )
            },
            indicators=tuple(data["indicators"]),
            facts=tuple(data["facts"]),
            topics=tuple(line.strip() for line in data["topics"].splitlines() if line.strip()),
            lessons=_lessons(data["lessons"]),
        )


def _lessons(text: str) -> tuple[Lesson, ...]:
    blocks = [block.splitlines() for block in text.replace("\r", "").split("\n\n")]
    tidy = ([line.strip() for line in block if line.strip()] for block in blocks)
    return tuple(Lesson(block[0], tuple(block[1:])) for block in tidy if block)


def of_curriculum(curriculum: Curriculum, number: int) -> dict[str, Any]:
    """What a form of an existing curriculum starts with."""
    names = ("name", "aim", "hours", "passing", "attendance", "drawn", "tries", "source")
    return {name: getattr(curriculum, name) for name in names} | {
        "base": number,
        "indicators": list(curriculum.indicators),
        "facts": list(curriculum.facts),
        "topics": "\n".join(curriculum.topics),
        "lessons": "\n\n".join(
            "\n".join((one.title, *one.paragraphs)) for one in curriculum.lessons
        ),
    }


class QuestionForm(forms.Form):
    """One question with its right answer, wrong ones and why."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Pertanyaan", max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )
    right = forms.CharField(label="Jawaban benar", max_length=300)
    wrong = forms.CharField(
        label="Jawaban salah",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Satu jawaban per baris, satu sampai lima.",
    )
    why = forms.CharField(
        label="Penjelasan", max_length=600, widget=forms.Textarea(attrs={"rows": 2})
    )

    @property
    def question(self) -> Question:
        """The question; its code is given when it joins the bank."""
        data = self.cleaned_data
        wrong = tuple(line.strip() for line in data["wrong"].splitlines() if line.strip())
        return Question("", data["text"].strip(), data["right"].strip(), wrong, data["why"].strip())
