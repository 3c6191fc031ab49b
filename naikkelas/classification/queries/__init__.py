"""Reads of the classification: live from the reports, or from snapshots and the cube."""

from naikkelas.classification.models import Basis as Basis
from naikkelas.classification.queries.in_force import cutoff_from as cutoff_from
from naikkelas.classification.queries.in_force import cutoff_of as cutoff_of
from naikkelas.classification.queries.in_force import instrument_of as instrument_of
from naikkelas.classification.queries.live import classify as classify
from naikkelas.classification.queries.live import facts as facts
from naikkelas.classification.queries.one import Card as Card
from naikkelas.classification.queries.one import Dossier as Dossier
from naikkelas.classification.queries.one import Version as Version
from naikkelas.classification.queries.one import card as card
from naikkelas.classification.queries.one import dossier as dossier
from naikkelas.classification.queries.one import history as history
from naikkelas.classification.queries.stored import changed_at as changed_at
from naikkelas.classification.queries.stored import children_summaries as children_summaries
from naikkelas.classification.queries.stored import known_at as known_at
from naikkelas.classification.queries.stored import newest_snapshots as newest_snapshots
from naikkelas.classification.queries.stored import series as series
from naikkelas.classification.queries.stored import standings as standings
from naikkelas.classification.queries.stored import stored_cutoffs as stored_cutoffs
from naikkelas.classification.queries.stored import summaries as summaries
from naikkelas.classification.queries.stored import summary as summary
