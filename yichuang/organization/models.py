"""Tables of the organization. Other packages read them through `queries` alone."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from yichuang.organization.roles import ADMINISTRATORS, Role


class Site(models.Model):
    """A place with its own windows, people and hours (场所): centre, branch, town, village."""

    class Kind(models.TextChoices):
        CENTRE = "centre"
        BRANCH = "branch"
        TOWNSHIP = "township"
        VILLAGE = "village"

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    address = models.CharField(max_length=200, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    reconsideration = models.CharField(max_length=100, default="", blank=True)
    """Who reviews a decision taken here (行政复议机关), and the court that hears a suit."""
    reconsideration_en = models.CharField(max_length=200, default="", blank=True)
    court = models.CharField(max_length=100, default="", blank=True)
    court_en = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A resident department (进驻部门), by its credit or organisation code."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, default="", blank=True)
    short = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    reconsideration = models.CharField(max_length=100, default="", blank=True)
    """Where another than the site's reviews and hears; empty: those of the site."""
    reconsideration_en = models.CharField(max_length=200, default="", blank=True)
    court = models.CharField(max_length=100, default="", blank=True)
    court_en = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A window (窗口) of a site. An integrated window belongs to no one department."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, default="", blank=True)
    zone = models.CharField(max_length=40, default="", blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    integrated = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code"], name="window_code_per_site")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Person(models.Model):
    """Somebody who works in the hall (工作人员)."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    staff_no = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=40)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT)
    post = models.CharField(max_length=60, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    active = models.BooleanField(default=True)
    salt = models.UUIDField(null=True, db_default=RandomUUID())
    """Hides name and phone in the digests of this row (`journal.rows`); erased with them."""

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role held at a site, from one instant, until revoked. Never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=[(r.value, r.value) for r in Role])
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "site"], condition=Q(revoked_at=None),
                name="role_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at=None, role__in=sorted(ADMINISTRATORS)),
                name="three_administrators_are_three_people",
            ),
        ]  # fmt: skip


class Accounts(BaseUserManager["Account"]):
    """An account is always read with its person and their site: who is this, and where."""

    def get_queryset(self) -> models.QuerySet[Account]:
        return super().get_queryset().select_related("person__site")

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A person's log-in. Nobody shares one, nobody else chooses its password."""

    username = models.CharField(max_length=40, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    past_passwords = ArrayField(models.CharField(max_length=128), default=list, blank=True)
    """Hashes of the passwords before this one, the newest first; none is taken again."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Accounts] = Accounts()

    def __str__(self) -> str:
        return self.username


class Token(models.Model):
    """The key of a device or a person at the API; only its digest is kept."""

    class Scope(models.TextChoices):
        KIOSK = "kiosk"
        WINDOW = "window"
        DISPLAY = "display"
        CLERK = "clerk"

    class State(models.TextChoices):
        IN_FORCE = "in force"
        REVOKED = "revoked"
        EXPIRED = "expired"
        PERSON_CLOSED = "person or account closed"

    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=16, choices=Scope.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT)
    window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    """From then on it is refused; None: it stands until revoked."""
    last_used_at = models.DateTimeField(null=True, blank=True)
    """Written down once a minute at most."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    def state_at(self, at: datetime) -> State:
        """Whether it lets in at this time, else why not; the look-up refuses by the same."""
        if self.revoked_at:
            return self.State.REVOKED
        if self.expires_at and self.expires_at <= at:
            return self.State.EXPIRED
        account = getattr(self.person, "account", None)
        if self.person and not (self.person.active and (account is None or account.is_active)):
            return self.State.PERSON_CLOSED
        return self.State.IN_FORCE


class SecondFactor(models.Model):
    """The app that makes somebody's codes (第二因素, RFC 6238), and codes for when it is lost."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    secret = models.BinaryField()
    """Encrypted (`personal`), bound to the account."""
    recovery = ArrayField(models.CharField(max_length=64), default=list)
    """Keyed digests of the recovery codes not used yet."""
    enrolled_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    """The half minute of the newest code taken; neither it nor an earlier one is taken again."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(removed_at=None), name="one_second_factor"
            )
        ]


class OpenLogIn(models.Model):
    """A browser in which somebody is logged in now (登录会话). No part of the record."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    address = models.CharField(max_length=45)
    browser = models.CharField(max_length=200)
    """What the browser says of itself."""


class Tries(models.Model):
    """Wrong tries of late, of one kind by one name (输错次数). No part of the record."""

    key = models.CharField(max_length=64, unique=True)
    """A keyed digest: what was typed as a name may be a password."""
    wrong = models.IntegerField()
    last_at = models.DateTimeField()


class PasswordReset(models.Model):
    """A password or second factor, asked to be reset by one, confirmed by another.

    Never changed but for its end: confirmed, or withdrawn.
    """

    class What(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 (a word, no secret)
        SECOND_FACTOR = "second_factor"

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    what = models.CharField(max_length=16, choices=What.choices, default=What.PASSWORD)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    confirmed_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="reset_takes_two_administrators",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="reset_confirmed_by_somebody",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["account", "what"], condition=Q(confirmed_at=None), name="one_open_reset"
            ),
        ]


class CalendarYear(models.Model):
    """A year of which the office says that its arrangement is complete (全年安排已齐)."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a make-up working day.

    Seeded from the national calendar; a row with a site is that site's own.
    """

    on = models.DateField()
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT)
    working = models.BooleanField()
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["on", "site"], name="calendar_day_once", nulls_distinct=False
            )
        ]
