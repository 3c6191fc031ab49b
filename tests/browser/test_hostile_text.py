"""Markup in every stored text, opened in a browser: no script of it runs."""

from typing import TYPE_CHECKING

import pytest
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import Role
from tests.config import test_doors as doors
from tests.people import PASSWORD
from tests.security.test_markup import poison

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

pytestmark = [pytest.mark.slow, pytest.mark.postgres_only]


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_no_script_in_a_stored_text_runs(
    live_server: LiveServer, page: "Page", sign_in: "Callable[[str, str], None]"
) -> None:
    """What the policy of content would have to stop is an error in the console, and fails too."""
    world = doors.World()
    operator = doors.person(Role.OPERATOR)
    poison(world.kampung, operator)
    dialogs: list[str] = []

    def note(dialog: "Dialog") -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    sign_in(operator.username, PASSWORD)

    names = ["insights:kampung", "registry:report_show", "audit:trail", "accounts:post_list"]
    for name in [
        *names,
        "registry:evidence_list",
        "registry:group_list",
        "registry:group_show",
        "registry:dataku",
        "registry:innovation_list",
        "registry:innovation_show",
        "registry:meeting",
        "registry:meeting_tick",
        "registry:meeting_paper",
        "registry:task_list",
        "registry:quality_list",
        "insights:kampung_list",
        "practices:library",
        "practices:show",
    ]:
        page.goto(live_server.url + doors.address(name, world))
        assert page.locator("main").count() == 1

    assert dialogs == []
