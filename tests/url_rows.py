"""What each person gets at one address: the rows of every app's `tests/url_table.py`.

    def assigned(world: World) -> dict[str, object]:
        return {"matter_id": world.once("assigned", builders.assigned)}

    URL_TABLE = {
        "desk:today": Row(BUSINESS),
        "handling:accept": Row({"liaison", "head"}, args=assigned, post=TAKES_A_FORM),
    }

Keys are full names of addresses. `readers` are persons of `tests/people.py`; everybody else signed in gets `refusal`,
and the anonymous are sent to the log-in page unless the address is public. `more` and `also` are walked by those who
count what a page asks the database. `once` builds a thing a single time for the
whole table.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from people import District

BUSINESS = frozenset(
    {
        "clerk",
        "mayor",
        "leader",
        "inspector",
        "engineer",
        "head",
        "liaison",
        "secretary",
        "stationed",
        "archivist",
        "stranger",
    }
)
ADMINISTRATORS = frozenset({"sysadmin", "secadmin", "auditor"})
EVERYBODY = BUSINESS | ADMINISTRATORS | {"newcomer"}
NOBODY: frozenset[str] = frozenset()

SHOWN = frozenset({200})
NOT_HERE = frozenset({403, 404})
ONLY_READ = frozenset({405})
TAKES_A_FORM = frozenset({200, 302, 303, 400, 422})  # an empty one: shown again, refused or taken


@dataclass
class World:
    """The small district and whatever the rows have built in it."""

    here: District
    built: dict[str, Any] = field(default_factory=dict)
    is_busy: bool = False  # there is much of everything: rows build long things

    def once(self, name: str, build: Callable[[District], Any]) -> Any:
        """What `build` gives, built a single time."""
        if name not in self.built:
            self.built[name] = build(self.here)
        return self.built[name]


def no_arguments(_world: World) -> Mapping[str, Any]:
    """For an address without identifiers."""
    return {}


@dataclass(frozen=True)
class Row:
    """One address: who reads it, who may send to it, and with which status it answers."""

    readers: Collection[str] = EVERYBODY
    args: Callable[[World], Mapping[str, Any]] = no_arguments
    query: str = ""
    get: Collection[int] = SHOWN
    post: Collection[int] = ONLY_READ
    writers: Collection[str] | None = None  # the readers, where nothing is said
    refusal: Collection[int] = NOT_HERE
    more: Collection[str] = ()  # other questions to the same address
    also: Collection[Callable[[World], Mapping[str, Any]]] = ()  # other things to show at it
    public: bool = False  # the anonymous get `get` and `post` too

    @property
    def senders(self) -> Collection[str]:
        """Who may send."""
        return self.readers if self.writers is None else self.writers
