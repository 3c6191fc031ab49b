"""Every write of this room, one verb per function."""

from naikkelas.registry.actions.kampung import activate_kampung as activate_kampung
from naikkelas.registry.actions.kampung import deactivate_kampung as deactivate_kampung
from naikkelas.registry.actions.kampung import edit_kampung as edit_kampung
from naikkelas.registry.actions.kampung import register_kampung as register_kampung
from naikkelas.registry.actions.reports import save_draft as save_draft
from naikkelas.registry.actions.reports import submit_report as submit_report
