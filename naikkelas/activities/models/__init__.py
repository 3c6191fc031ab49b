"""Tables of activities."""

from naikkelas.activities.models.envelopes import Envelope as Envelope
from naikkelas.activities.models.envelopes import OtherBody as OtherBody
from naikkelas.activities.models.envelopes import PhotoUpload as PhotoUpload
from naikkelas.activities.models.kegiatan import Kegiatan as Kegiatan
from naikkelas.activities.models.kegiatan import KegiatanPhoto as KegiatanPhoto
from naikkelas.activities.models.rkm import RKM as RKM
from naikkelas.activities.models.rkm import RKMItem as RKMItem
from naikkelas.activities.models.rkm import RKMItemQuerySet as RKMItemQuerySet
from naikkelas.activities.models.rkm import RKMItemVersion as RKMItemVersion
from naikkelas.activities.models.rkm import RKMVersion as RKMVersion
