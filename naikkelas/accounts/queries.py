"""Reads of people."""

from naikkelas.accounts.models import Role, User


def system_user() -> User:
    """The account under which the command line and the worker act; it cannot sign in."""
    user, created = User.objects.get_or_create(
        username="sistem", defaults={"name": "Sistem", "role": Role.SYSTEM}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
