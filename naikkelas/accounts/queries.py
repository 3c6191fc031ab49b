"""Reads of people."""

from naikkelas.accounts.models import Role, User


def system_user() -> User:
    """The account under which the command line and the worker act; it cannot sign in."""
    user = User.objects.filter(username="sistem").first()
    return user or User.objects.create_user("sistem", name="Sistem", role=Role.SYSTEM)
