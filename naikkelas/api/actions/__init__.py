"""Every write of this room: taking in what apps send."""

from naikkelas.api.actions.receiving import Sent as Sent
from naikkelas.api.actions.receiving import receive as receive
