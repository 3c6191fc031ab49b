"""What `make test` leaves to `make test-long`, which shall end within 15 minutes on two cores.

Every test is run by `make test` on one database at least, but for those of `NEITHER` and those with
the marker `long`: they go through everything of which a sister in `make test` takes a part.
What moves data in bulk, and what all others stand on, runs on both.
A name is the beginning of a test's identifier: a folder, a file, or a file and a test.
"""

from typing import Final

ON_POSTGRESQL: Final = (
    # What holds in rooms whose queries are mostly Django's; walks over every address, as several
    # people, pass through them on SQLite (`tests/config`, `tests/security`).
    *("tests/accounts/", "tests/activities/", "tests/api/", "tests/coaching/", "tests/config/"),
    *("tests/insights/", "tests/opendata/", "tests/partners/", "tests/portal/"),
    *("tests/practices/", "tests/privacy/", "tests/publicsite/", "tests/registry/"),
    *("tests/roadmap_office/", "tests/themes/", "tests/training/"),
    # Killed processes, locks, hostile requests.
    "tests/exchange/hostile/",
    "tests/security/test_fuzzing.py",
    "tests/browser/test_a_report_is_trusted.py",
)
ON_SQLITE: Final = (
    "tests/audit/test_sentences.py",
    "tests/classification/test_the_example_on_both_bases.py",
    "tests/exchange/test_clearing.py",
    "tests/exchange/test_dhis2.py",
    "tests/exchange/test_file_names.py",
    "tests/exchange/test_hostile_recaps.py",
    "tests/exchange/test_mapping.py",
    "tests/exchange/test_row_rules.py",
    "tests/exchange/test_screens.py",
    "tests/exchange/test_whole_set.py",
    "tests/exchange_examples/test_example_groups.py",
    "tests/security/test_models.py",
)
NEITHER: Final = (
    "tests/browser/phone/test_faults.py::test_f31_a_clock_that_is_wrong_by_years_blocks_nothing[2019]",
    "tests/browser/test_widths.py",
    "tests/exchange/hostile/test_processes.py::test_killed_just_before_it_is_done",
)


IN_ONE_WORKER: Final = (
    "tests/field_faults/test_real_server.py",
    "tests/security/test_every_page.py",
    "tests/security/test_source.py",
)
"""Files whose tests share a server, a walk or the parsed code, which each worker begins anew."""


def is_left_out(name: str, database: str, *, runs_on_both: bool) -> bool:
    """Whether `make test` leaves the test of this name out on `sqlite` or `postgresql`."""
    elsewhere = ON_POSTGRESQL if database == "sqlite" else ON_SQLITE
    return name.startswith(NEITHER) or (runs_on_both and name.startswith(elsewhere))
