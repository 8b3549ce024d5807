"""Tables of units, posts and accounts; private to this package."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.base.fields import CodeField
from luoshi.base.ids import new_id
from luoshi.people.viewer import Duty


class UnitKind(models.TextChoices):
    """What a unit is; the order is the order of rank."""

    COUNTRY = "country", _("Country")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town")
    VILLAGE = "village", _("Village")
    BODY = "body", _("Body")

    def fits_below(self, above: str) -> bool:
        """A body may stand anywhere; a unit of the map only below one of higher rank."""
        return self is UnitKind.BODY or RANKS[above] < RANKS[self.value]


RANKS: dict[str, int] = {kind.value: rank for rank, kind in enumerate(UnitKind)}


class Line(models.TextChoices):
    """Which tree a place belongs to: the map, or the guidance of an industry beside it."""

    TERRITORIAL = "territorial", _("Territorial line")
    INDUSTRY = "industry", _("Line of guidance")


class DutyChoice(models.TextChoices):
    """The duties as a person reads them."""

    PRINCIPAL = Duty.PRINCIPAL.value, _("First responsible person")
    OFFICE = Duty.OFFICE.value, _("Activity office")
    SUPERVISION = Duty.SUPERVISION.value, _("Supervision group")
    LEADER = Duty.LEADER.value, _("Leader in charge")
    STATIONED = Duty.STATIONED.value, _("Stationed cadre")
    LIAISON = Duty.LIAISON.value, _("Liaison")
    ARCHIVIST = Duty.ARCHIVIST.value, _("Archivist")
    SYSTEM_ADMIN = Duty.SYSTEM_ADMIN.value, _("System administrator")
    SECURITY_ADMIN = Duty.SECURITY_ADMIN.value, _("Security administrator")
    AUDIT_ADMIN = Duty.AUDIT_ADMIN.value, pgettext_lazy("duty", "Audit administrator")


class Unit(models.Model):
    """A unit as it is now; how it was then stands in `UnitName` and `UnitPlace`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    realm = CodeField(max_length=32)
    code = CodeField(max_length=64)
    kind = models.CharField(max_length=16, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    path = CodeField(max_length=128, unique=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["realm", "code"], name="one_unit_per_code")]
        ordering: ClassVar = ["path"]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """What a unit was called from one day to another (the last day is not part of it)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit"], condition=Q(to_on=None), name="one_name_at_a_time"),
        ]
        ordering: ClassVar = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on}–{self.to_on or ''}"


class OtherName(models.Model):
    """Another name by which documents call a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="other_names")
    name = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "name"], name="another_name_once")]

    def __str__(self) -> str:
        return self.name


class UnitPlace(models.Model):
    """Where a unit stood in one of the trees from one day to another (the last day is not part of it)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    line = models.CharField(max_length=16, choices=Line.choices, default=Line.TERRITORIAL)
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = CodeField(max_length=128)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "line"], condition=Q(to_on=None), name="one_place_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["line", "path"], name="place_in_its_line")]
        ordering: ClassVar = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.line} {self.path} {self.from_on}–{self.to_on or ''}"


class Person(models.Model):
    """Somebody who holds posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    realm = CodeField(max_length=32)
    name = models.CharField(max_length=100)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["realm", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A duty in a unit, serving the subtree of `scope`; who holds it stands in `Tenure`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    realm = CodeField(max_length=32)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=32, choices=DutyChoice.choices)
    title = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.title


class Tenure(models.Model):
    """Who holds a post from one day to another (the last day is not part of it), perhaps for somebody away."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tenures")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="tenure_ends_after_it_began",
            ),
        ]
        ordering: ClassVar = ["from_on", "pk"]

    def __str__(self) -> str:
        return f"{self.from_on}–{self.to_on or ''}"


class Account(AbstractBaseUser):
    """A way to log in, for one person. When somebody last did so is not kept."""

    last_login = None
    username = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username
