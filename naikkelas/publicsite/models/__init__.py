"""Tables of the public sites."""

from naikkelas.publicsite.models.aspirations import Aspiration as Aspiration
from naikkelas.publicsite.models.photos import PhotoRelease as PhotoRelease
from naikkelas.publicsite.models.rendered import RenderedPage as RenderedPage
from naikkelas.publicsite.models.site import FormerAddress as FormerAddress
from naikkelas.publicsite.models.site import Site as Site
from naikkelas.publicsite.models.site import SiteContact as SiteContact
from naikkelas.publicsite.models.texts import SiteText as SiteText
from naikkelas.publicsite.models.texts import SiteTextChange as SiteTextChange
from naikkelas.publicsite.models.texts import SiteTextVersion as SiteTextVersion
from naikkelas.publicsite.models.texts import TextState as TextState
