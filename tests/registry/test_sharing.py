"""Texts to share: complete, without anybody's name, in a link that every letter survives."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from naikkelas.accounts.models import User
from naikkelas.registry.models import KampungKB
from naikkelas.registry.presenters import reference_number
from naikkelas.registry.rules import sharing
from tests.people import make_kampung, make_meeting, make_report

JUNE = date(2025, 6, 1)


def text_of(link: str) -> str:
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "api.whatsapp.com", "/send")
    return parse_qs(parts.query)["text"][0]


@given(st.text(min_size=1, max_size=1800))
def test_every_letter_survives_the_link(text: str) -> None:
    link = sharing.whatsapp_link(text)

    assert text_of(link) == text
    assert set("\"'<> \n") & set(link) == set()


def test_a_long_text_ends_with_an_ellipsis() -> None:
    assert text_of(sharing.whatsapp_link("a" * 1801)) == "a" * 1799 + "…"


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (["Profil"], "laporan Profil belum"),
        (["Profil", "KKBPK"], "laporan Profil dan KKBPK belum"),
        (["Profil", "Penduduk", "KKBPK"], "laporan Profil, Penduduk dan KKBPK belum"),
    ],
)
def test_a_reminder_names_the_forms_and_the_month(missing: list[str], words: str) -> None:
    text = sharing.reminder("Sukamaju", missing, JUNE)

    assert text.startswith("*Pengingat laporan Juni 2025*\nKampung KB Sukamaju: ")
    assert words in text


def test_a_receipt_carries_its_number() -> None:
    text = sharing.report_receipt("Sukamaju", "Profil", JUNE, "LP-37AB-19CD", date(2025, 7, 3))

    assert text == (
        "*Laporan Profil Juni 2025 terkirim*\n"
        "Kampung KB Sukamaju, 3 Juli 2025.\n"
        "Nomor laporan: LP-37AB-19CD"
    )


def test_an_invitation_leaves_out_what_nobody_told() -> None:
    day = date(2025, 6, 11)
    full = sharing.meeting_invitation(
        "Sukamaju", "Rapat Pokja", day, "09.00–11.00 WITA", "Balai desa", ["Pembukaan", "Doa"]
    )
    bare = sharing.meeting_invitation("Sukamaju", "Rapat Pokja", day, "09.00 WITA–selesai", "", [])

    assert "Hari/tanggal: Rabu, 11 Juni 2025" in full
    assert "Tempat: Balai desa\nAcara:\n1. Pembukaan\n2. Doa\n" in full
    assert "Tempat" not in bare
    assert "Acara" not in bare


def test_an_activity_card_never_makes_unknown_people_zero() -> None:
    told = ("Sukamaju", "Posyandu remaja", date(2025, 6, 11), "Balai desa")

    assert "Peserta: 37 orang" in sharing.activity_card(*told, 37)
    assert "Peserta: 0 orang" in sharing.activity_card(*told, 0)
    assert "Peserta" not in sharing.activity_card(*told, None)


# On the pages ------------------------------------------------------------------------------------


def links(content: bytes) -> list[str]:
    import re
    from html import unescape

    tags = re.findall(r'<a [^>]*href="https://api\.whatsapp\.com[^>]*>', content.decode())
    assert all('rel="noopener noreferrer"' in tag for tag in tags)
    return [unescape(re.findall(r'href="([^"]*)"', tag)[0]) for tag in tags]


@pytest.mark.django_db
def test_the_sent_page_offers_its_receipt(client: Client, kampung: KampungKB, ani: User) -> None:
    report = make_report("profil", kampung, date(2025, 7, 3))
    client.force_login(ani)

    page = client.get(reverse("registry:report_sent", args=[kampung.pk, "profil", report.pk]))

    [link] = links(page.content)
    assert reference_number(report) in text_of(link)
    assert "Ani" not in text_of(link)


@pytest.mark.django_db
def test_a_meeting_offers_its_invitation_to_who_holds_it(
    client: Client, kampung: KampungKB, ani: User, rina: User
) -> None:
    url = reverse("registry:meeting", args=[kampung.pk, make_meeting(kampung).pk])

    client.force_login(ani)
    [link] = links(client.get(url).content)
    assert "Balai desa" in text_of(link)
    client.force_login(rina)
    assert links(client.get(url).content) == []


@pytest.mark.django_db
def test_reminders_are_for_who_lacks_a_report_of_the_month(
    client: Client, kampung: KampungKB, darma: User
) -> None:
    other = make_kampung("91.37.01.2002")
    for form in ("profil", "penduduk", "kkbpk"):
        make_report(form, other, date(2025, 6, 27), tahun=2025, bulan=6)
    make_report("penduduk", kampung, date(2025, 6, 27), tahun=2025, bulan=6)
    make_kampung("92.41.03.2007", nama="Karangasri")
    client.force_login(darma)

    page = client.get(reverse("registry:reminder_list"), {"bulan": "2025-06"})

    [link] = links(page.content)
    assert "Kampung KB Sukamaju: laporan Profil dan Perkembangan KKBPK belum" in text_of(link)
    assert b"Karangasri" not in page.content
