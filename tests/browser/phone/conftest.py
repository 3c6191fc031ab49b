"""Phones of the tests: 360 x 640, a thumb, a line that comes and goes, a Pokja that reports."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_django.live_server_helper import LiveServer

from naikkelas.accounts.models import Role, User
from naikkelas.areas.models import Area
from naikkelas.registry.models import KampungKB
from scripts import vendor
from tests.browser.phone.handset import Handset
from tests.people import make_kampung, make_user

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each story takes seconds."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("slow")


@pytest.fixture(autouse=True, scope="session")
def _patience() -> None:
    """Under load a photo takes seconds to shrink; what is waited for is a condition, not a time."""
    from playwright.sync_api import expect

    expect.set_options(timeout=15_000)


@pytest.fixture(autouse=True, scope="session")
def _third_party() -> None:
    """`make test` has brought idb; a checkout without npm skips these stories."""
    if not (vendor.TO / "idb.js").exists() and vendor.main():
        pytest.skip("idb is not installed (make test does)")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """An empty folder for photos."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def kampung(transactional_db: None, sukamaju: Area) -> KampungKB:
    return make_kampung(sukamaju)


@pytest.fixture
def ani(kampung: KampungKB) -> User:
    """Bu Ani, ketua of the Pokja of Sukamaju."""
    return make_user("ani", "Bu Ani", Role.POKJA_CHAIR, kampung.village)


@pytest.fixture
def budi(kampung: KampungKB) -> User:
    """Pak Budi, sekretaris of the same Pokja."""
    return make_user("budi", "Pak Budi", Role.POKJA_SECRETARY, kampung.village)


@pytest.fixture
def handset(browser: "Browser", live_server: LiveServer) -> Iterator[Callable[..., Handset]]:
    """Makes phones; each has its own storage. What goes wrong in a page's code fails the test."""
    made: list[Handset] = []

    def make(owner: User | None = None, **more: Any) -> Handset:
        made.append(Handset.new(browser, live_server.url, **more))
        if owner:
            made[-1].sign_in(owner)
        return made[-1]

    yield make
    errors = [error for one in made for error in one.errors]
    for one in made:
        one.rest()
        one.context.close()
    assert errors == []
