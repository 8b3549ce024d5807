"""Who is asking: the one value that every query and command starts with."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from luoshi.base.text import shorten
from luoshi.journal.refs import Actor

LONGEST_POST = 200  # characters that the journal keeps of unit and post


class Duty(StrEnum):
    """What a post is for."""

    PRINCIPAL = "principal"  # 第一责任人
    OFFICE = "office"  # 活动办
    SUPERVISION = "supervision"  # 督导组
    LEADER = "leader"  # 分包领导
    STATIONED = "stationed"  # 蹲点干部
    LIAISON = "liaison"  # 联络员
    ARCHIVIST = "archivist"  # 档案员
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDIT_ADMIN = "audit_admin"  # 安全审计员


ADMINISTRATORS = frozenset({Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN})


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as it is now: `path` sorts so that its subtree is one range (see `people.paths`)."""

    id: UUID
    code: str
    name: str
    kind: str  # province, city, district, town, village, body
    path: str


@dataclass(frozen=True, slots=True)
class Stay:
    """From when to when a unit stood under another; `to_on` is the first day on which it no longer did."""

    unit: UUID
    kind: str
    from_on: date
    to_on: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the unit stood there on that day."""
        return self.from_on <= on and (self.to_on is None or on < self.to_on)


@dataclass(frozen=True, slots=True)
class PostRef:
    """A post: it sits in `unit` and serves the subtree of `scope` (for most posts the same unit)."""

    id: UUID
    duty: Duty
    title: str
    unit: UnitRef
    scope: UnitRef


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person in the post in use; `post` is None for an account without one."""

    account_id: int
    person_id: UUID
    person_name: str
    realm: str
    post: PostRef | None
    posts: tuple[PostRef, ...] = ()
    acting_for: str = ""  # name of the absent person whose post is in use, or ""

    @property
    def duty(self) -> Duty | None:
        """The duty of the post in use."""
        return self.post.duty if self.post else None

    @property
    def is_administrator(self) -> bool:
        """One of the three administrators: no business data."""
        return self.duty in ADMINISTRATORS

    @property
    def sees_business(self) -> bool:
        """Holds a post that may see matters at all."""
        return self.post is not None and not self.is_administrator

    @property
    def actor(self) -> Actor:
        """The person as the journal writes them down."""
        acting = "（代）" if self.acting_for else ""
        post = shorten(f"{self.post.unit.name} {self.post.title}", LONGEST_POST - len(acting)) if self.post else ""
        return Actor(id=str(self.person_id), name=self.person_name, post=f"{post}{acting}")
