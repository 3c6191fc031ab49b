"""Taking an import back asks first, with two answers that nobody mixes up."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import User
from naikkelas.exchange import actions
from naikkelas.registry.actions import edit_kampung
from naikkelas.registry.models import KampungKB
from tests.people import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

NAME = "Tarik kembali impor ini"


@pytest.fixture
def receipt(darma: User, tmp_path: Path, settings: Any, live_server: LiveServer) -> str:
    """The address of an applied import of one kampung."""
    settings.IMPORT_ROOT = tmp_path / "impor"
    file = tmp_path / "kampung.csv"
    file.write_text("id,kode_desa,nama,aktif\n7,91.37.01.2001,Sukamaju,ya\n")
    batch = actions.import_folder(file, area_code="91.37", by=darma).batch
    return f"{live_server.url}{reverse('exchange:batch_show', args=[batch.pk])}"


def test_one_answer_takes_back_and_the_other_leaves_everything(
    receipt: str, page: "Page", sign_in: Callable[[str, str], None], darma: User
) -> None:
    sign_in(darma.username, PASSWORD)
    page.goto(receipt)
    dialog = page.get_by_role("dialog")

    page.get_by_role("button", name=NAME).click()
    assert [button.inner_text() for button in dialog.get_by_role("button").all()] == [
        NAME,
        "Jangan, biarkan",
    ]
    dialog.get_by_role("button", name="Jangan, biarkan").click()
    assert KampungKB.objects.live().count() == 1

    page.get_by_role("button", name=NAME).click()
    dialog.get_by_role("button", name=NAME).click()
    page.get_by_text("Impor ini ditarik kembali").first.wait_for()
    assert KampungKB.objects.live().count() == 0


def test_a_refusal_names_the_kampung_that_was_changed_by_hand(
    receipt: str, page: "Page", sign_in: Callable[[str, str], None], darma: User
) -> None:
    edit_kampung(KampungKB.objects.get(), {"lintang": -3.7}, by=darma)
    sign_in(darma.username, PASSWORD)
    page.goto(receipt)

    page.get_by_role("button", name=NAME).click()
    page.get_by_role("dialog").get_by_role("button", name=NAME).click()

    page.get_by_text("91.37.01.2001 Sukamaju (Lintang diubah, Pak Darma").wait_for()
    assert KampungKB.objects.live().count() == 1
