"""Every write of activities, one verb per function; photos in `actions.photos`."""

from naikkelas.activities.actions.bulk import store_kegiatan as store_kegiatan
from naikkelas.activities.actions.bulk import withdraw_batch as withdraw_batch
from naikkelas.activities.actions.bulk import withdraw_kegiatan as withdraw_kegiatan
from naikkelas.activities.actions.reporting import report as report
from naikkelas.activities.actions.reporting import revise as revise
from naikkelas.activities.actions.reporting import settle as settle
from naikkelas.activities.actions.verification import accept as accept
from naikkelas.activities.actions.verification import accept_several as accept_several
from naikkelas.activities.actions.verification import send_back as send_back
from naikkelas.activities.actions.withdrawing import restore as restore
from naikkelas.activities.actions.withdrawing import withdraw as withdraw
