"""Reads of this room: the chain, the trail, and the catalogue of personal data."""

from naikkelas.audit.queries.chain import Head as Head
from naikkelas.audit.queries.chain import Verification as Verification
from naikkelas.audit.queries.chain import chains as chains
from naikkelas.audit.queries.chain import heads as heads
from naikkelas.audit.queries.chain import unsealed as unsealed
from naikkelas.audit.queries.chain import verify as verify
from naikkelas.audit.queries.trail import Wanted as Wanted
from naikkelas.audit.queries.trail import about as about
from naikkelas.audit.queries.trail import trail_for as trail_for
from naikkelas.audit.queries.trail import views_of as views_of
