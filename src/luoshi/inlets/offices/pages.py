"""What the templates of this door are given."""

from dataclasses import dataclass, field
from uuid import UUID

from luoshi.people.commands import ImportResult
from luoshi.people.queries import UnitHistory
from luoshi.web.parts import Crumb, Fact, Pager, Table
from luoshi.web.registry import Act, Words


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """The top of the tree, or what was found."""

    crumbs: list[Crumb]
    table: Table
    acts: list[Act]
    searched: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit: what it is, what it was, who is in it, what stands below."""

    history: UnitHistory
    crumbs: list[Crumb]
    facts: list[Fact]
    acts: list[Act]
    posts: Table
    below: Table
    past: Table


@dataclass(frozen=True, slots=True)
class PostsPage:
    """The posts one runs."""

    table: Table
    pager: Pager


@dataclass(frozen=True, slots=True)
class PostPage:
    """One post, who holds it and who held it."""

    title: str
    crumbs: list[Crumb]
    facts: list[Fact]
    acts: list[Act]
    tenures: Table


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person and their posts."""

    person_id: UUID
    name: str
    acts: list[Act]
    held: Table


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What a list of units would change."""

    list_id: UUID
    name: str
    result: ImportResult
    bad: Table
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The accounts of the realm."""

    table: Table
    may_create: bool


@dataclass(frozen=True, slots=True)
class DeedsPage:
    """What was done to accounts and posts."""

    table: Table
    pager: Pager


@dataclass(frozen=True, slots=True)
class Deed:
    """One button on the page of an account, with one line on what it leads to."""

    name: str
    verb: Words
    leads_to: Words


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One account and what this administrator may do with it."""

    account_id: int
    username: str
    facts: list[Fact]
    deeds: list[Deed] = field(default_factory=list)
    kept_back: Words = ""  # why some of the usual deeds are not offered


@dataclass(frozen=True, slots=True)
class MyPage:
    """One's own account: posts, who covers, password, second factor."""

    facts: list[Fact]
    posts: Table
    covers: Table
    choices: list[Act]
    others: Table  # what others did to the account
