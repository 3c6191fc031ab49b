"""What every test stands on: house-wide settings, the two databases, no way out to the network."""

import gc
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations as DatabaseOperations
from django.db.backends.postgresql.creation import DatabaseCreation as PostgresCreation
from django.test.client import ClientHandler
from django.test.signals import setting_changed
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler.loadscope import LoadScopeScheduling

from naikkelas.areas.queries import forget_zones
from tests.lengths import IN_ONE_WORKER, is_left_out

pytest_plugins = ["tests.people"]

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Reference data beside the clone; never needed by the product. Use the fixture `shared`."""

CONSTANT = {"django_content_type", "auth_permission"}
"""Made by migrating, changed by no test."""

FEWEST_EXAMPLES = 5

# A slow first example (imports, a cold cache) says nothing about the code.
hypothesis_settings.register_profile("house", deadline=None, print_blob=True)
hypothesis_settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", choices=("with", "without", "only"), default="with", help="the long tests"
    )


def pytest_configure() -> None:
    gc.disable()  # collecting makes objects that live as long as the run
    # Argon2 is slow by design; people of tests sign in thousands of times.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # All requests of a test run come from one address within few minutes.
    settings.API_PER_MINUTE = {"token": 1_000_000, "address": 1_000_000}
    setattr(PostgresCreation, "_destroy_test_db", _drop)  # noqa: B010  # until the process ends


def _drop(self: PostgresCreation, name: str, verbosity: int) -> None:
    """A thread of a live server may still hold a connection when the last test has ended."""
    with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # the stubs lack it
        cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["NAIKKELAS_DATA"], ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what means something on this database: pure tests run once, on SQLite."""
    on_postgres = connection.vendor == "postgresql"
    other = "sqlite_only" if on_postgres else "postgres_only"
    choice = config.getoption("--long")
    left_out = {
        item
        for item in items
        if item.get_closest_marker(other)
        or (on_postgres and not _touches_database(item))
        or (choice == "without" and _is_long(item))
        or (choice == "only" and not (_is_long(item) or _is_property(item)))
    }
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    kept = [item for item in items if item not in left_out]
    if choice == "without":
        _try_fewer_examples(kept)
    items[:] = sorted(kept, key=_seconds, reverse=True)  # no worker is left alone at the end


class _Sharing(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Files that share something costly go to one worker, all other tests to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in IN_ONE_WORKER if nodeid.startswith(one)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    return _Sharing(config, log)


def pytest_collection_finish() -> None:
    """What stays until the end is not searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def _seconds(item: pytest.Item) -> float:
    slow = item.get_closest_marker("slow")
    seconds: float = 0 if slow is None else slow.kwargs.get("seconds", 1)
    return max(seconds, 40) if item.nodeid.startswith(IN_ONE_WORKER) else seconds


def _is_long(item: pytest.Item) -> bool:
    once = item.get_closest_marker("sqlite_only") or item.get_closest_marker("postgres_only")
    both = _touches_database(item) and not once
    marked = item.get_closest_marker("long") is not None
    return marked or is_left_out(item.nodeid, connection.vendor, runs_on_both=both)


def _is_property(item: pytest.Item) -> bool:
    return hasattr(getattr(item, "obj", None), _SETTINGS)


_SETTINGS = "_hypothesis_internal_use_settings"  # hypothesis has no other way to change them


def _try_fewer_examples(items: list[pytest.Item]) -> None:
    """A quarter of the examples of each property, at least five; `make test-long` tries all."""
    for test in {item.obj for item in items if _is_property(item)}:  # type: ignore[attr-defined]
        asked = getattr(test, _SETTINGS)
        fewer = max(FEWEST_EXAMPLES, asked.max_examples // 4)
        if fewer < asked.max_examples:
            setattr(test, _SETTINGS, hypothesis_settings(asked, max_examples=fewer))


def _touches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(
        item.get_closest_marker("django_db")
        or fixtures & {"db", "transactional_db", "live_server"}
        or hasattr(getattr(item, "cls", None), "databases")
    )


@pytest.fixture(autouse=True)
def _no_zone_of_another_test() -> None:
    """What a process remembers outlives the database of a test."""
    forget_zones()


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Connections leave only to this machine: live servers and databases."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address!r}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", only_here)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _look_for_static_files_once() -> Iterator[None]:
    """Each client of a test starts the middleware anew, which would walk all folders again."""
    found: dict[str, Any] = {}
    walk = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            walk(self)
            found.update(self.files)
        self.files.update(found)

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _start_the_middleware_once() -> Iterator[None]:
    """Each client of a test would start all of it anew; only other settings ask for that."""
    chains: dict[str, Any] = {}
    start = ClientHandler.load_middleware

    def once(self: ClientHandler, is_async: bool = False) -> None:
        if not chains:
            start(self, is_async)
            chains.update({name: getattr(self, name) for name in _CHAINS})
        vars(self).update(chains)

    def forget(**_: Any) -> None:
        chains.clear()

    setting_changed.connect(forget)
    patch = pytest.MonkeyPatch()
    patch.setattr(ClientHandler, "load_middleware", once)
    yield
    patch.undo()
    setting_changed.disconnect(forget)


_CHAINS = (
    *("_middleware_chain", "_view_middleware", "_template_response_middleware"),
    "_exception_middleware",
)


@pytest.fixture(autouse=True, scope="session")
def _empty_only_what_holds_rows() -> Iterator[None]:
    """Tests empty tables between them, which append-only tables refuse: triggers stand aside.

    Django empties all tables of the house and then tells every app that it has migrated, which
    took longer than most tests; kinds of content, which that would bring back, simply stay.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(DatabaseOperations, "execute_sql_flush", _empty)
    patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **kwargs: None)
    yield
    patch.undo()


def _empty(self: DatabaseOperations, sql_list: list[str]) -> None:
    own = set(self.connection.introspection.django_table_names(only_existing=True)) - CONSTANT
    with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in own
            )
        )
        filled = sorted(table for (table,) in cursor.fetchall())
        if self.connection.vendor == "postgresql":
            _empty_on_postgres(cursor, filled)
        else:
            _empty_on_sqlite(cursor, filled)


def _empty_on_postgres(cursor: Any, filled: list[str]) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
    for table in filled:
        cursor.execute(f'DELETE FROM "{table}"')


def _empty_on_sqlite(cursor: Any, filled: list[str]) -> None:
    cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    triggers = [(name, sql) for name, sql, table in cursor.fetchall() if table in filled]
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    for table in filled:
        cursor.execute(f'DELETE FROM "{table}"')
    for _, sql in triggers:
        cursor.execute(sql)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data, or a skip that says so."""
    if not SHARED.is_dir():
        pytest.skip("reference data (../shared) is not beside this clone")
    return SHARED
