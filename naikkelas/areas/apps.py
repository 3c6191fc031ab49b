from django.apps import AppConfig
from django.urls import register_converter

from naikkelas.areas.converters import AreaCode


class AreasConfig(AppConfig):
    name = "naikkelas.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(AreaCode, "area")
