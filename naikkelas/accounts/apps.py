from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "naikkelas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from naikkelas.accounts.middleware import begin_session

        user_logged_in.connect(begin_session, dispatch_uid="naikkelas.begin_session")
