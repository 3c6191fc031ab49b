"""The trail of a report reads as a story in Indonesian: no verbs of ours, no names of columns."""

import re
from typing import Any

import pytest
from django.utils import timezone

from naikkelas.accounts.models import Post, User
from naikkelas.audit.actions import record
from naikkelas.audit.models import Event
from naikkelas.audit.presenters import told
from naikkelas.registry import actions
from naikkelas.registry.actions import evidence
from naikkelas.registry.actions.evidence import Claim
from naikkelas.registry.models import KampungKB
from naikkelas.registry.rules.files import Upload
from tests.registry.conftest import brought_to, sent
from tests.registry.pictures import PDF

pytestmark = pytest.mark.django_db
CODES = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\.[a-z_]+\b|None|True|False|\{|\[")
ENGLISH = re.compile(
    r"\b(state|remarks?|step|form|month|endorsed|withdrawn|reason|kind|facts?|doubts?|valid)\b",
    re.IGNORECASE,
)


def test_signing_in_and_posts_were_told_in_codes(darma: User) -> None:
    for how in ("password", "password+totp", "kode"):
        record("account.sign_in", darma, by=darma, kabupaten="91.37", how=how)
    post = Post.objects.create(role="ketua_pokja", opened_at=timezone.now())
    record("post.open", post, by=darma, role="Ketua Pokja", after={"role": "ketua_pokja"})

    lines = told(list(Event.objects.order_by("at", "id")), darma)

    assert [line.sentence for line in lines][:3] == [
        "masuk (kata sandi)",
        "masuk (kata sandi dan kode aplikasi)",
        "masuk (kode langkah kedua)",
    ]
    assert [(one.label, one.after) for one in lines[3].changes] == [("Jabatan", "Ketua Pokja")]


def test_the_trail_of_the_verification_story_spoke_in_field_codes(
    kampung: KampungKB,
    desks: dict[str, User],
    ani: User,
    sari: User,
    darma: User,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    first = sent(kampung, ani, values={"pus": 1370, "keluarga": 211})
    claim = Claim("penduduk", ("keluarga",), "lainnya")
    piece = evidence.add_file(kampung, claim, Upload("a.pdf", PDF), by=ani)
    remarks = {"pus": "Cek", "keluarga": "Cek"}
    actions.send_back("penduduk", first.pk, by=sari, seen="dikirim", remarks=remarks)
    brought_to("disahkan", sent(kampung, ani), desks)
    sent(kampung, ani, values={"pus": 138}, reason="Salah ketik")
    evidence.withdraw(piece, reason="Terbalik", by=ani)
    lock = actions.lock_month("91.37", year=2025, month=5, by=darma)
    actions.reopen_month(lock, by=darma, reason="Perlu")

    lines = told(list(Event.objects.order_by("at")), darma)

    words = [
        " ".join(
            [line.sentence, *(f"{one.label}: {one.before} → {one.after}" for one in line.changes)]
        )
        for line in lines
    ]
    assert [one for one in words if CODES.search(one) or ENGLISH.search(one)] == []
    story = " / ".join(words)
    assert "Keadaan: Terkirim → Perlu diperbaiki" in story
    assert "Angka yang diberi catatan: belum diisi → Pasangan Usia Subur, Jumlah Keluarga" in story
    assert "Keadaan: Diperiksa kecamatan → Disahkan" in story
