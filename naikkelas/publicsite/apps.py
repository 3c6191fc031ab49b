from django.apps import AppConfig


class PublicsiteConfig(AppConfig):
    name = "naikkelas.publicsite"
    label = "publicsite"
    default_auto_field = "django.db.models.BigAutoField"
