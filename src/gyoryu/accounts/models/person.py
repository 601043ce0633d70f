from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from gyoryu.accounts.enums import Role
from gyoryu.common.clock import now
from gyoryu.common.ids import PidField


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=(email or "").lower())


class Person(AbstractBaseUser):
    """Somebody with an account. Signs in with the e-mail address; what they may do comes from memberships."""

    pid = PidField()
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=10, default="ko")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=now)
    session_round = models.PositiveIntegerField(default=0)  # grows when all sessions are to end

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    is_staff = False  # there is no Django admin
    is_superuser = False

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions hold on to the password and to the round: when either changes, they end."""
        mixed = f"{self.password}|{self.session_round}"
        return salted_hmac("gyoryu.accounts.session", mixed, secret=secret, algorithm="sha256").hexdigest()

    # Viewer
    @cached_property
    def current_memberships(self) -> list[tuple[str, int]]:
        """(role, organisation id) of every membership that has not ended; read once for each request."""
        return list(
            self.memberships.filter(ended_at__isnull=True).order_by("id").values_list("role", "organisation_id")
        )

    def has_role(self, *roles: str) -> bool:
        """Does the person hold one of ``roles`` anywhere?"""
        return self.is_active and any(role in roles for role, _ in self.current_memberships)

    def organisation_ids(self, *roles: str) -> list[int]:
        """Where the person holds one of ``roles`` (any role when none is given)."""
        if not self.is_active:
            return []
        return [pk for role, pk in self.current_memberships if not roles or role in roles]

    @property
    def is_office_staff(self) -> bool:
        return self.has_role(Role.CURATOR, Role.POLICY_OFFICER, Role.OPERATOR)

    # Actor
    @property
    def actor_kind(self) -> str:
        return "person"

    @property
    def actor_pid(self) -> str:
        return self.pid

    @property
    def actor_label(self) -> str:
        return self.name

    # What Django's permission machinery asks for; rules answers through the authentication backend.
    def has_perm(self, permission: str, obj: Any = None) -> bool:
        import rules

        return self.is_active and rules.has_perm(permission, self, obj)

    def has_perms(self, permissions: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        return False
