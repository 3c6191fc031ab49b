"""Every write of this room: events and their seals."""

from naikkelas.audit.actions.sealing import note_heads as note_heads
from naikkelas.audit.actions.sealing import seal as seal
from naikkelas.audit.actions.trail import kabupaten_of as kabupaten_of
from naikkelas.audit.actions.trail import record as record
from naikkelas.audit.actions.trail import record_export as record_export
from naikkelas.audit.actions.trail import record_view as record_view
