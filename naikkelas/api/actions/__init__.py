"""Every write of this room: taking in what apps send, each thing once."""

from naikkelas.api.actions.receiving import Kept as Kept
from naikkelas.api.actions.receiving import receive as receive
