"""What `make test` leaves to `make test-long`, which ends within 15 minutes on two cores.

Every test is run by `make test` on one database at least, but for those of `NEITHER` and those with
the marker `long`: they go through everything of which a sister in `make test` takes a part.
What all others stand on runs on both.
A name is the beginning of a test's identifier: a folder, files, or a file and a test.
"""

from typing import Final

ON_POSTGRESQL: Final = (
    # Where people act on one another's reports: states, locks, races.
    "tests/registry/",
    # Every address as several people, and with hostile requests: whatever a page asks of the
    # database is asked of the one that a kabupaten uses.
    *("tests/security/test_every_page.py", "tests/security/test_fuzzing.py"),
    # Killed processes, hostile rows, two workers at once.
    *("tests/exchange/hostile/", "tests/exchange/test_interruptions.py"),
    "tests/roadmap_office/test_shared_work.py",
    "tests/browser/test_a_report_is_trusted.py",
)
ON_SQLITE: Final = (
    # Rooms whose queries are mostly Django's.
    *("tests/accounts/", "tests/activities/", "tests/api/", "tests/coaching/", "tests/config/"),
    *("tests/insights/", "tests/opendata/", "tests/partners/", "tests/portal/"),
    *("tests/practices/", "tests/privacy/", "tests/publicsite/", "tests/roadmap_office/"),
    *("tests/themes/", "tests/training/"),
    "tests/audit/test_sentences.py",
    "tests/classification/test_the_example_on_both_bases.py",
    "tests/exchange/test_",
    "tests/reference/",
    "tests/exchange_examples/test_example_groups.py",
    "tests/security/test_models.py",
)
NEITHER: Final = (
    "tests/browser/phone/test_faults.py::test_f31_a_clock_that_is_wrong_by_years_blocks_nothing[2019]",
    "tests/browser/test_widths.py",
    "tests/exchange/hostile/test_processes.py::test_killed_just_before_it_is_done",
)


IN_ONE_WORKER: Final = (
    "tests/accounts/test_sign_in_by_office.py",
    "tests/exchange_examples/",
    "tests/field_faults/test_real_server.py",
    "tests/outside/test_javarosa.py",
    "tests/reference/test_the_pure_road_agrees.py",
    "tests/roadmap_learning/test_backtest.py",
    "tests/security/test_every_page.py",
    "tests/security/test_production.py",
    "tests/security/test_source.py",
)
"""What shares a server, a walk or files that were made, which each worker would begin anew."""


def is_left_out(name: str, database: str, *, runs_on_both: bool) -> bool:
    """Whether `make test` leaves the test of this name out on `sqlite` or `postgresql`."""
    if name.startswith(NEITHER) or not runs_on_both:
        return name.startswith(NEITHER)
    if name.startswith(ON_POSTGRESQL):  # which names exceptions to what the other list names
        return database == "sqlite"
    return database == "postgresql" and name.startswith(ON_SQLITE)
