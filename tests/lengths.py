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
    "tests/exchange/test_whole_set.py::test_what_is_exported_imports_again_as_nothing_new[xlsx]",
    "tests/exchange_examples/test_example_groups.py",
    "tests/security/test_models.py",
)
NEITHER: Final = (
    "tests/browser/phone/test_every_screen.py::test_what_is_tapped_is_at_least_48_pixels_high",
    "tests/browser/phone/test_faults.py::test_f26_a_photo_goes_on_where_it_was_cut",
    "tests/browser/phone/test_faults.py::test_f27_a_text_survives_in_a_database_that_takes_nothing",
    "tests/browser/phone/test_faults.py::test_f28_photos_that_were_still_due",
    "tests/browser/phone/test_faults.py::test_f29_changes_of_different_fields",
    "tests/browser/phone/test_faults.py::test_f31_a_clock_that_is_wrong_by_years_blocks_nothing[2019]",
    "tests/browser/phone/test_faults.py::test_f33_nothing_is_sent_in_the_name",
    "tests/browser/phone/test_faults.py::test_f35_the_repair_page",
    "tests/browser/phone/test_guards.py::test_a_phone_takes_five_photos",
    "tests/browser/phone/test_guards.py::test_old_sent_records_leave_the_phone",
    "tests/browser/phone/test_photos_in_work.py::test_a_phone_without_room_for_the_original",
    "tests/browser/phone/test_photos_in_work.py::test_a_word_at_the_foot_takes_no_tap",
    "tests/browser/phone/test_photos_in_work.py::test_each_photo_in_work_is_told",
    "tests/browser/phone/test_photos_in_work.py::test_a_file_that_cannot_be_read",
    "tests/browser/phone/test_rescue_file.py::test_a_photo_in_work_goes_into_the_file_upright",
    "tests/browser/phone/test_several_kampung.py::test_a_pkb_of_twelve",
    "tests/browser/phone/test_settled.py::test_two_taps",
    "tests/browser/phone/test_two_tabs.py::test_who",
    "tests/browser/phone/test_without_a_signal.py::test_a_heic",
    "tests/browser/phone/test_without_a_signal.py::test_everything_but_title",
    "tests/browser/test_forms_in_odks_engine.py::test_every_form_loads",
    "tests/browser/test_widths.py",
    "tests/exchange/hostile/test_processes.py::test_killed_just_before_it_is_done",
    "tests/exchange/hostile/test_processes.py::test_killed_while_it_undoes_an_import",
    "tests/exchange/test_large.py::test_the_largest_workbook_of_the_browser",
    "tests/insights/test_list_of_a_province.py::test_both_roads_give_the_same_rows",
    "tests/security/test_markup.py::test_what_is_stored_in_any_text_is_shown_as_text",
)


IN_ONE_WORKER: Final = (
    "tests/field_faults/test_real_server.py",
    "tests/security/test_every_page.py",
)
"""Files whose tests share a server or a walk, which each worker would begin anew."""


def is_left_out(name: str, database: str, *, runs_on_both: bool) -> bool:
    """Whether `make test` leaves the test of this name out on `sqlite` or `postgresql`."""
    elsewhere = ON_POSTGRESQL if database == "sqlite" else ON_SQLITE
    return name.startswith(NEITHER) or (runs_on_both and name.startswith(elsewhere))
