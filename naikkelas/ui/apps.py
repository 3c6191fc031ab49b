from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "naikkelas.ui"
    label = "ui"
    verbose_name = "Tampilan"
