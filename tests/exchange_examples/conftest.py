"""The example kabupaten and a small nation, written once for all tests."""

from pathlib import Path

import pytest

from naikkelas.exchange.examples import nation, tanah_laut
from tests.exchange_examples.reader import Files


@pytest.fixture(scope="session")
def tala_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tanah_laut")


@pytest.fixture(scope="session")
def summary(tala_folder: Path) -> tanah_laut.Summary:
    return tanah_laut.generate(tala_folder)


@pytest.fixture(scope="session")
def tala(tala_folder: Path, summary: tanah_laut.Summary) -> Files:
    return Files(tala_folder)


@pytest.fixture(scope="session")
def small_nation(tmp_path_factory: pytest.TempPathFactory) -> nation.Written:
    return nation.generate(tmp_path_factory.mktemp("nation"), kampung=3_001)
