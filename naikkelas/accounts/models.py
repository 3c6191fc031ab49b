"""People and the posts under which they act."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from naikkelas.areas.models import Area


class Role(models.TextChoices):
    """What a post may do in its area. The values are stored; the labels are shown."""

    SYSTEM = "sistem", "Sistem"
    OPERATOR = "operator", "Operator kabupaten"
    HEAD = "pimpinan", "Pimpinan"
    FIELD = "pkb", "PKB/PLKB"
    POKJA = "pokja", "Pokja"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a name is unique whatever its capitals."""

    def create_user(
        self, username: str, *, name: str, role: str, area: Area | None, password: str | None = None
    ) -> "User":
        user = self.model(username=username.strip().lower(), name=name, role=role, area=area)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person, or the system. The area is the scope: everything in its subtree is theirs."""

    username = models.CharField("nama pengguna", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    role = models.CharField("peran", max_length=12, choices=Role.choices)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wilayah",
    )
    is_active = models.BooleanField("aktif", default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="user_role_is_known", condition=models.Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="user_outside_system_has_an_area",
                condition=models.Q(role__in=[Role.SYSTEM, Role.OPERATOR, Role.HEAD])
                | models.Q(area__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> str:
        """Dotted code of the subtree that is theirs; empty for the nation."""
        return self.area_id or ""

    @property
    def post(self) -> str:
        """Role and area, as frozen into the trail."""
        return f"{Role(self.role).label} {self.scope}".strip()

    @property
    def may_write(self) -> bool:
        return self.is_active and self.role != Role.HEAD

    @property
    def may_configure(self) -> bool:
        return self.is_active and self.role in {Role.SYSTEM, Role.OPERATOR}
