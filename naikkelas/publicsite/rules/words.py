"""The words of public pages in English; the Indonesian ones stand in the templates themselves.

Programme terms (Kampung KB, Pokja, poktan …) stay Indonesian in both languages, as in GLOSSARY.md.
"""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "Langsung ke isi": "Skip to content",
        "Beranda": "Home",
        "Profil": "Profile",
        "Pokja": "Pokja",
        "Kegiatan": "Activities",
        "Kabar": "News",
        "Agenda": "Agenda",
        "Rencana": "Plan",
        "Kelas": "Class",
        "Tema": "Themes",
        "Data": "Data",
        "Dokumen": "Documents",
        "Potensi": "Potential",
        "Aspirasi": "Your voice",
        "Kontak": "Contact",
        "Halaman situs": "Pages of the site",
        "Menu": "Menu",
        "Bahasa": "Language",
        "Portal Kampung KB": "Kampung KB portal",
        "Pelindungan data pribadi": "Privacy",
        "Aksesibilitas": "Accessibility",
        "Tentang": "About",
        "Data contoh.": "Example data.",
        "Angka di sini dibuat untuk mencoba, bukan laporan yang sebenarnya.": (
            "The figures here were made to try things out; they are not real reports."
        ),
    }
)
"""Indonesian → English. What is missing is shown in Indonesian; a test reads all templates."""


def said(words: str, language: str) -> str:
    """The words in a language.

    >>> said("Kegiatan", "en"), said("Kegiatan", "id")
    ('Activities', 'Kegiatan')
    """
    return ENGLISH.get(words, words) if language == "en" else words
