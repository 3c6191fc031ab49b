"""Shape of what is typed for a site; what it means is decided in the actions."""

from typing import Any  # Django's form values

from django import forms

from naikkelas.publicsite.actions.texts import LONGEST_TITLE
from naikkelas.publicsite.models import Site, SiteContact, SiteText, SiteTextVersion
from naikkelas.publicsite.rules.markdown import LONGEST
from naikkelas.publicsite.rules.themes import THEMES
from naikkelas.ui.fields import DayField

HELP = (
    "Judul kecil: ## di awal baris. Daftar: - di awal baris. Tebal: **kata**. "
    "Tautan: [kata](https://…). Foto: ![keterangan](foto:…)."
)


class TextForm(forms.Form):
    """A text for the site; `kind` is asked once."""

    kind = forms.ChoiceField(label="Untuk halaman", choices=SiteText.Kind.choices)
    title = forms.CharField(label="Judul", max_length=LONGEST_TITLE)
    body = forms.CharField(
        label="Tulisan",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=HELP,
        strip=False,
    )

    def __init__(
        self, data: Any = None, *, kind: str = "", version: SiteTextVersion | None = None
    ) -> None:
        told = {"title": version.title, "body": version.body} if version else {"kind": kind}
        super().__init__(data, initial=told)
        if version:
            del self.fields["kind"]


class LookForm(forms.Form):
    """How the site looks."""

    theme = forms.ChoiceField(
        label="Tampilan", choices=[(code, theme.name) for code, theme in THEMES.items()]
    )
    local_name = forms.CharField(label="Nama setempat", max_length=120, required=False)
    has_english = forms.BooleanField(label="Tersedia dalam bahasa Inggris", required=False)

    def __init__(self, data: Any = None, *, site: Site | None = None) -> None:
        told = site or Site()
        initial = {
            "theme": told.theme,
            "local_name": told.local_name,
            "has_english": told.has_english,
        }
        super().__init__(data, initial=initial)


class AddressForm(forms.Form):
    """Where the site is reached."""

    slug = forms.CharField(
        label="Alamat sesudah /k/",
        max_length=60,
        required=False,
        help_text="Huruf kecil, angka, dan tanda hubung. Kosong: alamat bawaan. "
        "Alamat lama tetap mengantar ke yang baru.",
    )
    domain = forms.CharField(
        label="Domain sendiri",
        max_length=120,
        required=False,
        help_text="Hanya domain yang sudah disiapkan di server.",
    )

    def __init__(self, data: Any = None, *, site: Site | None = None) -> None:
        told = site or Site()
        super().__init__(data, initial={"slug": told.slug or "", "domain": told.domain or ""})


class ContactForm(forms.Form):
    """A number whose owner agreed."""

    number = forms.CharField(
        label="Nomor WhatsApp",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    label = forms.CharField(
        label="Jabatan yang menjawab", max_length=60, help_text="Jabatan, bukan nama orang."
    )
    how = forms.ChoiceField(label="Cara pemilik nomor setuju", choices=SiteContact.How.choices)
    given_on = DayField(label="Disetujui pada")
