"""The validator that knows the words of the programme and of the person's own area."""

from django.core.exceptions import ValidationError

from naikkelas.accounts.models import User
from naikkelas.accounts.rules.passwords import LONGEST, guessable
from naikkelas.areas.models import Area


class NothingOneCouldGuess:
    """For `AUTH_PASSWORD_VALIDATORS`: programme words, names of the area, NIK, birth dates."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(f"Kata sandi paling banyak {LONGEST} karakter.", "too_long")
        reason = guessable(password, _names_around(user))
        if reason:
            raise ValidationError(reason, "guessable")

    def get_help_text(self) -> str:
        return "Jangan memakai nama program, nama wilayah Anda, NIK, atau tanggal lahir."


def _names_around(user: User | None) -> list[str]:
    """Their own names, those of the areas of their posts and of all areas above them."""
    if user is None:
        return []
    own = [user.username, *user.name.split()]
    if user._state.adding:
        return own
    codes = {code for seat in user.posts for code in seat.scopes}
    around = {
        ".".join(code.split(".")[: n + 1]) for code in codes for n in range(code.count(".") + 1)
    }
    return [*own, *Area.objects.filter(pk__in=around).values_list("name", flat=True)]
