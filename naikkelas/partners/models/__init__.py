"""Tables of partners, needs, commitments and deliveries."""

from naikkelas.partners.models.feeds import PartnerFeed as PartnerFeed
from naikkelas.partners.models.mitra import Mitra as Mitra
from naikkelas.partners.models.mitra import MitraQuerySet as MitraQuerySet
from naikkelas.partners.models.mitra import Responsible as Responsible
from naikkelas.partners.models.rakor import Letter as Letter
from naikkelas.partners.models.rakor import Rakor as Rakor
from naikkelas.partners.models.rakor import RakorInvitation as RakorInvitation
from naikkelas.partners.models.rakor import RakorMinutes as RakorMinutes
from naikkelas.partners.models.rakor import RakorTask as RakorTask
from naikkelas.partners.models.support import Commitment as Commitment
from naikkelas.partners.models.support import CommitmentChange as CommitmentChange
from naikkelas.partners.models.support import CommitmentPlace as CommitmentPlace
from naikkelas.partners.models.support import CommitmentQuerySet as CommitmentQuerySet
from naikkelas.partners.models.support import Delivery as Delivery
from naikkelas.partners.models.support import Need as Need
from naikkelas.partners.models.support import NeedQuerySet as NeedQuerySet
