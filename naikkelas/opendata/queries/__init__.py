"""Reads of open data: of what there is something to publish, its rows, and what was published."""

from naikkelas.opendata.queries.editions import edition_of as edition_of
from naikkelas.opendata.queries.editions import editions_of as editions_of
from naikkelas.opendata.queries.editions import file_of as file_of
from naikkelas.opendata.queries.editions import newest_of_each_day as newest_of_each_day
from naikkelas.opendata.queries.frames import rows_of as rows_of
from naikkelas.opendata.queries.places import Place as Place
from naikkelas.opendata.queries.places import place_of as place_of
from naikkelas.opendata.queries.places import places_below as places_below
from naikkelas.opendata.queries.shelves import publisher_of as publisher_of
from naikkelas.opendata.queries.shelves import shelf_of as shelf_of
