"""What a campaign asks for, as plain values. Plain Python: no database, no clock.

A template is data: steps that overlap and block nothing (不分阶段、不搞转段), deliverables (规定动作) by kind of unit,
special actions (专项行动) and the problems they answer, columns of ledgers, limits, thresholds, the ladder of chasing.
`reading.read` makes one from YAML; `owing` reckons with it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

SCHEMA = 1
OPENING = "opening"  # a date may be counted from the day on which the campaign was opened
STEP = "step"  # or from the day on which the deliverable's step begins

UNIT_KINDS = ("country", "province", "city", "district", "town", "village", "body")


class Every(StrEnum):
    """How often a recurring duty comes back."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class Rung(StrEnum):
    """Who is turned to when something is late, from the bottom of the ladder up."""

    UNDERTAKER = "undertaker"  # 承办单位
    HELP = "help"  # 主动帮办: help is offered
    OFFICE = "office"  # 活动办
    LEADER = "leader"  # 分管领导
    SUPERIOR = "superior"  # 上级


@dataclass(frozen=True, slots=True)
class Title:
    """What a thing is called; `en` is empty where nobody gave an English name."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Step:
    """An emphasis in time: `from_day` to `until_day`, both counted in calendar days from the opening, last included."""

    key: str
    title: Title
    from_day: int
    until_day: int


@dataclass(frozen=True, slots=True)
class Due:
    """So many days after something: the opening, the beginning of the step, or the date of another deliverable."""

    days: int
    working: bool = True
    after: str = STEP


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What every unit of some kinds owes; `minutes` is what it costs each, `rule` on what ground it is asked for."""

    key: str
    title: Title
    step: str
    units: tuple[str, ...]
    due: Due
    every: Every | None = None
    minutes: int = 0
    rule: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A special action and the problem that it answers."""

    key: str
    title: Title
    problem: Title


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger (台账) by name, with its columns in order."""

    key: str
    title: Title
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """When a rung is turned to: working days after the due date, before it where negative."""

    rung: Rung
    days: int


@dataclass(frozen=True, slots=True)
class Template:
    """One version of a campaign's template."""

    key: str
    version: int
    title: Title
    steps: tuple[Step, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    actions: tuple[Action, ...] = ()
    ledgers: tuple[Ledger, ...] = ()
    ladder: tuple[Turn, ...] = ()
    limits: dict[str, int] = field(default_factory=dict)
    thresholds: dict[str, int] = field(default_factory=dict)
    source: str = ""

    def step(self, key: str) -> Step:
        """The step of that key; `reading` has seen to it that there is one."""
        return next(step for step in self.steps if step.key == key)

    def deliverable(self, key: str) -> Deliverable:
        """The deliverable of that key."""
        return next(one for one in self.deliverables if one.key == key)

    @property
    def last_day(self) -> int:
        """The last day of the last step, counted from the opening; 0 where there is no step."""
        return max((step.until_day for step in self.steps), default=0)
