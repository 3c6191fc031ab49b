from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "naikkelas.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Two signals of the layer below, which has no other hook for these moments."""
        from allauth.mfa.signals import authentication_failed
        from django.contrib.auth.signals import user_logged_in

        from naikkelas.accounts.middleware import begin_session, note_wrong_code

        user_logged_in.connect(begin_session, dispatch_uid="naikkelas.begin_session")
        authentication_failed.connect(note_wrong_code, dispatch_uid="naikkelas.note_wrong_code")
