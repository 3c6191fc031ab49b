"""Every write of this room."""

from naikkelas.areas.actions.boundaries import import_boundaries as import_boundaries
from naikkelas.areas.actions.codes import replace_codes as replace_codes
from naikkelas.areas.actions.identifiers import put_identifiers as put_identifiers
from naikkelas.areas.actions.loading import load_areas as load_areas
from naikkelas.areas.actions.settings import clear_setting as clear_setting
from naikkelas.areas.actions.settings import put_logo as put_logo
from naikkelas.areas.actions.settings import put_setting as put_setting
