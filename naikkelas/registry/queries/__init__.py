"""Reads of this room: kampung and their reports here; the rest by subject in its own module."""

from naikkelas.registry.queries.reports import MODELS as MODELS
from naikkelas.registry.queries.reports import Month as Month
from naikkelas.registry.queries.reports import Start as Start
from naikkelas.registry.queries.reports import around as around
from naikkelas.registry.queries.reports import draft_of as draft_of
from naikkelas.registry.queries.reports import kampung_for as kampung_for
from naikkelas.registry.queries.reports import kampung_values as kampung_values
from naikkelas.registry.queries.reports import kept_answers as kept_answers
from naikkelas.registry.queries.reports import latest as latest
from naikkelas.registry.queries.reports import month_to_report as month_to_report
from naikkelas.registry.queries.reports import months as months
from naikkelas.registry.queries.reports import names_of_reporters as names_of_reporters
from naikkelas.registry.queries.reports import start_of as start_of
from naikkelas.registry.queries.reports import values_of as values_of
from naikkelas.registry.queries.reports import version_before as version_before
from naikkelas.registry.queries.reports import versions as versions
from naikkelas.registry.queries.reports import villages_without_kampung as villages_without_kampung
