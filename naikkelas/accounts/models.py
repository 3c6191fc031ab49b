"""People, and the posts that give them their rights.

Rights follow the post (role × areas), never the person: a person holds posts for a time, and what
a post may do is decided by `rules.policy`. An ended holding is seen at the next request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar  # Any: columns of a query

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connections, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from naikkelas.accounts.rules.policy import POKJA_ROLES, POLICY
from naikkelas.accounts.rules.scopes import HOOKS
from naikkelas.areas.models import Area
from naikkelas.lib.actors import Act, common
from naikkelas.lib.ids import uuid7
from naikkelas.lib.written import Row, rows

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Role(models.TextChoices):
    """What kind of post it is. The values are stored; the labels are shown."""

    SYSTEM = "sistem", "Sistem"
    ADMIN = "admin", "Administrator"
    NATION = "nasional", "Pusat"
    PROVINCE = "provinsi", "Provinsi"
    OPERATOR = "operator", "Operator kabupaten"
    HEAD = "pimpinan", "Pimpinan"
    DISTRICT = "kecamatan", "Kecamatan"
    PARTNER = "mitra", "SKPD/mitra"
    FIELD = "pkb", "PKB/PLKB"
    POKJA_CHAIR = "ketua_pokja", "Ketua Pokja"
    POKJA_SECRETARY = "sekretaris_pokja", "Sekretaris Pokja"
    POKJA = "pokja", "Anggota Pokja"
    AUDITOR = "ppdp", "PPDP/auditor"


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a name is unique whatever its capitals."""

    @transaction.atomic
    def create_user(
        self,
        username: str,
        *,
        name: str,
        role: str = "",
        area: Area | None = None,
        password: str | None = None,
        partner: "Partner | None" = None,
    ) -> "User":
        """A person, with a post of their own when a role is given."""
        user = self.model(username=username.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        if role:
            post = Post.objects.create_with_areas(role, [area], partner=partner)
            Holding.objects.create(post=post, user=user, since=timezone.now())
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person, or the system. `acting` is the post under which they act in this request."""

    username = models.CharField("nama pengguna", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    email = models.EmailField("alamat surel", blank=True)
    phone = models.CharField("nomor telepon", max_length=20, blank=True)
    is_active = models.BooleanField("aktif", default=True)
    scrubbed_at = models.DateTimeField("data pribadi dihapus pada", null=True)

    objects: ClassVar[UserManager] = UserManager()
    holdings: "RelatedManager[Holding]"

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering: ClassVar = ["username"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="one_account_per_email"
            ),
            models.UniqueConstraint(
                fields=["phone"], condition=~Q(phone=""), name="one_account_per_phone"
            ),
        ]

    acting_as: int | None = None
    """The post that the person chose for this session; None takes the one begun last."""

    def __str__(self) -> str:
        return self.name

    @cached_property
    def posts(self) -> tuple["Seat", ...]:
        """The posts held now, the one begun last first; one query, once a request."""
        return tuple(PostArea.objects.seats_of(self)) if self.is_active else ()

    def forget_posts(self) -> None:
        """Ask again what is held, after a post was given or taken in this request."""
        self.__dict__.pop("posts", None)

    @property
    def acting(self) -> "Seat | None":
        """The post under which they act; None for somebody without a post."""
        chosen = (seat for seat in self.posts if seat.post_id == self.acting_as)
        return next(chosen, next(iter(self.posts), None))

    @property
    def role(self) -> str:
        return self.acting.role if self.acting else ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """Areas whose subtrees are theirs; `("",)` is the nation, `()` is nothing."""
        return self.acting.scopes if self.acting else ()

    @property
    def home(self) -> str:
        """The smallest area that holds all scopes."""
        return common(self.scopes)

    @property
    def post(self) -> str:
        """Role and areas, as frozen into the trail."""
        return self.acting.title if self.acting else "tanpa jabatan"

    @property
    def desk(self) -> str:
        """The members of a Pokja work on the same papers; other posts by role."""
        return "pokja" if self.role in POKJA_ROLES else self.role

    def can(self, act: Act) -> bool:
        """Whether the post does this at all (`rules.policy`)."""
        return act in POLICY.get(self.role, frozenset())


class Partner(models.Model):
    """An SKPD, firm, school or community group that works with the kampung of an area."""

    class Kind(models.TextChoices):
        OFFICE = "skpd", "SKPD"
        FIRM = "perusahaan", "Perusahaan"
        CAMPUS = "kampus", "Perguruan tinggi"
        COMMUNITY = "masyarakat", "Kelompok masyarakat"
        OTHER = "lainnya", "Lainnya"

    name = models.CharField("nama", max_length=120)
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "name"], name="one_partner_per_name_and_area")
        ]

    def __str__(self) -> str:
        return self.name


class PostManager(models.Manager["Post"]):
    """Opens posts with their areas."""

    def create_with_areas(
        self, role: str, areas: Sequence[Area | None], *, partner: Partner | None = None
    ) -> "Post":
        """A post in one or several areas; None stands for the whole nation."""
        post = self.create(role=role, partner=partner, opened_at=timezone.now())
        for area in areas:
            PostArea.objects.create(post=post, area=area, since=post.opened_at)
        return post


class Post(models.Model):
    """A post (jabatan): a role in one or several areas, held by one person after the other."""

    role = models.CharField("peran", max_length=20, choices=Role.choices)
    partner = models.ForeignKey(
        Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar[PostManager] = PostManager()
    areas: "RelatedManager[PostArea]"
    holdings: "RelatedManager[Holding]"

    class Meta:
        ordering: ClassVar = ["role", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(name="post_role_is_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="post_of_a_partner_names_it",
                condition=Q(partner__isnull=True) | Q(role=Role.PARTNER),
            ),
        ]

    def __str__(self) -> str:
        return Seat(self.pk, self.role, self.partner, tuple(self.codes)).title

    @cached_property
    def codes(self) -> list[str]:
        """The codes of its areas now; the nation is empty. One query, once."""
        return sorted({row.area_id or "" for row in self.areas.filter(running(timezone.now()))})


def running(at: datetime, prefix: str = "") -> Q:
    """Begun and not ended at an instant."""
    return Q(**{f"{prefix}since__lte": at}) & unended(at, prefix)


def unended(at: datetime, prefix: str = "") -> Q:
    """Not ended at an instant, whether begun or not."""
    return Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at})


def open_at(at: datetime, prefix: str = "") -> Q:
    """Begun, and without an end: who is about to leave does not count."""
    return Q(**{f"{prefix}since__lte": at, f"{prefix}until__isnull": True})


class Holding(models.Model):
    """A person in a post for a time. Ended, never deleted."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="holdings")
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai", null=True)

    class Meta:
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=Q(until__isnull=True),
                name="one_open_holding_per_post_and_person",
            ),
            models.CheckConstraint(
                name="holding_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.post_id}"


@dataclass(frozen=True, eq=False)
class Seat:
    """A post with its areas, as one person holds it."""

    post_id: int
    role: str
    partner: Partner | None
    scopes: tuple[str, ...]

    @cached_property
    def title(self) -> str:
        """`Ketua Pokja 63.01.10.2004`, `PKB/PLKB 63.01.10.2004 +2`, at most 120 characters."""
        label = Role(self.role).label
        name = f" {self.partner.name}" if self.partner else ""
        more = f" +{len(self.scopes) - 1}" if len(self.scopes) > 1 else ""
        return f"{label}{name[:60]} {''.join(self.scopes[:1])}{more}".strip()


class PostAreaQuerySet(models.QuerySet["PostArea"]):
    """Areas of posts, by who holds them."""

    def seats_of(self, user: User) -> list[Seat]:
        """The posts that a person holds now, the one begun last first; one query.

        Written out, because a request asks it unless its session has brought them along.
        """
        asked = rows(connections[self.db], _SEATS, [*[timezone.now()] * 4, user.pk])
        return seats_in(asked)


SEAT_COLUMNS = (
    "post.id, post.role, here.area_id, partner.id, partner.name, partner.kind, partner.area_id"
)
SEATS = """
    accounts_holding held
    JOIN accounts_post post ON post.id = held.post_id AND post.closed_at IS NULL
      AND held.since <= %s AND (held.until IS NULL OR held.until > %s)
    JOIN accounts_postarea here ON here.post_id = post.id
      AND here.since <= %s AND (here.until IS NULL OR here.until > %s)
    LEFT JOIN accounts_partner partner ON partner.id = post.partner_id
"""
"""The posts that are held at a moment, which is given four times."""
SEAT_ORDER = "ORDER BY held.since DESC, post.id DESC, here.area_id"
_SEATS = f"SELECT {SEAT_COLUMNS} FROM {SEATS} WHERE held.user_id = %s {SEAT_ORDER}"


def seats_in(asked: Iterable[Row]) -> list[Seat]:
    """Rows of `SEAT_COLUMNS` in the order `SEAT_ORDER` as seats."""
    found: dict[int, tuple[str, Partner | None, list[str]]] = {}
    for pk, role, area, *partner in asked:
        if pk not in found:
            found[pk] = (role, _partner(partner), [])
        found[pk][2].append(area or "")
    return [
        Seat(pk, role, partner, tuple(dict.fromkeys(codes)))
        for pk, (role, partner, codes) in found.items()
    ]


def _partner(values: list[Any]) -> Partner | None:
    names = ["id", "name", "kind", "area_id"]
    return Partner.from_db(None, names, values) if values[0] is not None else None


class PostArea(models.Model):
    """An area of a post for a time; the villages of two PKB may overlap during a hand-over."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="areas")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField("sejak")
    until = models.DateTimeField("sampai", null=True)

    objects: ClassVar[PostAreaQuerySet] = PostAreaQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["area_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["post", "area"],
                condition=Q(until__isnull=True),
                name="one_open_area_per_post",
            ),
            models.CheckConstraint(
                name="post_area_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} @ {self.area_id or 'nasional'}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by where they stand."""

    def standing(self) -> "InvitationQuerySet":
        """Neither used, withdrawn nor run out."""
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )


class Invitation(models.Model):
    """A link that puts one person into one post: used once, for 72 hours.

    The secret of the link is stored as its SHA-256 only; the login name is bound to it.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="invitations")
    name = models.CharField("nama", max_length=120)
    login_name = models.CharField("nama masuk", max_length=254)
    takes_over = models.BooleanField("menggantikan pemegang lama", default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="invitations_accepted"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-invited_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="invitation_is_accepted_by_somebody",
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.post_id}"

    @property
    def is_standing(self) -> bool:
        return not self.accepted_at and not self.withdrawn_at and self.expires_at > timezone.now()


class Remembered(models.Model):
    """One entry of `shared_cache`: rate limits and used codes, for all processes, as JSON."""

    key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class PinTries(models.Model):
    """How often a PIN was tried in one session; counted in the row, so that none is lost."""

    session = models.CharField("sidik sesi", primary_key=True, max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    at = models.DateTimeField("terakhir")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.tries}"


class DeviceTokenQuerySet(models.QuerySet["DeviceToken"]):
    """Keys of devices by where they stand."""

    def standing(self) -> "DeviceTokenQuerySet":
        """Not revoked; whether the post is still held is asked at each use."""
        return self.filter(revoked_at__isnull=True)


class DeviceToken(models.Model):
    """The key of an app on one phone (ODK Collect, KoboCollect), under one post of its holder.

    It stands in the address that the app asks, as ODK's app users have it; only its SHA-256 is
    stored. What it opens is what the post may do now, as long as the person holds it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="device_tokens")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama perangkat", max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("dibuat pada")
    last_used_at = models.DateTimeField("terakhir dipakai", null=True)
    revoked_at = models.DateTimeField("dicabut pada", null=True)

    objects: ClassVar[DeviceTokenQuerySet] = DeviceTokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="device_token_is_revoked_after_it_was_made",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
            )
        ]

    def __str__(self) -> str:
        return f"perangkat {self.pk}"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Keys of programs by where they stand."""

    def standing(self) -> "ApiTokenQuerySet":
        """Neither revoked nor run out; whether the post is still held is asked at each use."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


class ApiToken(models.Model):
    """The key of a program that speaks with the API, under one post of the person who made it.

    Only its SHA-256 is stored. It opens its scopes (`rules.scopes`) in `area_code` and below; with
    `is_whole_post` wherever the post is, now. It ends with the post, with the account's way in
    (`actions.devices.revoke_all`), and on its day.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama program", max_length=60)
    scopes = models.CharField("cakupan", max_length=300)
    is_whole_post = models.BooleanField("seluruh wilayah jabatan", default=True)
    area_code = models.CharField("wilayah", max_length=13, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("dibuat pada")
    expires_at = models.DateTimeField("berlaku sampai")
    last_used_at = models.DateTimeField("terakhir dipakai", null=True)
    revoked_at = models.DateTimeField("dicabut pada", null=True)

    objects: ClassVar[ApiTokenQuerySet] = ApiTokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="api_token_is_revoked_after_it_was_made",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
            ),
            models.CheckConstraint(
                name="api_token_expires_after_it_was_made",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="api_token_of_the_whole_post_names_no_area",
                condition=Q(is_whole_post=False) | Q(area_code=""),
            ),
            models.CheckConstraint(name="api_token_has_a_scope", condition=~Q(scopes="")),
        ]

    def __str__(self) -> str:
        return f"kunci API {self.pk}"

    @property
    def scope_codes(self) -> tuple[str, ...]:
        """What it was made for."""
        return tuple(self.scopes.split("|"))

    @property
    def has_hooks(self) -> bool:
        """Whether it was made for subscriptions too."""
        return HOOKS in self.scope_codes

    @property
    def is_standing(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class PrivacyRequest(models.Model):
    """What a person asks about their own data; answered within 3×24 hours (UU 27/2022)."""

    class Kind(models.TextChoices):
        ACCESS = "akses", "Salinan data saya"
        CORRECTION = "perbaikan", "Perbaikan data"
        ERASURE = "hapus", "Penghapusan data"
        RESTRICTION = "batasi", "Pembatasan pemakaian"

    class Outcome(models.TextChoices):
        FULFILLED = "dipenuhi", "Dipenuhi"
        IN_PART = "sebagian", "Dipenuhi sebagian"
        REFUSED = "ditolak", "Ditolak"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    nip = models.CharField("NIP", max_length=18, blank=True)
    kind = models.CharField("jenis", max_length=10, choices=Kind.choices)
    note = models.CharField("keterangan", max_length=1000, blank=True)
    kabupaten_code = models.CharField(max_length=5, blank=True)
    opened_at = models.DateTimeField("dibuka")
    opened_by = models.BigIntegerField()
    due_at = models.DateTimeField("tenggat")
    closed_at = models.DateTimeField("selesai", null=True)
    closed_by = models.BigIntegerField(null=True)
    outcome = models.CharField("hasil", max_length=10, choices=Outcome.choices, blank=True)
    answer = models.CharField("jawaban", max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="privacy_request_is_about_somebody",
                condition=Q(subject__isnull=False) | ~Q(nip=""),
            ),
            models.CheckConstraint(
                name="privacy_request_closed_with_an_outcome",
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.opened_at:%Y-%m-%d}"

    @property
    def hours_left(self) -> int:
        """Whole hours until it must be answered; negative when it is late."""
        return (self.due_at - timezone.now()) // timedelta(hours=1)

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_at < timezone.now()
