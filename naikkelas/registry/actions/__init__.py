"""Every write of this room, one verb per function."""

from naikkelas.registry.actions.kampung import activate_kampung as activate_kampung
from naikkelas.registry.actions.kampung import deactivate_kampung as deactivate_kampung
from naikkelas.registry.actions.kampung import edit_kampung as edit_kampung
from naikkelas.registry.actions.kampung import register_kampung as register_kampung
from naikkelas.registry.actions.locks import lock_month as lock_month
from naikkelas.registry.actions.locks import reopen_month as reopen_month
from naikkelas.registry.actions.reports import insist_on_seen_draft as insist_on_seen_draft
from naikkelas.registry.actions.reports import save_draft as save_draft
from naikkelas.registry.actions.reports import submit_report as submit_report
from naikkelas.registry.actions.verification import Outcome as Outcome
from naikkelas.registry.actions.verification import Pick as Pick
from naikkelas.registry.actions.verification import accept as accept
from naikkelas.registry.actions.verification import accept_several as accept_several
from naikkelas.registry.actions.verification import send_back as send_back
