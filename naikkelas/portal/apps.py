"""The public portal: what everybody may read of the kampung of an area."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "naikkelas.portal"
