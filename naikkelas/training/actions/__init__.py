"""Every change in this room."""

from naikkelas.training.actions.certificates import issue as issue
from naikkelas.training.actions.certificates import revoke as revoke
from naikkelas.training.actions.sessions import cancel as cancel
from naikkelas.training.actions.sessions import change as change
from naikkelas.training.actions.sessions import invite as invite
from naikkelas.training.actions.sessions import plan as plan
from naikkelas.training.actions.tests import sit as sit
