"""Every write of this room: events and their seals."""

from naikkelas.audit.actions.sealing import note_heads as note_heads
from naikkelas.audit.actions.sealing import seal as seal
from naikkelas.audit.actions.trail import record as record
