"""Names as written in a document, and the units that are meant by them: proposals, never decisions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from luoshi.inlets.documents.clauses import Role, Target
from luoshi.inlets.documents.review import Review
from luoshi.people import paths
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef

MOST_NAMED = 3  # how many names a description spells out


@dataclass(frozen=True, slots=True)
class Kinds:
    """A kind of units below a unit, and how many there are."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written, the clauses that carry it in one role, what is proposed for it."""

    words: str
    role: Role
    clauses: tuple[int, ...]
    open: int  # how many of these clauses have no unit yet
    proposal: UnitRef | None


def kinds_below(unit: UnitRef) -> list[Kinds]:
    """The kinds of units below a unit, in the order of levels."""
    counts = people.kinds_under(unit.path)
    return [Kinds(kind, label, counts[kind]) for kind, label in people.kind_labels().items() if kind in counts]


class Meanings:
    """What many targets mean today: units named and left out are read once, and so is what stands below each unit."""

    def __init__(self, targets: Iterable[Target | None]) -> None:
        self.targets = set(targets) - {None}
        wide = [target for target in self.targets if target and target.under and target.kinds]
        named = {unit for target in self.targets if target for unit in (*target.units, *target.without)}
        above = {target.under for target in wide if target.under}
        self.named = people.units(named | above) if named | above else {}
        self.kinds = {unit: sorted({kind for one in wide if one.under == unit for kind in one.kinds}) for unit in above}
        self.labels = people.kind_labels()
        self._below: dict[UUID, list[UnitRef]] = {}
        self._counts: dict[UUID, dict[str, int]] = {}

    def resolve(self, target: Target | None) -> list[UnitRef]:
        """The units that a target means, each once, in the order of the map."""
        if target is None:
            return []
        found = {unit: self.named[unit] for unit in target.units if unit in self.named}
        if target.under and target.kinds:
            found |= {unit.id: unit for unit in self._units_below(target.under) if unit.kind in target.kinds}
        return sorted((unit for unit in found.values() if unit.id not in set(target.without)), key=lambda one: one.path)

    def units(self, wanted: Collection[UUID]) -> dict[UUID, UnitRef]:
        """Units that one of the targets means."""
        below = {unit.id: unit for found in self._below.values() for unit in found}
        return {unit: below.get(unit) or self.named[unit] for unit in wanted}

    def describe(self, target: Target | None) -> str:
        """A target in words: the kinds with their numbers, then the names; "" for none."""
        if target is None:
            return ""
        parts: list[str] = []
        if target.under and target.kinds:
            counts = self._counts_below(target.under)
            for kind in target.kinds:
                counted = {"kind": self.labels.get(kind, kind), "count": counts.get(kind, 0)}
                parts.append(_("%(kind)s ×%(count)s") % counted)
        parts += self._names(target.units)
        words = _(", ").join(parts)
        if target.without:
            words += _(" without %(names)s") % {"names": _(", ").join(self._names(target.without))}
        return words

    def _units_below(self, above: UUID) -> list[UnitRef]:
        if above not in self._below:
            found = people.open_under(self.named[above].path, self.kinds[above]) if above in self.named else []
            self._below[above] = [unit for unit in found if unit.id != above]
        return self._below[above]

    def _counts_below(self, above: UUID) -> dict[str, int]:
        """By counting what was read, or by asking for the numbers alone."""
        if above not in self._counts:
            if above in self._below:
                self._counts[above] = dict(Counter(unit.kind for unit in self._below[above]))
            else:
                self._counts[above] = people.kinds_under(self.named[above].path) if above in self.named else {}
        return self._counts[above]

    def _names(self, units: Sequence[UUID]) -> list[str]:
        names = [self.named[unit].name for unit in units[:MOST_NAMED] if unit in self.named]
        if len(units) > MOST_NAMED:
            names.append(_("and %(count)s more") % {"count": len(units) - MOST_NAMED})
        return names


def resolve(target: Target | None) -> list[UnitRef]:
    """The units that one target means today, each once, in the order of the map."""
    return Meanings([target]).resolve(target)


def resolve_name(words: str, named: Mapping[str, UnitRef]) -> UnitRef | None:
    """The unit that is called exactly so; None where there is none, or more than one."""
    return named.get(words.strip())


def bodies(realm: str, under: UnitRef) -> dict[str, UnitRef]:
    """Names and other names of the units below one unit, each only where it means a single one."""
    found: dict[str, UnitRef] = {}
    double = set()
    for name, unit in people.named_bodies(realm):
        if unit.id == under.id or not paths.is_under(unit.path, under.path):
            continue
        if name in found and found[name].id != unit.id:
            double.add(name)
        found[name] = unit
    return {name: unit for name, unit in found.items() if name not in double}


def names_written(review: Review, text: str, named: Mapping[str, UnitRef]) -> list[Named]:
    """Every name of an owner as written in the requirements, in the order of the text, leads before assists."""
    found: dict[tuple[Role, str], list[int]] = {}
    given: dict[int, tuple[bool, bool]] = {}
    for clause in review.clauses:
        if not clause.is_requirement:
            continue
        given[clause.number] = (clause.lead_target is not None, clause.assist_target is not None)
        for role, spans in ((Role.LEAD, clause.lead), (Role.ASSIST, clause.assist)):
            for start, end in spans:
                found.setdefault((role, text[start:end]), []).append(clause.number)
        if not clause.lead:
            found.setdefault((Role.LEAD, ""), []).append(clause.number)
    return [
        Named(
            words=words,
            role=role,
            clauses=tuple(dict.fromkeys(numbers)),
            open=sum(not given[number][role is Role.ASSIST] for number in set(numbers)),
            proposal=resolve_name(words, named) if words else None,
        )
        for (role, words), numbers in sorted(found.items(), key=_unwritten_last)
    ]


def _unwritten_last(item: tuple[tuple[Role, str], list[int]]) -> tuple[bool, bool]:
    role, words = item[0]
    return words == "", role is not Role.LEAD
