"""Names as written in a document, and the units that are meant by them: proposals, never decisions."""

from collections.abc import Iterable, Mapping
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


def kinds_below(unit_id: UUID) -> list[Kinds]:
    """The kinds of units below a unit, in the order of levels."""
    counts: dict[str, int] = {}
    for unit in people.units_under(unit_id):
        if unit.id != unit_id:
            counts[unit.kind] = counts.get(unit.kind, 0) + 1
    return [Kinds(kind, label, counts[kind]) for kind, label in people.kind_labels().items() if kind in counts]


def resolve(target: Target | None) -> list[UnitRef]:
    """The units that a target means today, each once, in the order of the map."""
    if target is None:
        return []
    found: dict[UUID, UnitRef] = {}
    if target.under and target.kinds:
        below = people.units_under(target.under, kinds=target.kinds)
        found = {unit.id: unit for unit in below if unit.id != target.under}
    found |= people.units(target.units)
    left = [unit for unit in found.values() if unit.id not in set(target.without)]
    return sorted(left, key=lambda unit: unit.path)


def describe(target: Target | None, labels: Mapping[str, str] | None = None) -> str:
    """A target in words: the kinds with their numbers, then the names; "" for none."""
    if target is None:
        return ""
    labels = labels if labels is not None else people.kind_labels()
    parts: list[str] = []
    if target.under and target.kinds:
        units = [u for u in people.units_under(target.under, kinds=target.kinds) if u.id != target.under]
        for kind in target.kinds:
            count = sum(unit.kind == kind for unit in units)
            parts.append(_("%(kind)s ×%(count)s") % {"kind": labels.get(kind, kind), "count": count})
    parts += _names(target.units)
    words = _(", ").join(parts)
    if target.without:
        words += _(" without %(names)s") % {"names": _(", ").join(_names(target.without))}
    return words


def _names(unit_ids: Iterable[UUID]) -> list[str]:
    wanted = list(unit_ids)
    found = people.units(wanted)
    names = [found[unit].name for unit in wanted[:MOST_NAMED] if unit in found]
    if len(wanted) > MOST_NAMED:
        names.append(_("and %(count)s more") % {"count": len(wanted) - MOST_NAMED})
    return names


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
