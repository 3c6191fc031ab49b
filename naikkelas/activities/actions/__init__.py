"""Every write of activities, one verb per function; photos in `actions.photos`."""

from naikkelas.activities.actions.bulk import store_kegiatan as store_kegiatan
from naikkelas.activities.actions.bulk import withdraw_batch as withdraw_batch
from naikkelas.activities.actions.bulk import withdraw_kegiatan as withdraw_kegiatan
from naikkelas.activities.actions.reporting import report as report
from naikkelas.activities.actions.reporting import revise as revise
