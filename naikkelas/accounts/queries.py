"""Reads of people."""

from django.conf import settings
from django.db.models import Case, IntegerField, Q, Value, When

from naikkelas.accounts.models import Role, User
from naikkelas.accounts.rules.names import phone_number
from naikkelas.accounts.rules.policy import STRONG


def system_user() -> User:
    """The account under which the command line and the worker act; it cannot sign in."""
    user = User.objects.filter(username="sistem").first()
    return user or User.objects.create_user("sistem", name="Sistem", role=Role.SYSTEM)


def person_called(text: str) -> User | None:
    """Whose login name this is: user name, e-mail address or phone number, as people type them."""
    text = text.strip().lower()
    number = phone_number(text)
    names = Q(username=text) | (Q(email=text) & ~Q(email=""))
    rank = Case(
        When(username=text, then=Value(0)),
        When(email=text, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = User.objects.filter(names | (Q(phone=number) & ~Q(phone="")))
    return found.order_by(rank).first()


def needs_factor(user: User) -> bool:
    """Whether a post of theirs asks for a second factor (from PKB upward)."""
    return settings.SECOND_FACTOR_REQUIRED and is_official(user)


def is_official(user: User) -> bool:
    """Whether any post held now is from PKB upward; one query a request (`User.posts`)."""
    return any(seat.role in STRONG for seat in user.posts)
