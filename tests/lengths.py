"""What `make test` leaves to `make test-long`, so that it ends within 15 minutes on two cores.

Every test is run by `make test` on one database at least, but for those of `NEITHER` and those with
the marker `long`: they go through everything of which a sister in `make test` takes a part.
What speaks SQL of its own runs on both; the rooms above and the longest tests run on one.
A name is the beginning of a test's identifier: a folder, a file, or a file and a test.
"""

from typing import Final

ON_POSTGRESQL: Final = (
    # Rooms whose queries are Django's.
    *("tests/api/", "tests/coaching/", "tests/insights/", "tests/opendata/", "tests/partners/"),
    *("tests/portal/", "tests/practices/", "tests/publicsite/", "tests/roadmap_office/"),
    *("tests/themes/", "tests/training/"),
    # Killed processes, locks and large uploads.
    "tests/exchange/hostile/",
    "tests/exchange/test_clearing.py",
    "tests/exchange/test_dhis2.py",
    "tests/exchange/test_file_names.py",
    "tests/exchange/test_screens.py",
    "tests/registry/test_review_machine.py",
    "tests/security/test_fuzzing.py",
    # Long as they are.
    "tests/activities/test_screens.py",
    "tests/activities/test_uploads.py",
    "tests/browser/test_a_report_is_trusted.py",
)
ON_SQLITE: Final = (
    "tests/audit/test_sentences.py",
    "tests/classification/test_the_example_on_both_bases.py",
    "tests/exchange/test_hostile_recaps.py",
    "tests/exchange/test_mapping.py",
    "tests/exchange/test_row_rules.py",
    "tests/exchange/test_whole_set.py::test_what_is_exported_imports_again_as_nothing_new[xlsx]",
    "tests/exchange_examples/test_example_groups.py",
    "tests/registry/test_media.py",
    "tests/registry/test_pokja_screens.py",
    "tests/registry/test_review_screens.py",
    "tests/security/test_models.py",
)
NEITHER: Final = (
    "tests/browser/test_widths.py",
    "tests/exchange/hostile/test_processes.py::test_killed_just_before_it_is_done",
    "tests/exchange/hostile/test_processes.py::test_killed_while_it_undoes_an_import",
    "tests/exchange/test_large.py::test_the_largest_workbook_of_the_browser",
    "tests/security/test_markup.py::test_what_is_stored_in_any_text_is_shown_as_text",
)


def is_left_out(name: str, database: str, *, runs_on_both: bool) -> bool:
    """Whether `make test` leaves the test of this name out on `sqlite` or `postgresql`."""
    elsewhere = ON_POSTGRESQL if database == "sqlite" else ON_SQLITE
    return name.startswith(NEITHER) or (runs_on_both and name.startswith(elsewhere))
