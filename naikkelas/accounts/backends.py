"""Who a session belongs to: asked at every request."""

from allauth.account.auth_backends import AuthenticationBackend

from naikkelas.accounts.models import User


class PeopleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in as allauth does, and finds the person of a session without building a query."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.of_session(user_id)
        return user if user and self.user_can_authenticate(user) else None
