"""Reads of this room: batches, what imports are compared with, exports."""

from naikkelas.exchange.queries.batches import Difference as Difference
from naikkelas.exchange.queries.batches import TableCounts as TableCounts
from naikkelas.exchange.queries.batches import accepted as accepted
from naikkelas.exchange.queries.batches import counts as counts
from naikkelas.exchange.queries.batches import differences as differences
from naikkelas.exchange.queries.batches import errors as errors
from naikkelas.exchange.queries.batches import folder_of as folder_of
from naikkelas.exchange.queries.batches import has_changes as has_changes
from naikkelas.exchange.queries.batches import is_busy as is_busy
from naikkelas.exchange.queries.batches import is_stale as is_stale
from naikkelas.exchange.queries.batches import villages_of as villages_of
from naikkelas.exchange.queries.deeds import Deed as Deed
from naikkelas.exchange.queries.deeds import changed_by_hand as changed_by_hand
from naikkelas.exchange.queries.deeds import in_words as in_words
from naikkelas.exchange.queries.deeds import opened_instead as opened_instead
from naikkelas.exchange.queries.deeds import reports_on_kampung_of as reports_on_kampung_of
from naikkelas.exchange.queries.exports import EXPORTS as EXPORTS
from naikkelas.exchange.queries.exports import Export as Export
from naikkelas.exchange.queries.exports import write_export as write_export
from naikkelas.exchange.queries.store import MODELS as MODELS
from naikkelas.exchange.queries.store import DatabaseStore as DatabaseStore
from naikkelas.exchange.queries.writes import writes_into as writes_into
