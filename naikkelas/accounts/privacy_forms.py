"""The shape of requests about personal data and of their answers."""

from django import forms

from naikkelas.accounts.models import PrivacyRequest


class RequestForm(forms.Form):
    """What a person asks about their own data."""

    kind = forms.ChoiceField(label="Yang diminta", choices=PrivacyRequest.Kind.choices)
    note = forms.CharField(
        label="Keterangan",
        required=False,
        max_length=1000,
        help_text="Misalnya data mana yang salah dan bagaimana seharusnya.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OtherRequestForm(RequestForm):
    """The same, asked by the PPDP for somebody who wrote or came to the office."""

    field_order = ("username", "nip", "kind", "note")
    username = forms.CharField(label="Nama pengguna", required=False, max_length=60)
    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=25,
        help_text="Bila orangnya disebut di laporan tetapi tidak punya akun: 18 angka.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class AnswerForm(forms.Form):
    """How a request ends."""

    outcome = forms.ChoiceField(
        label="Hasil",
        choices=PrivacyRequest.Outcome.choices,
        widget=forms.RadioSelect(attrs={"class": "choices-inline"}),
    )
    answer = forms.CharField(
        label="Jawaban",
        max_length=1000,
        help_text="Apa yang dikerjakan, atau mengapa ditolak.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
